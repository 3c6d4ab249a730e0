import { signal } from '@preact/signals';
import type { Removal, Weighed } from '../../library/forget.ts';
import { count } from '../store/engine.ts';
import { tell } from '../store/ports.ts';
import { choose } from '../store/settings.ts';

/** How long a deletion can be called off (ms). Nothing is deleted before: a page that is closed meanwhile deletes nothing. */
export const UNDO_MS = 8_000;

/** Where a deletion stands: first what it comes to is said, then it is agreed to, then it can still be undone. */
export type Removing =
  | { stage: 'idle' | 'counting' | 'nothing' | 'undone' }
  | ({ stage: 'asked' | 'waiting' | 'done'; removal: Removal } & Weighed);

export const removing = signal<Removing>({ stage: 'idle' });

let timer: ReturnType<typeof setTimeout> | undefined;

/** Counts what a deletion comes to, and asks. A rule that takes nothing now is followed at once. */
export async function ask(removal: Removal): Promise<void> {
  settle();
  removing.value = { stage: 'counting' };
  const weighed = await count(removal);
  if (weighed.ids.length > 0) removing.value = { stage: 'asked', removal, ...weighed };
  else if (removal.what === 'old') {
    removing.value = { stage: 'idle' };
    await choose({ keep: removal.keep });
  } else removing.value = { stage: 'nothing' };
}

/** The reader agreed: the deletion begins when it can no longer be undone. */
export function agree(): void {
  const now = removing.value;
  if (now.stage !== 'asked') return;
  removing.value = { ...now, stage: 'waiting' };
  timer = setTimeout(settle, UNDO_MS);
}

/** The reader does not want it, or not any more. */
export function undo(): void {
  clearTimeout(timer);
  removing.value = { stage: removing.value.stage === 'waiting' ? 'undone' : 'idle' };
}

/** Does what was agreed to, if anything was. */
function settle(): void {
  clearTimeout(timer);
  const now = removing.value;
  if (now.stage !== 'waiting') return;
  const { removal, ids } = now;
  if (removal.what === 'pictures') tell({ type: 'forget', what: 'pictures', ids });
  else {
    const rule = removal.what === 'old' ? removal.keep : null;
    const remember = !rule ? 'ids' : 'megabytes' in rule ? 'floor' : 'nothing';
    // The rule first: should the page be closed in between, the next sync follows it.
    void (rule ? choose({ keep: rule }) : Promise.resolve()).then(() =>
      tell({ type: 'forget', what: 'articles', ids, remember }),
    );
  }
  removing.value = { ...now, stage: 'done' };
}
