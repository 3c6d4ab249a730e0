import { existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = resolve(dirname(fileURLToPath(import.meta.url)), '../../shared/corpus');

/** `../shared/corpus` beside the project as an absolute path, or null where it is missing. */
export const corpusFolder: string | null = existsSync(folder) ? folder : null;
