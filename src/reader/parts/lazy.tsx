import { signal } from '@preact/signals';
import type { ComponentProps, ComponentType } from 'preact';
import { useEffect } from 'preact/hooks';
import { words } from '../strings/strings.ts';

type Rest = typeof import('../rest.ts');

const loaded = signal<Rest | null>(null);
const failed = signal(false);

function start(): void {
  failed.value = false;
  import('../rest.ts').then(
    (rest) => {
      loaded.value = rest;
    },
    () => {
      // Most likely the file is not stored yet and no mirror answers: said on screen, below.
      failed.value = true;
    },
  );
}

/**
 * A component whose code comes with its first use; while it cannot be had, a sentence and a button stand in its place,
 * or nothing where the screen is whole without it.
 */
export function lazy<Name extends keyof Rest>(
  name: Name,
  { spare = false } = {},
): ComponentType<ComponentProps<Rest[Name]>> {
  return function Lazy(props) {
    useEffect(() => {
      if (!loaded.value) start();
    }, []);
    // The name and the properties belong together by this function's own type.
    const Part = loaded.value?.[name] as ComponentType<typeof props> | undefined;
    if (Part) return <Part {...props} />;
    if (!failed.value || spare) return null;
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
