import { effect } from '@preact/signals';
import { edition } from './store/edition.ts';
import { engine } from './store/engine.ts';
import { worker } from './store/shell.ts';

/** Keeps the marks on the root element that scripts lean on (docs/architecture.md, "Marks in the page"). */
export function keepMarks(root: HTMLElement): void {
  effect(() => {
    root.dataset.worker = worker.value;
  });
  effect(() => {
    root.dataset.edition = String(edition.value?.n ?? '');
  });
  effect(() => {
    const state = engine.value;
    root.dataset.held = `${state?.held ?? 0}/${state?.wanted ?? 0}`;
  });
}
