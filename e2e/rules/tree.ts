/** What the rules read: the files of the project, and their text without comments. */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Absolute path of the project. */
export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** Files by their path from the project's root, `/` between folders. */
export type Tree = ReadonlyMap<string, string>;

/** Paths (from the root) of all files in a folder; none where it is missing. */
export function listFiles(folder: string): string[] {
  const start = join(root, folder);
  if (!existsSync(start)) return [];
  return readdirSync(start, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .sort();
}

/** The text of every file of these folders whose path matches. */
export function readTree(folders: readonly string[], wanted: RegExp): Tree {
  const paths = folders.flatMap(listFiles).filter((path) => wanted.test(path));
  return new Map(paths.map((path) => [path, readFileSync(join(root, path), 'utf8')]));
}

/** Whether a file is for tests only: tests themselves, and what they share (`*.test-helper.ts`). */
export const isTest = (path: string): boolean => /\.(?:test|spec|test-helper)\.tsx?$/.test(path);

/** Paths that git tracks and that exist; throws where this is no git clone. */
export function trackedFiles(): string[] {
  const { status, stdout } = spawnSync('git', ['ls-files', '-z'], { cwd: root, encoding: 'utf8' });
  if (status !== 0) throw new Error(`git ls-files failed in ${root}: this rule needs a git clone`);
  return stdout.split('\0').filter((path) => path && existsSync(join(root, path)));
}

// A slash after one of these begins a regular expression; after anything else it divides or begins a comment.
const beforePattern = /(?:^|[(,=:[!&|?{};+\-*%<>~^]|\b(?:return|typeof|case|in|of|void|do|else))\s*$/;
const piece =
  /\/\/[^\n]*|\/\*[\s\S]*?\*\/|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\])*`|\/(?![/*])(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\[\n])+\/[a-z]*/g;

/** Source text with its comments blanked out (line breaks stay); strings, templates and patterns stay as they are. */
export function stripComments(text: string): string {
  let result = '';
  let from = 0;
  piece.lastIndex = 0;
  for (let match = piece.exec(text); match; match = piece.exec(text)) {
    const found = match[0];
    result += text.slice(from, match.index);
    if (found.startsWith('//') || found.startsWith('/*')) {
      result += found.replace(/[^\n]+/g, ' ');
    } else if (found.startsWith('/') && !beforePattern.test(result.slice(-40))) {
      // A division: only the slash is taken, what follows is looked at anew.
      result += '/';
      piece.lastIndex = match.index + 1;
    } else {
      result += found;
    }
    from = piece.lastIndex;
  }
  return result + text.slice(from);
}

/** Throws unless some violation matches each pattern: a rule that finds no planted fault is worth nothing. */
export function expectFound(violations: readonly string[], patterns: readonly RegExp[]): void {
  for (const pattern of patterns) {
    if (!violations.some((violation) => pattern.test(violation))) {
      throw new Error(`the rule no longer finds a planted violation: ${pattern}`);
    }
  }
}

/** Throws if what is right is found wrong. */
export function expectNone(violations: readonly string[]): void {
  if (violations.length > 0) throw new Error(`the rule refuses what is right: ${violations[0]}`);
}
