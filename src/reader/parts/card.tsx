import { type ReadonlySignal, useComputed, useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { picturesOf, type Ref } from '../../edition/body.ts';
import { type CardView, FLAG } from '../../edition/card.ts';
import type { Density } from '../../library/records.ts';
import { addressOf } from '../router.ts';
import { edition, nameOf, seenUpTo } from '../store/edition.ts';
import { heldOf, placeOf } from '../store/known.ts';
import { library } from '../store/ports.ts';
import { language, words } from '../strings/strings.ts';
import { HeldMark, stateOf } from './held.tsx';
import { Icon } from './icon.tsx';
import { Blur, useHeldPicture } from './picture.tsx';
import { isoTime, shortTime } from './time.ts';

interface Props {
  card: CardView;
  /** The story that the page leads with. */
  lead: boolean;
  /** It will be on screen at once: its picture need not wait until that is observed. */
  first: boolean;
  /** It is on screen or not far from it. */
  near: ReadonlySignal<boolean>;
  density: Density;
}

/**
 * One article in a list: a single link whose text is the title, and what is known of it. Of a thousand of them only
 * those are rendered anew whose own state has changed: they follow words and flags, not what these are read from.
 */
export function Card({ card, lead, first, near, density }: Props) {
  const t = words.value;
  const { id } = card;
  const state = useComputed(() => stateOf(heldOf.value.get(id))).value;
  const read = useComputed(() => (placeOf.value.get(id)?.read ?? 0) > 0).value;
  const saved = useComputed(() => placeOf.value.get(id)?.saved !== undefined).value;
  const section = useComputed(() => sectionName(card.section)).value;
  const at = card.minutes * 60_000;
  return (
    <li
      // biome-ignore lint/a11y/noRedundantRoles: without it it would have none, as the run that it stands in (cards.tsx)
      role="listitem"
      class={lead ? 'card lead' : 'card'}
      data-id={id}
      data-state={state}
      data-read={read || undefined}
    >
      <div class="words">
        <h2 lang={card.language || undefined} dir="auto">
          <a href={addressOf({ screen: 'article', id, q: card.q })}>{card.title || t.front.untitled}</a>
        </h2>
        {density === 'cards' && card.summary !== '' && (
          <p lang={card.language || undefined} dir="auto">
            {card.summary}
          </p>
        )}
        <p class="meta">
          {section !== '' && <span>{section}</span>}
          {!(card.flags & FLAG.undated) && (
            <time dateTime={isoTime(at)}>{shortTime(at, language.value)}</time>
          )}
          <HeldMark id={id} />
          {/* Last in the line: what comes and goes moves nothing. */}
          {saved && (
            <span class="kept">
              <Icon name="saved" />
              <span class="quiet">{state === 'whole' ? t.front.saved : t.article.saving}</span>
            </span>
          )}
          {read && <span class="quiet">{t.front.read}</span>}
          {!read && card.q > seenUpTo.value && <b class="fresh">{t.front.fresh}</b>}
        </p>
      </div>
      {density !== 'text' && (card.flags & FLAG.pictures) !== 0 && (
        <div class="thumb">
          {(first || near.value) && <Thumbnail card={card} large={lead && density === 'cards'} />}
        </div>
      )}
    </li>
  );
}

function sectionName(section: string): string {
  const found = edition.value?.sections.find(([id]) => id === section);
  return found ? nameOf(found[1], found[0]) : '';
}

/** The article's first picture, if it is held. Only near the screen: its place is kept without it. */
function Thumbnail({ card: { id, hash }, large }: { card: CardView; large: boolean }) {
  const held = useComputed(() => heldOf.value.get(id)).value;
  const looked = useSignal<(Ref | null)[]>([]);
  const unknown = held !== undefined && held.thumb === undefined;
  useEffect(() => {
    // Shelved by an earlier version, which did not note the picture: it is in the text.
    if (unknown)
      void library()
        .article(id)
        .then((article) => {
          const picture = article && picturesOf(article.body).find((one) => one.list ?? one.article);
          if (picture) looked.value = [picture.list ?? null, picture.article ?? null];
        });
  }, [id, unknown, looked]);
  const sizes = held?.thumb ?? looked.value;
  const url = useHeldPicture(large ? [...sizes].reverse() : sizes, id);
  return (
    <>
      <Blur hash={hash} />
      {/* The link beside it says all; the caption is in the article. */}
      {url !== null && <img src={url} alt="" decoding="async" />}
    </>
  );
}
