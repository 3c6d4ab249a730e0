// @ts-check
// `npm test`: every kind of test in turn, whatever the ones before said; then a table and the count.
// `npm test -- unit src/edition`: one kind only (or several), with the rest handed to its runner.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { provideChromium, provideEngines, provideTools } from './browser.mjs';
import { build } from './setup.mjs';

/**
 * What a step came to; `names` are the tests that failed or needed a second attempt, for the end of a long output.
 * @typedef {{passed: number, failed: number, skipped?: number, shaky?: number, names?: string[]}} Count
 * @typedef {(rest: string[]) => Count} Step
 */

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const modules = join(root, 'node_modules');
const reports = join(root, '.cache', 'reports');

/** Runs a tool of node_modules with its output shown. @returns {boolean} whether it was content */
function tool(/** @type {string} */ path, /** @type {string[]} */ args, env = {}) {
  const options = { cwd: root, stdio: /** @type {const} */ ('inherit'), env: { ...process.env, ...env } };
  return spawnSync(process.execPath, [join(modules, path), ...args], options).status === 0;
}

/** One test that is the whole step. @returns {Count} */
const whole = (/** @type {boolean} */ ok) => (ok ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 });

/** Runs a tool that writes a report, and counts by it; a run that failed counts as at least one failure. */
function counted(
  /** @type {string} */ name,
  /** @type {(file: string) => boolean} */ run,
  /** @type {(report: any) => Count} */ count,
) {
  const file = join(reports, `${name}.json`);
  mkdirSync(reports, { recursive: true });
  rmSync(file, { force: true });
  const ok = run(file);
  /** @type {Count} */
  let result = { passed: 0, failed: 0 };
  try {
    result = count(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    // No report: the runner fell over before its first test, and said why above.
  }
  return ok || result.failed > 0 ? result : { ...result, failed: 1 };
}

/** @returns {Step} */
const rules =
  (/** @type {string[]} */ ...names) =>
  () =>
    counted(
      `rules-${names[0]}`,
      (file) => tool('tsx/dist/cli.mjs', ['e2e/rules/main.ts', '--out', file, ...names]),
      (report) => report,
    );

/** Browser tests, counted by Playwright. @returns {Count} */
function playwright(/** @type {string} */ name, /** @type {string[]} */ rest, env = {}) {
  return counted(
    name,
    (file) =>
      tool('@playwright/test/cli.js', ['test', '--reporter=list,json', ...rest], {
        PLAYWRIGHT_JSON_OUTPUT_NAME: file,
        ...env,
      }),
    ({ stats, suites }) => ({
      passed: stats.expected + stats.flaky,
      failed: stats.unexpected,
      skipped: stats.skipped,
      shaky: stats.flaky,
      names: suites.flatMap(namesIn),
    }),
  );
}

/** The tests of a suite that did not pass at once, each with its file and line. @returns {string[]} */
function namesIn(/** @type {any} */ suite) {
  const own = (suite.specs ?? []).flatMap((/** @type {any} */ spec) =>
    spec.tests
      .filter((/** @type {any} */ { status }) => status === 'unexpected' || status === 'flaky')
      .map((/** @type {any} */ { status, projectName, results }) => {
        const how = status === 'flaky' ? 'passed at the second attempt' : 'failed';
        // biome-ignore lint/suspicious/noControlCharactersInRegex: colours of a terminal begin with one.
        const why = (results[0]?.error?.message ?? '').replace(/\x1b\[\d+m/g, '').split('\n')[0];
        return `${how}: ${spec.file}:${spec.line} (${projectName}) ${spec.title}: ${why}`;
      }),
  );
  return [...own, ...(suite.suites ?? []).flatMap(namesIn)];
}

/** @type {Record<string, Step>} */
const steps = {
  build: () => {
    try {
      build();
      return whole(true);
    } catch (error) {
      process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
      return whole(false);
    }
  },
  types: () => whole(tool('typescript/bin/tsc', ['-b'])),
  lint: () => whole(tool('@biomejs/biome/bin/biome', ['check', '--error-on-warnings'])),
  layers: rules('layers'),
  sizes: rules('sizes'),
  rules: rules('only', 'languages', 'hosts', 'paths', 'corpus', 'licences', 'lock', 'table'),
  unit: (rest) =>
    counted(
      'unit',
      (file) =>
        tool('vitest/vitest.mjs', [
          'run',
          '--reporter=default',
          '--reporter=json',
          `--outputFile.json=${file}`,
          ...rest,
        ]),
      (report) => ({
        passed: report.numPassedTests,
        failed: report.numFailedTests,
        skipped: report.numPendingTests + report.numTodoTests,
        names: report.testResults.flatMap((/** @type {any} */ { name, assertionResults }) =>
          assertionResults
            .filter((/** @type {any} */ { status }) => status === 'failed')
            .map((/** @type {any} */ { fullName }) => `failed: ${relative(root, name)} ${fullName}`),
        ),
      }),
    ),
  browser: (rest) => {
    provideChromium();
    provideEngines();
    return playwright('browser', rest);
  },
  // What the reader does under every censor. The runs wait for the network most of the time.
  walls: (rest) => {
    provideChromium();
    provideTools();
    return playwright('walls', ['--project=phone', '--workers=3', ...rest], { WALLS: '1' });
  },
};

const words = process.argv.slice(2);
const first = words.findIndex((word) => !(word in steps));
const chosen = first < 0 ? words : words.slice(0, first);
const rest = first < 0 ? [] : words.slice(first);
if (rest.length > 0 && chosen.length !== 1) {
  process.stderr.write(
    `Unknown kind "${rest[0]}": use npm test -- [${Object.keys(steps).join('|')}] [what its runner takes].\n`,
  );
  process.exit(2);
}

/** @type {(Count & {name: string, seconds: number})[]} */
const results = [];
for (const [name, step] of Object.entries(steps)) {
  if (chosen.length > 0 && !chosen.includes(name)) continue;
  process.stdout.write(`\n── ${name} ${'─'.repeat(Math.max(0, 60 - name.length))}\n`);
  const start = performance.now();
  /** @type {Count} */
  let count;
  try {
    count = step(rest);
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
    count = { passed: 0, failed: 1 };
  }
  results.push({ name, ...count, seconds: (performance.now() - start) / 1000 });
}

const sum = (/** @type {'passed' | 'failed' | 'skipped'} */ what) =>
  results.reduce((total, result) => total + (result[what] ?? 0), 0);
process.stdout.write('\n── all ─────────────────────────────────────────────────────────\n');
for (const { names } of results) for (const line of names ?? []) process.stdout.write(`  ${line}\n`);
for (const { name, passed, failed, skipped, shaky, seconds } of results) {
  const left = (skipped ? `, ${skipped} skipped` : '') + (shaky ? `, ${shaky} at the second attempt` : '');
  process.stdout.write(
    `${failed ? '✗' : '✓'} ${name.padEnd(8)} ${seconds.toFixed(1).padStart(6)} s  ${passed} passed, ${failed} failed${left}\n`,
  );
}
if (sum('skipped') > 0) process.stdout.write(`${sum('skipped')} skipped\n`);
process.stdout.write(`${sum('passed')} passed, ${sum('failed')} failed\n`);
process.exitCode = sum('failed') > 0 ? 1 : 0;
