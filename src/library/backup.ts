/** A copy of what the reader would miss most, as a file: settings, what they saved, and where they were reading. */
import type { Place, Settings } from './records.ts';
import { getHere, getMeta, ofPublication, openStore } from './store.ts';

/** Grows when an older app could not read the file any more. */
const VERSION = 1;
/** No honest copy is larger: bytes, articles with a place, and those of them that are saved and will be fetched. */
const MAX_SIZE = 4_000_000;
const MAX_PLACES = 20_000;
const MAX_SAVED = 2_000;

interface Backup {
  reader: number;
  publication: string;
  settings: Partial<Settings>;
  places: Place[];
}

/** Why a file is not taken: it is none of ours, of a newer app, or of another newspaper. */
export type BackupFault = 'shape' | 'version' | 'paper';

/** The file's text. */
export async function makeBackup(): Promise<string> {
  const publication = (await getHere()) ?? '';
  const settings = (await getMeta(publication, 'settings')) ?? {};
  const kept = Object.entries(settings).filter(([name]) => CHECKS[name as keyof Settings]);
  const backup: Backup = {
    reader: VERSION,
    publication,
    settings: Object.fromEntries(kept),
    places: await (await openStore()).getAll('places', ofPublication(publication)),
  };
  return JSON.stringify(backup);
}

/**
 * Adds what a file holds to what is here: settings take the place of those chosen here, a place in an article that of
 * an older one; nothing is deleted. Nothing at all is changed by a file that is not whole and sound.
 */
export async function restoreBackup(text: string): Promise<BackupFault | { saved: number }> {
  const publication = await getHere();
  const backup = readBackup(text);
  if (typeof backup === 'string') return backup;
  if (!publication || backup.publication !== publication) return 'paper';
  const transaction = (await openStore()).transaction(['places', 'meta'], 'readwrite');
  const meta = transaction.objectStore('meta');
  const places = transaction.objectStore('places');
  const settings = (await meta.get([publication, 'settings'])) as Settings | undefined;
  void meta.put({ ...settings, ...backup.settings } as Settings, [publication, 'settings']);
  for (const place of backup.places) {
    const before = await places.get([publication, place.id]);
    void places.put(before ? join(before, place) : place, [publication, place.id]);
  }
  await transaction.done;
  return { saved: backup.places.filter((place) => place.saved).length };
}

/** Where two phones were reading: the later counts, and what was saved on either stays saved. */
function join(here: Place, there: Place): Place {
  const [older, newer] = there.read > here.read ? [here, there] : [there, here];
  const joined = { ...older, ...newer };
  const saved = here.saved ?? there.saved;
  const q = here.q ?? there.q;
  return { ...joined, ...(saved !== undefined && { saved }), ...(q !== undefined && { q }) };
}

/** Reads a file that may come from anybody. */
export function readBackup(text: string): Backup | BackupFault {
  if (text.length > MAX_SIZE) return 'shape';
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return 'shape'; // some other file: nothing more is to be said of it
  }
  if (!isRecord(value) || !isNumber(value.reader)) return 'shape';
  if (value.reader > VERSION) return 'version';
  const { publication, settings, places } = value;
  if (typeof publication !== 'string' || !isRecord(settings) || !Array.isArray(places)) return 'shape';
  if (places.length > MAX_PLACES || !places.every(isPlace)) return 'shape';
  if (places.filter((place) => place.saved).length > MAX_SAVED) return 'shape';
  const known: Record<string, unknown> = {};
  for (const [name, chosen] of Object.entries(settings)) {
    const check = Object.hasOwn(CHECKS, name) && CHECKS[name as keyof Settings];
    if (!check) continue;
    if (!check(chosen)) return 'shape';
    known[name] = chosen;
  }
  return { reader: VERSION, publication, settings: known as Partial<Settings>, places };
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isNumber = (value: unknown): value is number =>
  typeof value === 'number' && Number.isFinite(value) && value >= 0 && value < 1e14;
const oneOf =
  (...values: unknown[]) =>
  (value: unknown): boolean =>
    values.includes(value);

/** An id, numbers, and yes or no: whatever a later version notes of a place is no more than that. */
function isPlace(value: unknown): value is Place {
  if (!isRecord(value)) return false;
  const { id, ...numbers } = value;
  if (typeof id !== 'string' || !/^[a-z2-7]{16}$/.test(id)) return false;
  if (![numbers.read, numbers.paragraph, numbers.paragraphs].every(isNumber)) return false;
  return Object.entries(numbers).every(
    ([name, one]) => /^[a-z]{1,16}$/i.test(name) && (isNumber(one) || typeof one === 'boolean'),
  );
}

/** The name of a language. */
const isTag = (value: unknown): boolean => typeof value === 'string' && /^[a-zA-Z-]{2,20}$/.test(value);

function isKeep(value: unknown): boolean {
  if (!isRecord(value)) return false;
  const [[name, number] = [], ...more] = Object.entries(value);
  return (name === 'days' || name === 'megabytes') && isNumber(number) && number > 0 && more.length === 0;
}

const SETTING: Record<string, (value: unknown) => boolean> = {
  lines: (value) => isNumber(value) && value >= 1 && value <= 3,
  width: (value) => isNumber(value) && value >= 10 && value <= 100,
  face: oneOf('serif', 'sans'),
  hyphens: oneOf(true, false),
};

/** What each setting may be; null: it belongs to one phone and is not copied. A new setting needs its line here. */
const CHECKS: Record<keyof Settings, ((value: unknown) => boolean) | null> = {
  ahead: oneOf('none', 'text', 'small', 'all'),
  wifiOnly: oneOf(true, false),
  keep: isKeep,
  language: isTag,
  region: oneOf('unknown', 'ru', 'by', 'elsewhere'),
  theme: oneOf('auto', 'light', 'paper', 'sepia', 'dark', 'black', 'eink'),
  textSize: oneOf(-2, -1, 0, 1, 2, 3, 4),
  typography: (value) =>
    isRecord(value) &&
    Object.entries(value).every(([name, one]) => Object.hasOwn(SETTING, name) && SETTING[name]!(one)),
  density: oneOf('cards', 'compact', 'text'),
  reading: (value) => Array.isArray(value) && value.length <= 50 && value.every(isTag),
  swipe: oneOf(true, false),
  // The setting alone: queries are in no copy.
  searchHistory: oneOf(true, false),
  // Voices are those of the phone.
  aloud: null,
  seen: null,
  installHintClosed: null,
  warmed: null,
  welcomed: null,
};
