import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { type Figures, measureHeld } from '../../library/figures.ts';
import { dayOf, sizeOf } from '../parts/time.ts';
import { AheadChoice } from '../settings/ahead-choice.tsx';
import { engine } from '../store/engine.ts';
import { follow, wipeAll } from '../store/ports.ts';
import { language, words } from '../strings/strings.ts';
import { Bars } from './bars.tsx';
import { Copy } from './copy.tsx';
import { KeepChoice, Removals } from './keep.tsx';
import { Room } from './room.tsx';
import { TrafficFigure } from './traffic.tsx';

/** Days that are drawn one by one. */
const DAYS_SHOWN = 10;

/** What the app keeps on the phone and what it fetched, in figures; and every way to have less of it. */
export function Storage() {
  const figures = useFigures();
  const t = words.value.storage;
  const size = (bytes: number): string => sizeOf(bytes, language.value);
  return (
    <div class="storage">
      <h1 tabIndex={-1}>{t.title}</h1>
      {figures && (
        <>
          <p>{t.summary(figures.all.articles, figures.all.whole, size(figures.all.bytes + figures.app))}</p>
          <section aria-labelledby="kinds">
            <h2 id="kinds">{t.figure}</h2>
            <Bars
              rows={(['texts', 'pictures', 'app'] as const).map((kind) => ({
                name: t.kinds[kind],
                value: size(figures[kind]),
                amount: figures[kind],
                tone: `k-${kind}`,
              }))}
            />
            {figures.edition.of > 0 && (
              <p>{t.edition(figures.edition.whole, figures.edition.of, size(figures.edition.bytes))}</p>
            )}
            {figures.saved.articles > 0 && (
              <p>{t.saved(figures.saved.articles, figures.saved.whole, size(figures.saved.bytes))}</p>
            )}
            <Days days={figures.days} />
          </section>
        </>
      )}
      <Room />
      <section aria-label={t.keep}>
        <KeepChoice />
        <Removals />
      </section>
      <AheadChoice />
      {figures && <TrafficFigure days={figures.traffic} />}
      <Copy />
      <Wipe articles={figures?.all.articles ?? 0} bytes={(figures?.all.bytes ?? 0) + (figures?.app ?? 0)} />
    </div>
  );
}

/** Counts when the screen opens, and now and then while the library changes. */
function useFigures(): Figures | null {
  const figures = useSignal<Figures | null>(null);
  // The end of a sync changes the traffic, if nothing else.
  const phase = engine.value?.phase;
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let gone = false;
    const look = async (): Promise<void> => {
      const found = await measureHeld();
      if (!gone) figures.value = found;
    };
    void look();
    const end = follow(() => {
      // Counting walks the whole store: once in a while is enough during a sync.
      timer ??= setTimeout(() => {
        timer = undefined;
        void look();
      }, 1000);
    });
    return () => {
      gone = true;
      end();
      clearTimeout(timer);
    };
  }, [figures, phase]);
  return figures.value;
}

function Days({ days }: { days: Figures['days'] }) {
  const t = words.value.storage;
  if (days.length < 2) return null;
  const older = days.slice(DAYS_SHOWN);
  const sum = (of: 'articles' | 'bytes'): number => older.reduce((all, day) => all + day[of], 0);
  const row = (name: string, articles: number, bytes: number) => ({
    ...{ name, amount: bytes, value: t.dayOf(articles, sizeOf(bytes, language.value)) },
  });
  return (
    <details>
      <summary>{t.days}</summary>
      <Bars
        rows={[
          ...days
            .slice(0, DAYS_SHOWN)
            .map(({ day, articles, bytes }) => row(dayOf(day, language.value), articles, bytes)),
          ...(older.length > 0 ? [row(t.earlier, sum('articles'), sum('bytes'))] : []),
        ]}
      />
    </details>
  );
}

/** Deletes all there is. At once when it is agreed to: whoever needs this may have no seconds to spare. */
function Wipe({ articles, bytes }: { articles: number; bytes: number }) {
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
          <p>{t.wipeSure(articles, sizeOf(bytes, language.value))}</p>
          <button type="button" class="button danger" ref={confirm} onClick={() => void wipe()}>
            {t.wipeYes}
          </button>{' '}
          <button type="button" class="button" onClick={() => (asked.value = false)}>
            {t.wipeNo}
          </button>
        </div>
      )}
    </section>
  );
}
