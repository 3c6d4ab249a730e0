import { signal } from '@preact/signals';
import type { ComponentProps, ComponentType } from 'preact';
import { useEffect } from 'preact/hooks';
import { wholeShell } from '../store/shell.ts';
import { words } from '../strings/strings.ts';

type Rest = typeof import('../rest.ts');

const loaded = signal<Rest | null>(null);
const failed = signal(false);

/** It is said on screen that a part is not here yet when it was waited for so long (ms). */
const SOON = 4_000;

/** On a first visit the file comes last, and whoever asks for it sooner takes it for lost. */
async function start(waits: boolean): Promise<void> {
  failed.value = false;
  const timer = setTimeout(() => {
    failed.value = true;
  }, SOON);
  if (waits) await wholeShell();
  try {
    loaded.value = await import('../rest.ts');
  } catch {
    failed.value = true;
  }
  clearTimeout(timer);
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
      if (!loaded.value) void start(true);
    }, []);
    // The name and the properties belong together by this function's own type.
    const Part = loaded.value?.[name] as ComponentType<typeof props> | undefined;
    if (Part) return <Part {...props} />;
    if (!failed.value || spare) return null;
    return (
      <div class="notice">
        <p>{words.value.chunk.failed}</p>
        <button type="button" class="button" onClick={() => void start(false)}>
          {words.value.retry}
        </button>
      </div>
    );
  };
}
