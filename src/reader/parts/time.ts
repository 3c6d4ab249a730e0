const formatters = new Map<string, object>();

/** Formatters are slow to make (5 ms and more on a phone) and a list needs some per line: they are kept. */
function kept<O, F extends object>(
  Format: new (language: string, options: O) => F,
  language: string,
  options: NoInfer<O>,
): F {
  const key = Format.name + language + JSON.stringify(options);
  const found = (formatters.get(key) as F | undefined) ?? new Format(regional(language), options);
  formatters.set(key, found);
  return found;
}

/** English is written as in Britain, as the words of the app are. */
const regional = (language: string): string => language.replace(/^en$/, 'en-GB');

function format(language: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  return kept(Intl.DateTimeFormat, language, options);
}

const DAY = 86_400_000;

/** A date (ms since 1970), with its year where it is not this one. */
function dated(at: number, language: string, now: number, options: Intl.DateTimeFormatOptions): string {
  const sameYear = new Date(at).getFullYear() === new Date(now).getFullYear();
  return format(language, {
    day: 'numeric',
    month: 'long',
    ...options,
    ...(!sameYear && { year: 'numeric' }),
  }).format(at);
}

const CLOCK = { hour: 'numeric', minute: '2-digit' } as const;

/** A moment (ms since 1970) in full: day, month and time; the year where it is not this one. */
export function longTime(at: number, language: string, now = Date.now()): string {
  return dated(at, language, now, CLOCK);
}

/** Whether two moments (ms since 1970) are of one day, where the reader is. */
export function isSameDay(at: number, other: number): boolean {
  return new Date(at).toDateString() === new Date(other).toDateString();
}

/** Hours and minutes if the moment (ms since 1970) is of today, else the whole. */
export function clockTime(at: number, language: string, now = Date.now()): string {
  if (!isSameDay(at, now)) return longTime(at, language, now);
  return format(language, CLOCK).format(at);
}

/** A day (any moment of it, ms since 1970): day and month; the year where it is not this one. */
export function dayOf(at: number, language: string, now = Date.now()): string {
  return dated(at, language, now, {});
}

/** How long ago a moment (ms since 1970) was, within a day; else its date. */
export function shortTime(at: number, language: string, now = Date.now()): string {
  const ago = now - at;
  if (ago < -60_000 || ago > DAY) return dated(at, language, now, { month: 'short' });
  const relative = kept(Intl.RelativeTimeFormat, language, { numeric: 'auto', style: 'short' });
  const minutes = Math.max(0, Math.round(ago / 60_000));
  return minutes < 60
    ? relative.format(-minutes, 'minute')
    : relative.format(-Math.round(minutes / 60), 'hour');
}

function amount(value: number, unit: string, language: string): string {
  const maximumFractionDigits = value < 10 ? 1 : 0;
  return kept(Intl.NumberFormat, language, { style: 'unit', unit, maximumFractionDigits }).format(value);
}

/** Bytes in words: «3,2 МБ». */
export function sizeOf(bytes: number, language: string): string {
  if (bytes >= 1e9) return amount(bytes / 1e9, 'gigabyte', language);
  return bytes >= 1e6
    ? amount(bytes / 1e6, 'megabyte', language)
    : amount(bytes / 1000, 'kilobyte', language);
}

/** A wait in words: milliseconds below a second, else seconds. */
export function waitOf(ms: number, language: string): string {
  return ms < 1000 ? amount(ms, 'millisecond', language) : amount(ms / 1000, 'second', language);
}

/** So many minutes: «5 мин». */
export function minutesOf(minutes: number, language: string): string {
  return amount(minutes, 'minute', language);
}

/** Machine-readable form for `<time datetime>`; empty for a moment that no calendar has. */
export function isoTime(at: number): string {
  return Number.isFinite(at) && Math.abs(at) < 8.64e15 ? new Date(at).toISOString() : '';
}
