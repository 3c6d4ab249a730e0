// @ts-check
// The lock file works wherever it is installed: no registry's address stands in it, and the packages for every
// system are listed. Some registries lack a tool's packages for other systems; npm then leaves them out of the lock
// and `npm ci` calls that very lock out of step. `npm run lock` writes the lock anew and completes it.
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

/**
 * @typedef {{version?: string, resolved?: string, link?: boolean, integrity?: string, dev?: boolean, devOptional?: boolean,
 *   optional?: boolean, license?: string, os?: string[], cpu?: string[], libc?: string[],
 *   dependencies?: Record<string, string>, devDependencies?: Record<string, string>,
 *   optionalDependencies?: Record<string, string>}} Entry
 * @typedef {{packages: Record<string, Entry>}} Lock
 */

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const file = join(root, 'package-lock.json');

/** @returns {Lock} */
export function readLock() {
  return JSON.parse(readFileSync(file, 'utf8'));
}

/**
 * Where Node would find a package that the one at `path` asks for, or null.
 * @param {Lock['packages']} packages @param {string} path @param {string} name
 */
function locate(packages, path, name) {
  for (let folder = path; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf('node_modules/') - 1))) {
    const place = `${folder ? `${folder}/` : ''}node_modules/${name}`;
    if (packages[place]) return place;
    if (!folder) return null;
  }
}

/**
 * Optional dependencies that no entry stands for.
 * @param {Lock} lock @returns {{parent: string, name: string, version: string}[]}
 */
export function missing({ packages }) {
  return Object.entries(packages).flatMap(([parent, entry]) =>
    Object.entries(entry.optionalDependencies ?? {})
      .filter(([name]) => !locate(packages, parent, name))
      .map(([name, version]) => ({ parent, name, version })),
  );
}

/** The systems a package's name stands for, as npm writes them: `@x/cli-linux-arm64-musl`. */
function systemOf(/** @type {string} */ name) {
  const words = name.split('/').at(-1)?.split('-') ?? [];
  const os = words.find((word) =>
    /^(aix|android|darwin|freebsd|linux|netbsd|openbsd|openharmony|sunos|win32)$/.test(word),
  );
  const after = os ? words.slice(words.indexOf(os) + 1) : [];
  const cpu = after.find((word) => /^(arm|arm64|ia32|loong64|mips64el|ppc64|riscv64|s390x|x64)$/.test(word));
  if (!os || !cpu) return null;
  const libc = os !== 'linux' ? null : /musl/.test(name) ? 'musl' : 'glibc';
  return { os: [os], cpu: [cpu], ...(libc ? { libc: [libc] } : {}) };
}

/**
 * Adds what is missing, so that npm finds an entry for each system, and fetches only the one it needs.
 * @param {Lock} lock @returns {Lock} the completed lock; throws where a name or version tells too little
 */
export function complete(lock) {
  const packages = { ...lock.packages };
  for (const { parent, name, version } of missing(lock)) {
    const system = systemOf(name);
    if (!system || !/^\d+\.\d+\.\d+[\w.-]*$/.test(version)) {
      throw new Error(
        `package-lock.json: cannot tell the system of ${name}@${version} (of ${parent}): add it by hand.`,
      );
    }
    const { dev, devOptional } = packages[parent] ?? {};
    packages[`node_modules/${name}`] = {
      version,
      cpu: system.cpu,
      ...(dev ? { dev } : devOptional ? { devOptional } : {}),
      ...(system.libc ? { libc: system.libc } : {}),
      optional: true,
      os: system.os,
    };
  }
  const order = Object.keys(packages).sort((a, b) => a.localeCompare(b, 'en'));
  return { ...lock, packages: Object.fromEntries(order.map((path) => [path, packages[path] ?? {}])) };
}

/** @param {Lock} lock @param {Entry} own @returns {string[]} */
export function judge(lock, own) {
  const faults = missing(lock).map(
    ({ parent, name }) => `package-lock.json lacks ${name} (optional, of ${parent}): run npm run lock`,
  );
  for (const [path, entry] of Object.entries(lock.packages)) {
    if (entry.resolved && !entry.link)
      faults.push(`package-lock.json: ${path} names where it came from: run npm run lock`);
  }
  const { '': top = {} } = lock.packages;
  for (const kind of /** @type {const} */ (['dependencies', 'devDependencies'])) {
    const names = new Set([...Object.keys(own[kind] ?? {}), ...Object.keys(top[kind] ?? {})]);
    for (const name of names) {
      const version = own[kind]?.[name];
      if (version !== top[kind]?.[name])
        faults.push(`package-lock.json and package.json differ in ${name}: run npm run lock`);
      if (version && !/^\d/.test(version))
        faults.push(`package.json: ${name} is not pinned to one version (${version})`);
    }
  }
  return faults;
}

export const name = 'the lock file installs anywhere';

export async function check() {
  return judge(readLock(), JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')));
}

/** Throws unless a lock with each fault is refused and a completed one is taken. */
export async function prove() {
  /** @type {Lock} */
  const planted = {
    packages: {
      '': { dependencies: { tool: '^1.0.0' } },
      'node_modules/tool': {
        version: '1.0.0',
        dev: true,
        optionalDependencies: { '@tool/cli-linux-x64-musl': '1.0.0' },
      },
      'node_modules/other': { version: '1.0.0', resolved: 'https://registry.example/other.tgz' },
    },
  };
  const faults = judge(planted, { dependencies: { tool: '^1.0.0' } });
  const expected = [
    /lacks @tool\/cli-linux-x64-musl/,
    /node_modules\/other names where/,
    /tool is not pinned/,
  ];
  for (const want of expected) {
    if (!faults.some((fault) => want.test(fault)))
      throw new Error(`the rule no longer finds a planted fault: ${want}`);
  }
  const added = complete(planted).packages['node_modules/@tool/cli-linux-x64-musl'];
  if (added?.libc?.[0] !== 'musl' || added.os?.[0] !== 'linux' || missing(complete(planted)).length) {
    throw new Error('the lock file is no longer completed rightly');
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  if (process.argv[2] === '--fix') {
    const lock = readLock();
    const added = missing(lock).length;
    for (const entry of Object.values(lock.packages)) if (!entry.link) delete entry.resolved;
    writeFileSync(`${file}.new`, `${JSON.stringify(complete(lock), null, 2)}\n`);
    renameSync(`${file}.new`, file);
    process.stderr.write(`package-lock.json: ${added} packages of other systems added.\n`);
  } else {
    const faults = await check();
    process.stdout.write(faults.map((fault) => `${fault}\n`).join(''));
    process.exit(faults.length ? 1 : 0);
  }
}
