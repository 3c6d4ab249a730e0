import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { engine } from '../store/engine.ts';
import { follow } from '../store/ports.ts';

/** Has something counted, and again now and then while the library changes; `on` is what else it hangs on. */
export function useCounted<T>(count: () => Promise<T>, on?: unknown): T | null {
  const found = useSignal<T | null>(null);
  // The end of a sync changes the traffic, if nothing else.
  const phase = engine.value?.phase;
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let gone = false;
    const look = async (): Promise<void> => {
      const result = await count();
      if (!gone) found.value = result;
    };
    void look();
    const end = follow((change) => {
      // The index of the search is in no figure, and grows all the time.
      if (change.what === 'search') return;
      // Counting walks the whole library: once in a while is enough during a sync.
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
  }, [phase, on]);
  return found.value;
}
