import type { ComponentChildren } from 'preact';
import type { Message } from '../../edition/message.ts';
import { Icon } from '../parts/icon.tsx';
import { close } from '../store/messages.ts';
import { words } from '../strings/strings.ts';
import { paragraphsOf } from './choose.ts';

interface Props {
  message: Message;
  /** What it is, for those who listen, and on screen where it has no title of its own. */
  label: string;
  /** Shown above the title. */
  from?: string;
  children?: ComponentChildren;
  /** It may be closed for good. */
  closes?: boolean;
}

/** A message in its frame. */
export function Box({ message, label, from, children, closes = false }: Props) {
  return (
    <section class={`message ${message.kind}`} aria-label={label}>
      {from && <p class="kicker">{from}</p>}
      <div lang={message.language || undefined} dir="auto">
        {message.title !== '' && <h2>{message.title}</h2>}
        {paragraphsOf(message.text).map((text) => (
          <p key={text}>{text}</p>
        ))}
      </div>
      {children}
      {closes && (
        <button type="button" class="icon-button close" onClick={() => close(message)}>
          <Icon name="close" />
          <span class="quiet">{words.value.close}</span>
        </button>
      )}
    </section>
  );
}
