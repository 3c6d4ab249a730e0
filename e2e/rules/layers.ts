/** Who may import whom: the arrows of docs/architecture.md, "Who leans on whom". */
import { posix } from 'node:path';
import { expectFound, expectNone, isTest, readTree, stripComments, type Tree } from './tree.ts';

/** For each area, what it may import beside itself: an area, or one file of it. Tests may import anything. */
const arrows: Readonly<Record<string, readonly string[]>> = {
  'src/edition': [],
  'src/courier': ['src/edition'],
  'src/library': ['src/edition'],
  'src/engine': ['src/courier', 'src/library', 'src/edition'],
  'src/worker': ['src/courier', 'src/library', 'src/edition'],
  'src/reader': ['src/library', 'src/edition', 'src/engine/messages.ts', 'src/worker/protocol.ts'],
  'src/first': ['src/edition', 'src/worker/protocol.ts'],
  // The starting files: they name the screens, the engine's file and the library that the screens are handed.
  src: ['src/reader', 'src/library', 'src/edition', 'src/engine', 'src/worker/protocol.ts'],
  mirrors: ['src/edition'],
  e2e: ['src', 'mirrors', 'package.json', 'playwright.config.ts'],
};

const areas = Object.keys(arrows).sort((a, b) => b.length - a.length);
const areaOf = (path: string) => areas.find((area) => path === area || path.startsWith(`${area}/`));
const covers = (allowed: string, path: string) => path === allowed || path.startsWith(`${allowed}/`);

const specifiers = [
  /\bfrom\s*['"]([^'"]+)['"]/g,
  /\bimport\s*['"]([^'"]+)['"]/g,
  /\b(?:import|require)\s*\(\s*['"`]([^'"`]+)['"`]/g,
  /\bimport\.meta\.glob\s*(?:<[^>]*>)?\(\s*\[?\s*['"]([^'"]+)['"]/g,
  /\bnew\s+URL\s*\(\s*['"`]([^'"`]+)['"`]\s*,\s*import\.meta\.url/g,
];
// In the app an import must name its file, or nobody can tell what ends up in the shell. The page of a first visit
// alone starts a file that it is told of: the entry of the shell that the worker has verified.
const computed = /\bimport\s*\(\s*[^'"`\s)]|\brequire\s*\(/;

function judgeFile(path: string, text: string): string[] {
  const area = areaOf(path);
  if (!area || isTest(path)) return [];
  const code = stripComments(text);
  const faults: string[] = [];
  for (const pattern of specifiers) {
    for (const [, specifier = ''] of code.matchAll(pattern)) {
      const bare = specifier.replace(/[?#].*$/, '');
      if (!bare.startsWith('.')) {
        if (/^(?:node:|fs$|path$)/.test(bare) && area.startsWith('src')) {
          faults.push(`${path} imports ${specifier}: nothing of the app runs in Node`);
        }
        continue;
      }
      const target = posix.normalize(posix.join(posix.dirname(path), bare));
      if (isTest(target) && area !== 'e2e') faults.push(`${path} imports ${target}: that is for tests only`);
      if (areaOf(target) === area) continue;
      if ((arrows[area] ?? []).some((allowed) => covers(allowed, target))) continue;
      // A path that is only read (a folder, a picture) crosses no border between areas.
      if (pattern.source.includes('URL') && !areaOf(target)) continue;
      faults.push(
        `${path} imports ${target}: ${area} may lean on ${(arrows[area] ?? []).join(', ') || 'nothing'}`,
      );
    }
  }
  if (area.startsWith('src') && area !== 'src/first' && computed.test(code))
    faults.push(`${path} imports by a computed name`);
  return faults;
}

const judge = (tree: Tree) => [...tree].flatMap(([path, text]) => judgeFile(path, text));

export const name = 'each folder imports only what it may';

export async function check(): Promise<string[]> {
  const tree = readTree(['src', 'mirrors', 'e2e'], /\.(?:[cm]?[jt]s|[jt]sx)$/);
  if (tree.size === 0) return ['there is no source file to judge'];
  return judge(tree);
}

export async function prove(): Promise<void> {
  const planted = new Map([
    ['src/edition/a.ts', `import { x } from '../library/x.ts';`],
    ['src/courier/a.ts', `export { Front } from '../reader/front/front.tsx';`],
    ['src/library/a.ts', `const screen = await import('../reader/main.tsx');`],
    ['src/engine/a.ts', `import '../../mirrors/press/index.ts';`],
    ['src/reader/a.tsx', `import type { Lane } from '../courier/lane.ts';`],
    ['src/reader/b.tsx', `import start from '../engine/main.ts?worker&url';`],
    ['src/worker/a.ts', `new Worker(new URL('../engine/main.ts', import.meta.url));`],
    [
      'src/first/a.ts',
      `const a = 1 / 2; /* import */ const b = 'x'; import { c } from '../worker/c.ts'; // it's`,
    ],
    ['src/library/b.ts', `import { readFileSync } from 'node:fs';`],
    ['src/edition/b.ts', `import { kit } from './kit.test-helper.ts';`],
    ['src/reader/c.ts', 'const page = await import(name);'],
    ['mirrors/press/a.ts', `import {\n  open,\n} from '../../src/library/library.ts';`],
    ['mirrors/press/b.ts', `import { censor } from '../../e2e/censor/censor.ts';`],
  ]);
  expectFound(
    judge(planted),
    [...planted.keys()].map((path) => new RegExp(`^${path.replaceAll('.', '\\.')} imports`)),
  );
  const right = new Map([
    ['src/courier/a.ts', `import { b } from '../edition/b.ts'; // import '../reader/x.ts'`],
    [
      'src/reader/a.tsx',
      `import type { ToEngine } from '../engine/messages.ts'; import { h } from 'preact';`,
    ],
    ['src/reader/b.test.ts', `import { serve } from '../../mirrors/server/index.ts';`],
    [
      'mirrors/press/a.ts',
      `const dist = new URL('../../dist/', import.meta.url); import { a } from '../newsroom/a.ts';`,
    ],
    ['src/main.tsx', `import engine from './engine/main.ts?worker&url';`],
  ]);
  expectNone(judge(right));
}
