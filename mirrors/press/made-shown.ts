/** What `open` prints of a made site. */
import { expect } from 'vitest';
import { openAnywhere } from './open-command.ts';
import type { Shown } from './show.ts';

/** The articles of a site, by its folder or address; verified whole. */
export async function shown(where: string): Promise<Shown[]> {
  let text = '';
  const print = (line: string) => {
    text += line;
  };
  expect(await openAnywhere(where, { json: true, print })).toBe(0);
  return text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Shown);
}
