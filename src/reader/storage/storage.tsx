import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { Amount, Figures } from '../../library/figures.ts';
import { dayOf, sizeOf } from '../parts/time.ts';
import { AheadChoice } from '../settings/ahead-choice.tsx';
import { count } from '../store/engine.ts';
import { wipeAll } from '../store/ports.ts';
import { language, words } from '../strings/strings.ts';
import { Bars } from './bars.tsx';
import { Copy } from './copy.tsx';
import { useCounted } from './counted.ts';
import { KeepChoice, Removals } from './keep.tsx';
import { Room } from './room.tsx';
import { TrafficFigure } from './traffic.tsx';

/** Days that are drawn one by one. */
const DAYS_SHOWN = 10;

/** What the app keeps on the phone and what it fetched, in figures; and every way to have less of it. */
export function Storage() {
  const figures = useCounted(() => count('figures'));
  const t = words.value.storage;
  return (
    <div class="storage">
      <h1 tabIndex={-1}>{t.title}</h1>
      {figures && (
        <section aria-labelledby="kinds">
          <h2 id="kinds">{t.figure}</h2>
          <Bars
            rows={(['texts', 'pictures', 'app'] as const).map((kind) => ({
              name: t.kinds[kind],
              value: sizeOf(figures[kind], language.value),
              amount: figures[kind],
              tone: `k-${kind}`,
            }))}
          />
          <ul>
            {(['all', 'edition', 'saved'] as const).map((what) => {
              const of = what === 'edition' ? figures.edition.of : figures[what].articles;
              return (
                <li key={what}>
                  {t[what]}: {inWords(figures[what])}
                  {of > 0 && `; ${t.whole(figures[what].whole, of)}`}
                </li>
              );
            })}
          </ul>
          <Days days={figures.days} />
        </section>
      )}
      <Room />
      <section aria-label={t.keep}>
        <KeepChoice />
        <Removals />
      </section>
      <AheadChoice />
      {figures && <TrafficFigure days={figures.traffic} />}
      <Copy />
      <Wipe amount={figures ? inWords(figures.all) : ''} />
    </div>
  );
}

/** So many articles, and what they weigh. */
export const inWords = ({ articles, bytes }: Pick<Amount, 'articles' | 'bytes'>): string =>
  words.value.storage.amount(articles, sizeOf(bytes, language.value));

function Days({ days }: { days: Figures['days'] }) {
  const t = words.value.storage;
  if (days.length < 2) return null;
  const older = days.slice(DAYS_SHOWN);
  const sum = (of: 'articles' | 'bytes'): number => older.reduce((all, day) => all + day[of], 0);
  const row = (name: string, amount: Pick<Amount, 'articles' | 'bytes'>) => ({
    ...{ name, amount: amount.bytes, value: inWords(amount) },
  });
  return (
    <details>
      <summary>{t.days}</summary>
      <Bars
        rows={[
          ...days.slice(0, DAYS_SHOWN).map((day) => row(dayOf(day.day, language.value), day)),
          ...(older.length > 0 ? [row(t.earlier, { articles: sum('articles'), bytes: sum('bytes') })] : []),
        ]}
      />
    </details>
  );
}

/** Deletes all there is. At once when it is agreed to: whoever needs this may have no seconds to spare. */
function Wipe({ amount }: { amount: string }) {
  const asked = useSignal(false);
  const confirm = useRef<HTMLButtonElement>(null);
  const t = words.value.storage;
  useEffect(() => {
    if (asked.value) confirm.current?.focus();
  }, [asked.value]);
  const wipe = async (): Promise<void> => {
    await wipeAll();
    // What is still in this page's memory goes from the screen too, whichever screen that was.
    const line = document.createElement('p');
    line.className = 'app';
    line.role = 'status';
    line.textContent = t.wiped;
    document.body.replaceChildren(line);
    document.documentElement.dataset.edition = '';
  };
  return (
    <section aria-labelledby="wipe">
      <h2 id="wipe">{t.wipe}</h2>
      <p class="meta">{t.wipeHint}</p>
      {!asked.value && (
        <button type="button" class="button danger" onClick={() => (asked.value = true)}>
          {t.wipe}
        </button>
      )}
      {asked.value && (
        <div class="notice">
          <p>{t.of(t.wipe, amount)}</p>
          <button type="button" class="button danger" ref={confirm} onClick={() => void wipe()}>
            {t.yes}
          </button>{' '}
          <button type="button" class="button" onClick={() => (asked.value = false)}>
            {t.no}
          </button>
        </div>
      )}
    </section>
  );
}
