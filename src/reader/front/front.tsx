import { useEffect, useMemo } from 'preact/hooks';
import { Card } from '../parts/card.tsx';
import { lazy } from '../parts/lazy.tsx';
import { addressOf } from '../router.ts';
import { edition, nameOf, shownSections } from '../store/edition.ts';
import { engine } from '../store/engine.ts';
import { learn } from '../store/known.ts';
import { list, openList, showMore, whole } from '../store/lists.ts';
import { words } from '../strings/strings.ts';
import { First } from './first.tsx';
import { Strap } from './strap.tsx';

const Install = lazy('Install');

/** Cards that any screen has room for at once; the rest follow in the next frame. */
const FIRST_SCREEN = 8;

/** The front page, or one section of it. */
export function Front({ section }: { section: string }) {
  const found = edition.value;
  const t = words.value;
  // While rendering, not after it: the very first paint must have the headlines.
  useMemo(() => {
    if (found) openList(section);
  }, [found, section]);
  const cards = whole.value ? list.value.cards : list.value.cards.slice(0, FIRST_SCREEN);
  const ids = cards.map((card) => card.id).join();
  useEffect(() => {
    // After the first paint: what is held matters less than what is written.
    void learn(cards.map((card) => card.id));
  }, [ids]);
  if (!found) return <First />;
  const name = found.sections.find(([id]) => id === section)?.[1];
  return (
    <>
      <h1 class={section === '' ? 'masthead' : ''} tabIndex={-1}>
        {section === '' ? nameOf(found.name, t.app) : nameOf(name, section)}
      </h1>
      {section === '' && <Strap />}
      <Sections current={section} />
      {cards.length === 0 && <p class="empty">{t.front.empty}</p>}
      <ul class="cards">
        {cards.map((card, at) => (
          <Card card={card} lead={at === 0} key={card.id} />
        ))}
      </ul>
      {whole.value && cards.length > 0 && <More />}
      {section === '' && <Install />}
    </>
  );
}

function More() {
  const t = words.value.front;
  const { cards, dry, asked } = list.value;
  const oldest = Math.min(...cards.map((card) => card.q));
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
      <ul>
        {tab('', t.all)}
        {sections.map(([id, names]) => tab(id, nameOf(names, id)))}
      </ul>
    </nav>
  );
}
