import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { picturesOf, type Ref } from '../../edition/body.ts';
import { type CardView, FLAG } from '../../edition/card.ts';
import { addressOf } from '../router.ts';
import { edition, nameOf, seenUpTo } from '../store/edition.ts';
import { heldOf, placeOf } from '../store/known.ts';
import { follow, library, touches } from '../store/ports.ts';
import { language, words } from '../strings/strings.ts';
import { HeldMark, stateOf } from './held.tsx';
import { Blur, useHeldPicture } from './picture.tsx';
import { isoTime, shortTime } from './time.ts';

/** One article in a list: a single link whose text is the title, and what is known of it. */
export function Card({ card, lead = false }: { card: CardView; lead?: boolean }) {
  const t = words.value;
  const state = stateOf(heldOf.value.get(card.id));
  const read = (placeOf.value.get(card.id)?.read ?? 0) > 0;
  const fresh = !read && card.q > seenUpTo.value;
  const at = card.minutes * 60_000;
  const found = edition.value;
  const section = found?.sections.find(([id]) => id === card.section);
  return (
    <li class={lead ? 'card lead' : 'card'} data-state={state} data-read={read || undefined}>
      <div class="words">
        <h2 lang={card.language || undefined} dir="auto">
          <a href={addressOf({ screen: 'article', id: card.id, q: card.q })}>
            {card.title || t.front.untitled}
          </a>
        </h2>
        {card.summary !== '' && (
          <p lang={card.language || undefined} dir="auto">
            {card.summary}
          </p>
        )}
        <p class="meta">
          {fresh && <b class="fresh">{t.front.fresh}</b>}
          {section && <span>{nameOf(section[1], section[0])}</span>}
          {!(card.flags & FLAG.undated) && (
            <time dateTime={isoTime(at)}>{shortTime(at, language.value)}</time>
          )}
          {read && <span>{t.front.read}</span>}
          <HeldMark id={card.id} />
        </p>
      </div>
      {(card.flags & FLAG.pictures) !== 0 && <Thumbnail id={card.id} hash={card.hash} lead={lead} />}
    </li>
  );
}

/** The article's first picture, once the card nears the screen and if it is held; its place is kept from the start. */
function Thumbnail({ id, hash, lead }: { id: string; hash: string; lead: boolean }) {
  const box = useRef<HTMLDivElement>(null);
  const near = useSignal(false);
  const refs = useSignal<(Ref | undefined)[]>([]);
  useEffect(() => {
    if (!box.current) return;
    const observer = new IntersectionObserver(
      (entries) => {
        if (!entries.some((entry) => entry.isIntersecting)) return;
        near.value = true;
        observer.disconnect();
      },
      { rootMargin: '300px' },
    );
    observer.observe(box.current);
    return () => observer.disconnect();
  }, [near]);
  useEffect(() => {
    if (!near.value) return;
    let gone = false;
    const look = async (): Promise<void> => {
      const article = await library().article(id);
      const picture = article && picturesOf(article.body).find((one) => one.list ?? one.article);
      if (picture && !gone)
        refs.value = lead ? [picture.article, picture.list] : [picture.list, picture.article];
    };
    void look();
    const end = follow((change) => {
      if (refs.value.length === 0 && touches(change, id)) void look();
    });
    return () => {
      gone = true;
      end();
    };
  }, [id, lead, near.value, refs]);
  const url = useHeldPicture(refs.value, id);
  return (
    <div class="thumb" ref={box}>
      {near.value && <Blur hash={hash} />}
      {/* The link beside it says all; the caption is in the article. */}
      {url !== null && <img src={url} alt="" />}
    </div>
  );
}
