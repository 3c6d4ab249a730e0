import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { sizeOf } from '../parts/time.ts';
import { language, words } from '../strings/strings.ts';

/** Some browsers never answer questions about their storage: after this long (ms) nothing is said of it. */
const PATIENCE = 3_000;

/** An answer of the browser, or null if it does not give one. */
function answer<T>(asked: Promise<T> | undefined): Promise<T | null> {
  if (!asked) return Promise.resolve(null);
  return Promise.race([
    asked.catch(() => null),
    new Promise<null>((resolve) => setTimeout(resolve, PATIENCE, null)),
  ]);
}

/** How much the browser lets the app keep, and whether it may erase it by itself. */
export function Room() {
  const room = useSignal<{ used: number; quota: number } | null>(null);
  const persisted = useSignal<boolean | null>(null);
  const refused = useSignal(false);
  useEffect(() => {
    const storage = navigator.storage as StorageManager | undefined;
    void answer(storage?.estimate?.()).then((found) => {
      if (found?.quota) room.value = { used: found.usage ?? 0, quota: found.quota };
    });
    void answer(storage?.persisted?.()).then((found) => {
      persisted.value = found;
    });
  }, [room, persisted]);
  const persist = async (): Promise<void> => {
    persisted.value = await answer(navigator.storage.persist());
    refused.value = !persisted.value;
  };
  const t = words.value.storage;
  const size = (bytes: number): string => sizeOf(bytes, language.value);
  if (!room.value && persisted.value === null) return null;
  return (
    <section aria-labelledby="room">
      <h2 id="room">{t.room}</h2>
      {room.value && <p>{t.quota(size(room.value.used), size(room.value.quota))}</p>}
      <p aria-live="polite">
        {persisted.value ? t.persisted : refused.value ? t.persistRefused : t.mayErase}
      </p>
      {!persisted.value && (
        <button type="button" class="button" onClick={() => void persist()}>
          {t.persist}
        </button>
      )}
    </section>
  );
}
