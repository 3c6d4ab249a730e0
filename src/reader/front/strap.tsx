import { shown } from '../messages/choose.ts';
import { Hint } from './hint.tsx';

/** What stands under the publication's name: its own line, and for newcomers the way to the introduction. */
export function Strap() {
  const [message] = shown('strap');
  return (
    <>
      {message && (
        <p class="strap" lang={message.language || undefined} dir="auto">
          {message.text}
        </p>
      )}
      <Hint />
    </>
  );
}
