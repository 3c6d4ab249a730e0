const months = new Map<string, number>();
for (const [number, names] of Object.entries({
  1: 'jan january янв января январь січня genn janv ene enero janvier gennaio januar',
  2: 'feb february фев февраля февраль лютого fév févr février fev febrero',
  3: 'mar march мар марта март березня märz mär mars marzo março',
  4: 'apr april апр апреля апрель квітня avr abr abril aprile avril',
  5: 'may мая май травня mai mayo maggio',
  6: 'jun june июн junho giugno juni июня июнь червня juin junio giu',
  7: 'jul july июл juillet julho luglio juli июля июль липня juil julio lug',
  8: 'aug august авг августа август серпня août ago agosto',
  9: 'sep sept september сен сент сентября сентябрь вересня set septembre setembro',
  10: 'oct october окт октября октябрь жовтня okt ott out octubre octobre oktober',
  11: 'nov november ноя нояб ноября ноябрь листопада noviembre novembre novembro',
  12: 'dec december дек декабря декабрь грудня dez déc dic décembre diciembre dezember dezembro',
})) {
  for (const name of names.split(' ')) months.set(name, Number(number));
}

/** Hours from UTC. */
const zones: Record<string, number> = {
  z: 0,
  ut: 0,
  utc: 0,
  gmt: 0,
  est: -5,
  edt: -4,
  cst: -6,
  cdt: -5,
  mst: -7,
  mdt: -6,
  pst: -8,
  pdt: -7,
  msk: 3,
  мск: 3,
  msd: 4,
  bst: 1,
  wet: 0,
  west: 1,
  cet: 1,
  cest: 2,
  eet: 2,
  eest: 3,
  ist: 5.5,
  jst: 9,
  kst: 9,
  aest: 10,
  aedt: 11,
  akst: -9,
  akdt: -8,
  hst: -10,
};

const earliest = Date.UTC(1990, 0, 1) / 1000;

/**
 * Seconds since 1970 of a date as feeds write it: RFC 822 and its relatives, ISO 8601 and its relatives, day first
 * with dots, Russian month names, a number of seconds or milliseconds. Without a zone it is UTC.
 * Null where there is none, where it is impossible, and before 1990 (a clock that was never set).
 */
export function parseDate(text: string | undefined): number | null {
  if (!text) return null;
  const plain = text.replace(/\s+/g, ' ').trim().toLowerCase();
  if (/^\d{10}$|^\d{13}$/.test(plain)) return known(Number(plain) / (plain.length === 13 ? 1000 : 1));
  const day = dayOf(plain);
  if (!day) return null;
  const [year, month, date, rest] = day;
  if (month < 1 || month > 12 || date < 1 || date > new Date(Date.UTC(year, month, 0)).getUTCDate())
    return null;
  const seconds = timeOf(rest);
  if (seconds === null) return null;
  return known(Date.UTC(year, month - 1, date) / 1000 + seconds);
}

function known(seconds: number): number | null {
  return Number.isFinite(seconds) && seconds >= earliest ? Math.floor(seconds) : null;
}

type Day = [year: number, month: number, day: number, rest: string];

function dayOf(text: string): Day | null {
  let m = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)(.*)$/.exec(text);
  if (m) return [Number(m[1]), Number(m[2]), Number(m[3]), m[4]!];
  m = /^(\d{4})(\d\d)(\d\d)(?:t(\d\d)(\d\d)(\d\d)?)?(.*)$/.exec(text);
  if (m) {
    const time = m[4] ? ` ${m[4]}:${m[5]}:${m[6] ?? '00'}` : '';
    return [Number(m[1]), Number(m[2]), Number(m[3]), time + m[7]!];
  }
  m = /^(\d{4})(?:-(\d\d))?$/.exec(text);
  if (m) return [Number(m[1]), Number(m[2] ?? 1), 1, ''];
  const spoken = text.replace(/^\p{L}+\.?,? (?=\d|\p{L}+\.? \d)/u, '');
  m = /^(\d{1,2})(?:st|nd|rd|th|\.)?[ -]([\p{L}]+)\.?,?[ -](\d{4}|\d\d)(?!\d|:)(.*)$/u.exec(spoken);
  if (m && months.has(m[2]!)) return [yearOf(m[3]!), months.get(m[2]!)!, Number(m[1]), m[4]!];
  for (const words of [spoken, text]) {
    m = /^([\p{L}]+)\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})(?!\d)(.*)$/u.exec(words);
    if (m && months.has(m[1]!)) return [Number(m[3]), months.get(m[1]!)!, Number(m[2]), m[4]!];
    // As a C library prints it: Sat Dec  3 19:43:00 2022.
    m = /^([\p{L}]+) (\d{1,2}) (\d\d:\d\d(?::\d\d)?)( [a-z]{1,5}| [+-]\d{4})? (\d{4})$/u.exec(words);
    if (m && months.has(m[1]!))
      return [Number(m[5]), months.get(m[1]!)!, Number(m[2]), ` ${m[3]}${m[4] ?? ''}`];
  }
  m = /^(\d{1,2})([./-])(\d{1,2})\2(\d{4}|\d\d)(?!\d)(.*)$/.exec(spoken);
  if (m) {
    const [first, second] = [Number(m[1]), Number(m[3])];
    // Day first; only an impossible month tells that it was written the American way.
    return second > 12 && first <= 12
      ? [yearOf(m[4]!), first, second, m[5]!]
      : [yearOf(m[4]!), second, first, m[5]!];
  }
  return null;
}

function yearOf(text: string): number {
  const year = Number(text);
  return text.length > 2 ? year : year + (year < 70 ? 2000 : 1900);
}

/** Seconds from the day's start in UTC; null where the time is impossible. */
function timeOf(rest: string): number | null {
  const m =
    /^[,t в@-]*(?:at )?(\d{1,2})[:.](\d\d)(?:[:.](\d\d)(?:[.,]\d+)?)? ?(a\.?m\.?|p\.?m\.?)?(.*)$/.exec(rest);
  if (!m) return 0;
  let hour = Number(m[1]);
  const [minute, second] = [Number(m[2]), Number(m[3] ?? 0)];
  if (m[4]) hour = (hour % 12) + (m[4].startsWith('p') ? 12 : 0);
  if (hour > 24 || minute > 59 || second > 60) return null;
  return hour * 3600 + minute * 60 + second - zoneOf(m[5]!.trim()) * 3600;
}

function zoneOf(text: string): number {
  const m = /^(?:gmt|utc)? ?([+-])(\d{1,2}):?(\d\d)?/.exec(text);
  if (m) return (m[1] === '-' ? -1 : 1) * (Number(m[2]) + Number(m[3] ?? 0) / 60);
  return zones[/^[(\p{L}]+/u.exec(text)?.[0].replace('(', '') ?? ''] ?? 0;
}
