import { useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import { makeBackup, restoreBackup } from '../../library/backup.ts';
import { announce, tell } from '../store/ports.ts';
import { words } from '../strings/strings.ts';

/** A name that says nothing of what is in it. */
const FILE = 'reader.json';

/** A copy of settings, saved articles and places as a file, and the way back. */
export function Copy() {
  const told = useSignal('');
  const input = useRef<HTMLInputElement>(null);
  const t = words.value.storage;
  const take = async (file: File | undefined): Promise<void> => {
    if (!file) return;
    const taken = await restoreBackup(await file.text());
    if (input.current) input.current.value = '';
    if (typeof taken === 'string') {
      told.value = t.copyFaults[taken];
      return;
    }
    told.value = t.copyTaken(taken.saved);
    announce({ type: 'changed', what: 'settings' });
    announce({ type: 'changed', what: 'cards' });
    // The engine reads the settings anew and fetches what is saved and not here.
    tell({ type: 'settings' });
  };
  return (
    <section aria-labelledby="copy">
      <h2 id="copy">{t.copy}</h2>
      <p class="meta">{t.copyHint}</p>
      <p class="buttons">
        <button type="button" class="button" onClick={() => void make()}>
          {t.copyMake}
        </button>
        <button type="button" class="button" onClick={() => input.current?.click()}>
          {t.copyTake}
        </button>
      </p>
      <input
        type="file"
        accept="application/json,.json"
        aria-label={t.copyTake}
        hidden
        ref={input}
        onChange={(event) => void take(event.currentTarget.files?.[0])}
      />
      <p aria-live="polite">{told.value}</p>
    </section>
  );
}

async function make(): Promise<void> {
  const url = URL.createObjectURL(new Blob([await makeBackup()], { type: 'application/json' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = FILE;
  link.click();
  // The browser reads it after this call.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
