/** `npm run bench -- <name>`: prints figures as Markdown; those that docs speak of are kept in docs/bench. */
import { measureDensity } from './density.ts';
import { measureExtract } from './extract.ts';
import { measureFaults } from './faults.ts';
import { measureLighthouse } from './lighthouse.ts';
import { measurePaint } from './paint.ts';
import { measurePictures } from './pictures.ts';
import { measurePress } from './press.ts';
import { measureReader } from './reader.ts';
import { measureSearch } from './search.ts';
import { measureTraffic } from './traffic.ts';
import { measureWalls } from './walls.ts';

/** Each takes the words after its name, and ends with Markdown, or null where it was skipped (and said why). */
const benches: Record<string, (words: readonly string[]) => Promise<string | null>> = {
  density: measureDensity,
  extract: measureExtract,
  faults: measureFaults,
  lighthouse: measureLighthouse,
  paint: measurePaint,
  pictures: measurePictures,
  press: measurePress,
  reader: measureReader,
  search: measureSearch,
  traffic: measureTraffic,
  walls: measureWalls,
};

const [name = '', ...words] = process.argv.slice(2);
const bench = Object.hasOwn(benches, name) ? benches[name] : undefined;
if (!bench) {
  const what = name ? `There is no bench "${name}"` : 'No bench was named';
  process.stderr.write(`${what}: use npm run bench -- ${Object.keys(benches).join(' | ')}.\n`);
  process.exitCode = 2;
} else {
  try {
    const text = await bench(words);
    if (text) process.stdout.write(text);
  } catch (error) {
    process.stderr.write(`The bench "${name}" failed: ${error instanceof Error ? error.message : error}\n`);
    process.exitCode = 1;
  }
}
