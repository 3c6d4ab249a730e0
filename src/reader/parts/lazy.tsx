import { signal } from '@preact/signals';
import type { ComponentType } from 'preact';
import { useEffect } from 'preact/hooks';
import { words } from '../strings/strings.ts';

/** A component whose code comes with its first use; while it cannot be had, a sentence and a button stand in its place. */
export function lazy<Props extends object>(load: () => Promise<ComponentType<Props>>): ComponentType<Props> {
  const loaded = signal<{ Part: ComponentType<Props> } | null>(null);
  const failed = signal(false);
  const start = (): void => {
    failed.value = false;
    load().then(
      (Part) => {
        loaded.value = { Part };
      },
      () => {
        // Most likely the file is not stored yet and no mirror answers: said on screen, below.
        failed.value = true;
      },
    );
  };
  return function Lazy(props: Props) {
    useEffect(() => {
      if (!loaded.value) start();
    }, []);
    const Part = loaded.value?.Part;
    if (Part) return <Part {...props} />;
    if (!failed.value) return null;
    return (
      <div class="notice">
        <p>{words.value.chunk.failed}</p>
        <button type="button" class="button" onClick={start}>
          {words.value.retry}
        </button>
      </div>
    );
  };
}
