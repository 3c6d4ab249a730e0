import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useRef } from 'preact/hooks';
import { language, words } from '../strings/strings.ts';

interface Props {
  name: string;
  number: number;
  content: () => ComponentChildren;
}

/** The mark of a footnote: the note unfolds beside it, so that nobody leaves the line that they read. */
export function Footnote({ name, number, content }: Props) {
  const mark = useRef<HTMLButtonElement>(null);
  const open = useSignal(false);
  const t = words.value.article;
  const close = (): void => {
    open.value = false;
    mark.current?.focus();
  };
  return (
    <>
      <sup>
        <button
          type="button"
          class="ref"
          data-ref={name}
          ref={mark}
          aria-label={t.note(number)}
          aria-expanded={open.value}
          onClick={() => (open.value = !open.value)}
        >
          {number}
        </button>
      </sup>
      {open.value && (
        <span class="inset" role="note" aria-label={t.note(number)}>
          {content()}
          <button type="button" class="link" lang={language.value} onClick={close}>
            {t.noteBack}
          </button>
        </span>
      )}
    </>
  );
}

/** From a footnote at the end to its mark in the text. Not by an address: those belong to the app's own screens. */
export function backToText(event: Event, name: string): void {
  const article = (event.currentTarget as Element).closest('article');
  const mark = article?.querySelector<HTMLElement>(`[data-ref="${CSS.escape(name)}"]`);
  mark?.scrollIntoView({ block: 'center' });
  mark?.focus({ preventScroll: true });
}
