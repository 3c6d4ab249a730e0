/** No test is left out: no .only, .skip, .todo or .fixme, except through e2e/corpus.ts, which says why. */
import { expectFound, expectNone, readTree, stripComments, type Tree } from './tree.ts';

const left =
  /(?:\b(?:describe|it|test|suite|bench)(?:\.\w+)*\.(?:only|skip|skipIf|runIf|todo|fixme|fails)\b|\b[xf](?:it|describe)\s*\()/;

const judge = (tree: Tree) =>
  [...tree].flatMap(([path, text]) =>
    stripComments(text)
      .split('\n')
      .flatMap((line, index) =>
        left.test(line) ? [`${path}:${index + 1} leaves a test out: ${line.trim()}`] : [],
      ),
  );

export const name = 'no test is left out';

export async function check(): Promise<string[]> {
  return judge(readTree(['src', 'mirrors', 'e2e'], /\.(?:test|spec|test-helper)\.tsx?$/));
}

export async function prove(): Promise<void> {
  const planted = new Map([
    ['a.test.ts', `it.only('reads', () => {});`],
    ['b.spec.ts', `test.describe.skip('reads', () => {});`],
    ['c.spec.ts', 'test.fixme();'],
  ]);
  expectFound(judge(planted), [/^a\.test/, /^b\.spec/, /^c\.spec/]);
  expectNone(judge(new Map([['a.test.ts', `// it.only\nit('skips a lane', () => { lane.skip(); });`]])));
}
