import { useComputed, useSignal } from '@preact/signals';
import { sizeOf } from '../parts/time.ts';
import { ask, opened, withPictures } from '../store/article.ts';
import { heldOf, learn } from '../store/known.ts';
import { language, words } from '../strings/strings.ts';

/** Pictures that a reader who spares the line has to ask for, with what they cost at most. */
export function Pictures({ id }: { id: string }) {
  const held = useComputed(() => heldOf.value.get(id)).value;
  const state = useSignal<'asks' | 'loads' | 'failed'>('asks');
  if (withPictures() === 'all' || !held || held.whole) return null;
  const t = words.value.article;
  const load = async (): Promise<void> => {
    if (state.value === 'loads') return;
    state.value = 'loads';
    const problem = await ask(id, opened.value?.q ?? null, 'all');
    // An answer says that the text is here; some of the pictures may have failed.
    await learn([id]);
    state.value = problem === null && heldOf.value.get(id)?.whole ? 'asks' : 'failed';
    // The button that had the focus is gone with its use.
    if (state.value === 'asks' && document.activeElement === document.body)
      document.querySelector<HTMLElement>('article h1')?.focus({ preventScroll: true });
  };
  return (
    <p class="tools" lang={language.value}>
      <button
        type="button"
        class="button"
        aria-disabled={state.value === 'loads'}
        onClick={() => void load()}
      >
        {state.value === 'loads' ? t.picturesLoading : t.pictures(sizeOf(held.pictureBytes, language.value))}
      </button>{' '}
      <span role="status">{state.value === 'failed' && t.picturesFailed}</span>
    </p>
  );
}
