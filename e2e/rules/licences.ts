/** Everything that is shipped, to readers in the shell or to publishers as a dependency, has a licence that allows it. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expectFound, expectNone, isTest, readTree, root, stripComments } from './tree.ts';

interface Entry {
  dev?: boolean;
  license?: string;
  optional?: boolean;
  dependencies?: Record<string, string>;
}
type Packages = Record<string, Entry>;

const allowed = new Set([
  'MIT',
  'ISC',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  '0BSD',
  'CC0-1.0',
  'BlueOak-1.0.0',
]);
// sharp's binary of libvips: a library of its own file, which anyone may replace, as the LGPL asks.
const replaceable = /(?:^|\/)@img\/sharp-/;

/** Whether an SPDX expression of AND, OR and brackets leaves a choice that is allowed throughout. */
function permits(expression: string, path: string): boolean {
  const plain = expression.replace(/[()]/g, ' ');
  return plain.split(/\sOR\s/).some((choice) =>
    choice.split(/\sAND\s/).every((part) => {
      const licence = part.trim();
      return allowed.has(licence) || (licence === 'LGPL-3.0-or-later' && replaceable.test(path));
    }),
  );
}

/** Packages that the app's own code imports, by name, and all that they in turn depend on. */
function bundled(packages: Packages, sources: Iterable<string>): Set<string> {
  const found = new Set<string>();
  const add = (name: string) => {
    const path = `node_modules/${name}`;
    if (found.has(path) || !packages[path]) return;
    found.add(path);
    for (const child of Object.keys(packages[path].dependencies ?? {})) add(child);
  };
  for (const source of sources) {
    const code = stripComments(source);
    for (const [, name = ''] of code.matchAll(/\b(?:from|import)\s*\(?\s*['"]((?:@[\w.-]+\/)?[a-z][\w.-]*)/g))
      add(name);
  }
  return found;
}

function judge(packages: Packages, sources: Iterable<string>): string[] {
  const inApp = bundled(packages, sources);
  return Object.entries(packages).flatMap(([path, entry]) => {
    if (!path || (entry.dev && !inApp.has(path))) return [];
    if (!entry.license) return [`${path} names no licence`];
    return permits(entry.license, path)
      ? []
      : [`${path} is under ${entry.license}, which is not on the list`];
  });
}

export const name = 'what is shipped may be shipped';

export async function check(): Promise<string[]> {
  const lock: { packages: Packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
  const sources = [...readTree(['src'], /\.tsx?$/)].filter(([path]) => !isTest(path));
  return judge(
    lock.packages,
    sources.map(([, text]) => text),
  );
}

export async function prove(): Promise<void> {
  const packages: Packages = {
    'node_modules/a': { license: 'GPL-3.0-only' },
    'node_modules/b': {},
    'node_modules/c': { license: 'AGPL-3.0', dev: true, dependencies: { d: '1' } },
    'node_modules/d': { license: 'SSPL-1.0', dev: true },
    'node_modules/e': { license: 'GPL-3.0-only', dev: true },
    'node_modules/f': { license: '(MIT OR GPL-3.0-only)' },
    'node_modules/g': { license: 'LGPL-3.0-or-later' },
    'node_modules/@img/sharp-libvips-linux-x64': { license: 'LGPL-3.0-or-later' },
  };
  const faults = judge(packages, [`import { c } from 'c/sub';`]);
  expectFound(faults, [/\/a is under/, /\/b names no/, /\/c is under/, /\/d is under/, /\/g is under/]);
  expectNone(faults.filter((fault) => /\/(?:e|f|@img\S*) /.test(fault)));
}
