import { language } from '../strings/strings.ts';
import { isoTime, longTime } from './time.ts';

/** A moment (ms since 1970) with what it is of; nothing for one that no calendar has. */
export function Moment({ label, at }: { label: string; at: number }) {
  const iso = isoTime(at);
  if (iso === '') return null;
  return (
    <span>
      {label} <time dateTime={iso}>{longTime(at, language.value)}</time>
    </span>
  );
}
