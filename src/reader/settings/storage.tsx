import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { ReadingLibrary } from '../../library/reading.ts';
import { sizeOf } from '../parts/time.ts';
import { route } from '../router.ts';
import { follow, library, wipeAll } from '../store/ports.ts';
import { language, words } from '../strings/strings.ts';

type Usage = Awaited<ReturnType<ReadingLibrary['usage']>>;

/** What the app keeps on the phone, and the way to be rid of it. */
export function Storage() {
  const usage = useSignal<Usage | null>(null);
  const step = useSignal<'idle' | 'asked'>('idle');
  const confirm = useRef<HTMLButtonElement>(null);
  const t = words.value.settings;
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const look = async (): Promise<void> => {
      usage.value = await library().usage();
    };
    void look();
    if (route.value.screen === 'storage') document.getElementById('storage')?.scrollIntoView();
    const end = follow(() => {
      // Counting walks the whole store: once in a while is enough during a sync.
      timer ??= setTimeout(() => {
        timer = undefined;
        void look();
      }, 2000);
    });
    return () => {
      end();
      clearTimeout(timer);
    };
  }, [usage]);
  useEffect(() => {
    if (step.value === 'asked') confirm.current?.focus();
  }, [step.value]);
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
  const size = (bytes: number): string => sizeOf(bytes, language.value);
  const found = usage.value;
  return (
    <section class="storage" id="storage" aria-labelledby="storage-title">
      <h2 id="storage-title" tabIndex={-1}>
        {t.storage}
      </h2>
      {found && (
        <>
          <p>{t.storageArticles(found.articles, found.whole)}</p>
          <dl>
            <Row name={t.texts} value={size(found.texts)} />
            <Row name={t.pictures} value={size(found.pictures)} />
            <Row name={t.program} value={size(found.app)} />
            <Row name={t.total} value={size(found.texts + found.pictures + found.app)} />
          </dl>
        </>
      )}
      <p class="meta">{t.wipeHint}</p>
      {step.value === 'idle' && (
        <button type="button" class="button danger" onClick={() => (step.value = 'asked')}>
          {t.wipe}
        </button>
      )}
      {step.value === 'asked' && (
        <div class="notice">
          <p>{t.wipeSure}</p>
          <button type="button" class="button danger" ref={confirm} onClick={() => void wipe()}>
            {t.wipeYes}
          </button>{' '}
          <button type="button" class="button" onClick={() => (step.value = 'idle')}>
            {t.wipeNo}
          </button>
        </div>
      )}
    </section>
  );
}

function Row({ name, value }: { name: string; value: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}
