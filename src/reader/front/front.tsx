import { useEffect, useMemo, useRef } from 'preact/hooks';
import type { Density as Choice } from '../../library/records.ts';
import { Cards } from '../parts/cards.tsx';
import { Icon } from '../parts/icon.tsx';
import { lazy } from '../parts/lazy.tsx';
import { addressOf, returnTo } from '../router.ts';
import { edition, nameOf, shownSections } from '../store/edition.ts';
import { engine } from '../store/engine.ts';
import { BATCH, learnNew } from '../store/known.ts';
import { list, oldestOf, openList, room, showMore, showWaiting } from '../store/lists.ts';
import { choose, settings } from '../store/settings.ts';
import { words } from '../strings/strings.ts';
import { First } from './first.tsx';
import { Shelf } from './shelf.tsx';
import { Strap } from './strap.tsx';

const Install = lazy('Install');
const Gestures = lazy('Gestures', { spare: true });

/** The front page, or one section of it. */
export function Front({ section }: { section: string }) {
  const found = edition.value;
  const t = words.value;
  const isHeld = found !== null;
  // While rendering, not after it: the very first paint must have the headlines.
  useMemo(() => {
    if (isHeld) openList(section, returnTo.value ?? 0);
  }, [isHeld, section]);
  const { cards: all, waiting } = list.value;
  const cards = all.slice(0, room.value);
  // Asked of the store by the screenful, not with each step in which the list grows.
  const upTo = Math.ceil(room.value / BATCH) * BATCH;
  useEffect(() => {
    // After the first paint: what is held matters less than what is written.
    void learnNew(all.slice(0, upTo).map((card) => card.id));
  }, [all, upTo]);
  if (!found) return <First />;
  const name = found.sections.find(([id]) => id === section)?.[1];
  const density = settings.value.density ?? 'cards';
  return (
    <>
      <div class="head">
        <h1 class={section === '' ? 'masthead' : ''} tabIndex={-1}>
          {section === '' ? nameOf(found.name, t.app) : nameOf(name, section)}
        </h1>
        <Density now={density} />
      </div>
      {section === '' && <Strap />}
      <Sections current={section} />
      {section === '' && <Shelf />}
      {cards.length === 0 && <p class="empty">{t.front.empty}</p>}
      <Cards cards={cards} density={density} lead />
      {cards.length > 0 && cards.length === all.length && <More />}
      {waiting > 0 && (
        <button type="button" class="button primary waiting" onClick={showNew}>
          <Icon name="up" /> {t.front.showNew(waiting)}
        </button>
      )}
      {section === '' && <Install />}
      <Gestures section={section} />
    </>
  );
}

/** Goes to the top of the list, with what was kept back; the focus goes with it. */
function showNew(): void {
  showWaiting();
  scrollTo({ top: 0, behavior: 'instant' });
  document.querySelector<HTMLElement>('main h1')?.focus({ preventScroll: true });
}

/** How the list looks: a choice of the browser's own kind behind a small drawing. */
function Density({ now }: { now: Choice }) {
  const t = words.value.front;
  return (
    <label class="density icon-button">
      <Icon name="density" />
      <span class="quiet">{t.density}</span>
      <select
        name="density"
        value={now}
        // The options are the keys of this very choice.
        onChange={(event) => void choose({ density: event.currentTarget.value as Choice })}
      >
        {Object.entries(t.densityOptions).map(([key, text]) => (
          <option value={key} selected={key === now} key={key}>
            {text}
          </option>
        ))}
      </select>
    </label>
  );
}

function More() {
  const t = words.value.front;
  const { cards, dry, asked } = list.value;
  const oldest = oldestOf(cards);
  if (dry && oldest <= 1) return null;
  // Asked already, and nothing older has come (yet).
  const pending = dry && asked === oldest;
  return (
    <p class="more">
      {pending ? (
        (engine.value?.phase ?? 'idle') === 'idle' ? (
          t.end
        ) : (
          t.older
        )
      ) : (
        <button type="button" class="button" onClick={() => void showMore()}>
          {t.more}
        </button>
      )}
    </p>
  );
}

function Sections({ current }: { current: string }) {
  const t = words.value.sections;
  const row = useRef<HTMLUListElement>(null);
  useEffect(() => {
    // The row is scrolled by itself: `scrollIntoView` would move the page as well.
    const tab = row.current?.querySelector<HTMLElement>('[aria-current]');
    if (!row.current || !tab) return;
    const { left, width } = tab.getBoundingClientRect();
    row.current.scrollBy({ left: left + width / 2 - innerWidth / 2, behavior: 'instant' });
  }, [current]);
  const sections = shownSections.value;
  if (sections.length < 2) return null;
  const tab = (id: string, name: string) => (
    <li key={id}>
      <a
        href={addressOf(id === '' ? { screen: 'front' } : { screen: 'section', id })}
        aria-current={id === current ? 'page' : undefined}
      >
        {name}
      </a>
    </li>
  );
  return (
    <nav class="tabs" aria-label={t.label}>
      <ul ref={row}>
        {tab('', t.all)}
        {sections.map(([id, names]) => tab(id, nameOf(names, id)))}
      </ul>
    </nav>
  );
}
