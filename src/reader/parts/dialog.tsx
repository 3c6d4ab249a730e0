import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { directionOf, language, words } from '../strings/strings.ts';
import { IconButton } from './icon-button.tsx';

interface Props {
  name: string;
  label: string;
  onClose: () => void;
  onKeyDown?: (event: KeyboardEvent) => void;
  children: ComponentChildren;
}

/** A window above the page. Escape and the phone's own "back" close it; the focus goes back to where it came from. */
export function Dialog({ name, label, onClose, onKeyDown, children }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog
      ref={dialog}
      class={name}
      aria-label={label}
      // It may stand in an article of another language.
      lang={language.value}
      dir={directionOf(language.value)}
      onClose={onClose}
      onKeyDown={onKeyDown}
    >
      <IconButton
        icon="close"
        label={words.value.close}
        class="close"
        onClick={() => dialog.current?.close()}
      />
      {children}
    </dialog>
  );
}
