import { useComputed } from '@preact/signals';
import { bytesOf } from '../../library/made.ts';
import type { Held } from '../../library/records.ts';
import { heldOf } from '../store/known.ts';
import { language, words } from '../strings/strings.ts';
import { Icon } from './icon.tsx';
import { sizeOf } from './time.ts';

/** Whether an article is held whole, with every picture; its text alone; or not. Nothing in between counts as whole. */
export function stateOf(held: Held | undefined): 'whole' | 'text' | 'none' {
  return held?.whole ? 'whole' : held ? 'text' : 'none';
}

/** What is held of an article, with its size: a drawing, and words beside it or for those who listen. */
export function HeldMark({ id, inWords = false }: { id: string; inWords?: boolean }) {
  // Follows the one record: what becomes of a thousand others is not its business.
  const held = useComputed(() => heldOf.value.get(id)).value;
  const state = stateOf(held);
  const t = words.value.held;
  const size = (bytes: number): string => sizeOf(bytes, language.value);
  return (
    <span class={`held ${state}`}>
      <Icon name={state} />
      <span class={inWords ? '' : 'quiet'}>
        {t[state]}
        {held?.made && `, ${size(bytesOf(held))}`}
        {/* What opening or saving it would cost: some of it may be here already. */}
        {inWords && state === 'text' && `, ${t.more(size(held!.pictureBytes))}`}
      </span>
    </span>
  );
}
