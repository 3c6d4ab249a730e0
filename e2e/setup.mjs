// @ts-check
// Makes a bare clone ready: `node e2e/setup.mjs [build] [browser]`.
// Runs before node_modules exists, so it leans on nothing but Node; everything it says goes to stderr, because
// the command that follows may be printing results for another program on stdout.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const stamp = join(root, '.cache', 'built');

/** Runs a command with its output on stderr; throws a sentence where it fails. */
function run(/** @type {string} */ command, /** @type {string[]} */ args, /** @type {string} */ advice) {
  const shell = process.platform === 'win32';
  const { status, error } = spawnSync(command, args, { cwd: root, stdio: ['ignore', 2, 2], shell });
  if (status !== 0) {
    const why = error ? error.message : `exit code ${status}`;
    throw new Error(`\`${command} ${args.join(' ')}\` failed in ${root} (${why}): ${advice}`);
  }
}

/** @returns {any} the parsed file, or null where it is missing or unreadable (then it is made anew) */
function readJson(/** @type {string} */ file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    // Missing and damaged come to the same: install again.
    return null;
  }
}

/**
 * Whether node_modules is what package.json and the lock ask for. Packages for other systems may be missing.
 * @returns {boolean}
 */
export function isInstalled() {
  const wanted = readJson(join(root, 'package-lock.json'))?.packages;
  const have = readJson(join(root, 'node_modules', '.package-lock.json'))?.packages;
  const own = readJson(join(root, 'package.json'));
  if (!wanted || !have) return false;
  for (const [path, entry] of Object.entries(wanted)) {
    if (!path || entry.optional) continue;
    if (have[path]?.version !== entry.version) return false;
  }
  // A dependency that was added by hand stands in package.json before it stands in the lock.
  for (const name of Object.keys({ ...own.dependencies, ...own.devDependencies })) {
    if (!have[`node_modules/${name}`] || !existsSync(join(root, 'node_modules', name, 'package.json')))
      return false;
  }
  return true;
}

/** Throws where this Node is too old for what is going to be installed. */
function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  throw new Error(
    `This is Node ${process.versions.node}, and 20.19 or newer is needed: install one from nodejs.org.`,
  );
}

/** Installs the dependencies if they are missing or not those of the lock. */
export function install() {
  if (isInstalled()) return;
  process.stderr.write('Installing the dependencies (once, half a minute or so)…\n');
  // --no-save: a run never changes the lock; `npm run lock` does. dev: the build needs what NODE_ENV may leave out.
  run(
    'npm',
    ['install', '--no-save', '--no-audit', '--no-fund', '--include=dev', '--include=optional'],
    'look at what npm said above, check that its registry can be reached, and run the command again.',
  );
}

/** What the build was made from: a digest over names, sizes and times; a change of any of them builds again. */
function fingerprint() {
  const lines = [];
  const walk = (/** @type {string} */ path) => {
    if (!existsSync(path)) return;
    const info = statSync(path);
    if (info.isDirectory()) for (const name of readdirSync(path).sort()) walk(join(path, name));
    else if (!/\.test\.tsx?$|\.md$/.test(path))
      lines.push(`${relative(root, path)} ${info.size} ${info.mtimeMs}`);
  };
  for (const name of ['src', 'public', 'vite.config.ts', 'package-lock.json']) walk(join(root, name));
  const config = readJson(join(root, 'package.json'));
  lines.push(String(config?.version));
  return createHash('sha256').update(lines.join('\n')).digest('hex');
}

/** Builds the app into dist/ if its sources have changed since the last build; otherwise returns at once. */
export function build() {
  const isBuilt = () =>
    existsSync(stamp) &&
    readFileSync(stamp, 'utf8') === fingerprint() &&
    existsSync(join(root, 'dist', 'app.json'));
  if (isBuilt()) return;
  alone(() => {
    if (isBuilt()) return;
    const made = fingerprint();
    process.stderr.write('Building the app…\n');
    rmSync(stamp, { force: true });
    const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js');
    run(process.execPath, [vite, 'build'], 'mend what it names above and run the command again.');
    writeFileSync(stamp, made);
  });
}

/** A build that takes longer than this (ms) was killed, and its mark was left behind. */
const BUILD_LIMIT = 180_000;

/** Runs a task that must not run twice at once in this folder, as when two commands are started side by side. */
function alone(/** @type {() => void} */ task) {
  const mark = join(root, '.cache', 'building');
  mkdirSync(dirname(mark), { recursive: true });
  for (;;) {
    try {
      mkdirSync(mark);
      break;
    } catch {
      const since = existsSync(mark) ? statSync(mark).mtimeMs : 0;
      if (since > 0 && Date.now() - since > BUILD_LIMIT) rmSync(mark, { recursive: true, force: true });
      // Nothing else is to be done meanwhile: a plain wait is enough.
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 200);
    }
  }
  try {
    task();
  } finally {
    rmSync(mark, { recursive: true, force: true });
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const wants = process.argv.slice(2);
  const unknown = wants.find((word) => word !== 'browser' && word !== 'build');
  if (unknown !== undefined) {
    process.stderr.write(`Unknown word "${unknown}": use node e2e/setup.mjs [build] [browser].\n`);
    process.exit(2);
  }
  try {
    checkNode();
    install();
    if (wants.includes('browser')) (await import('./browser.mjs')).provideChromium();
    if (wants.includes('build')) build();
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
    process.exit(1);
  }
}
