// @ts-check
// Finds a Chromium that starts, or installs one.
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const names = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'microsoft-edge'];
const places = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
];
const advice =
  'install Chromium or Chrome, run `npx playwright install chromium`, or name the program in CHROMIUM_PATH.';

/** Popups of the address bar that Chromium loads beside its first page: as much work as all the rest of a start. */
const popups = ['WebUIOmniboxPopup', 'WebUIOmniboxAimPopup', 'WebUIOmniboxFullPopup'];

/**
 * What Playwright has Chromium leave away, as far as it bears on pages and on what a start asks of the network. A list of
 * ours takes the place of its own: Chromium goes by the last one on its command line.
 */
const leftByPlaywright = [
  ...['AvoidCorsURLLoaderRestartOnRedirect', 'AvoidUnnecessaryBeforeUnloadCheckSync', 'PaintHolding'],
  ...['DestroyProfileOnBrowserClose', 'HttpsFirstBalancedModeAutoEnable', 'HttpsUpgrades'],
  ...['ThirdPartyStoragePartitioning', 'AimEnabled', 'LensOverlay', 'MediaRouter'],
  ...['NetworkTimeServiceQuerying', 'OptimizationHints', 'PreconnectToSearch'],
];

/** Flags of a Chromium in which nothing that it does for itself mixes with what a test counts. */
const quietly = (/** @type {readonly string[]} */ features) => [
  ...['--disable-background-networking', '--disable-component-update', '--disable-sync'],
  ...['--disable-quic', '--no-first-run', `--disable-features=${features.join(',')}`],
];

/** Those of a Chromium as people have it. */
export const quietFlags = quietly(popups);

/** Those of a Chromium that Playwright starts. */
export const playwrightFlags = quietly([...popups, ...leftByPlaywright]);

/** Whether the program starts and names a version (a distribution's stub or a broken download does not). */
function starts(/** @type {string} */ path) {
  try {
    const said = execFileSync(path, ['--version'], { encoding: 'utf8', timeout: 20_000, stdio: 'pipe' });
    return /\d+\.\d+/.test(said);
  } catch {
    // A candidate that does not start is simply not the one: the next is tried.
    return false;
  }
}

/** The browser that Playwright downloaded, if it did. */
function ofPlaywright() {
  try {
    /** @type {string} */
    const path = createRequire(import.meta.url)('playwright-core').chromium.executablePath();
    return path && existsSync(path) ? [path] : [];
  } catch {
    // Playwright is not installed, or knows no browser for this system.
    return [];
  }
}

function onPath() {
  const folders = (process.env.PATH ?? '').split(delimiter).filter(Boolean);
  return names
    .flatMap((name) => folders.map((folder) => join(folder, name)))
    .concat(places)
    .filter(existsSync);
}

/** @type {string | null} */
let chromium = null;

/**
 * The path of a Chromium that starts, or null: CHROMIUM_PATH, else Playwright's own, else one on PATH.
 * Throws where CHROMIUM_PATH names a program that does not start. Synchronous, for playwright.config.ts.
 * @returns {string | null}
 */
export function findChromium() {
  if (chromium) return chromium;
  const named = process.env.CHROMIUM_PATH;
  if (named && !starts(named))
    throw new Error(`CHROMIUM_PATH names ${named}, which does not start: correct or unset it.`);
  chromium = named || [...ofPlaywright(), ...onPath()].find(starts) || null;
  return chromium;
}

/** Runs an installer with its output on stderr. @returns {boolean} whether it succeeded */
function attempt(/** @type {string} */ command, /** @type {string[]} */ args) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  return spawnSync(command, args, { stdio: ['ignore', 2, 2], env }).status === 0;
}

/** Installs Debian's packages, as root or in CI; elsewhere, or where there is no apt-get, it does nothing. */
function apt(/** @type {string[]} */ ...packages) {
  const isRoot = process.getuid?.() === 0;
  const mayInstall = process.platform === 'linux' && (isRoot || process.env.CI === 'true');
  if (!mayInstall || spawnSync('apt-get', ['--version'], { stdio: 'ignore' }).status !== 0) return;
  const call = (/** @type {string[]} */ ...args) =>
    isRoot ? attempt('apt-get', args) : attempt('sudo', ['-n', 'apt-get', ...args]);
  call('update', '-qq');
  call('install', '-y', '-qq', '--no-install-recommends', ...packages);
}

/** Programs that the hostile network is played with, and Debian's packages that hold them. */
const tools = { certutil: 'libnss3-tools', ip: 'iproute2', nft: 'nftables' };

/**
 * Installs what the hostile network is played with, where that is easy (apt-get as root or in CI). Without `certutil` the
 * browser trusts the servers' own keys instead; tests that need packets dropped are skipped and say so.
 */
export function provideTools() {
  const missing = Object.entries(tools).filter(([name]) => !find(name));
  if (missing.length > 0) apt(...missing.map(([, name]) => name));
}

/** Firefox, and what drives WebKit: programs, and Debian's packages that hold them. */
const engines = { 'firefox-esr': 'firefox-esr', WebKitWebDriver: 'webkit2gtk-driver', Xvfb: 'xvfb' };

/** The path of a program, or null where there is none. */
function find(/** @type {string[]} */ ...programs) {
  const folders = (process.env.PATH ?? '').split(delimiter).concat('/usr/sbin', '/sbin').filter(Boolean);
  return programs.flatMap((name) => folders.map((folder) => join(folder, name))).find(existsSync) ?? null;
}

/** Installs Firefox and WebKit where that is easy (apt-get as root or in CI); tests that find none are skipped and say so. */
export function provideEngines() {
  const missing = Object.entries(engines).filter(([name]) => !find(name));
  if (missing.length > 0) apt(...missing.map(([, name]) => name));
}

/** The path of a Firefox, or null. @returns {string | null} */
export function findFirefox() {
  return find('firefox-esr', 'firefox');
}

/**
 * WebKit as GTK has it: its driver, its plainest browser, and a screen to show it on; or null.
 * @returns {{driver: string, browser: string, screen: string} | null}
 */
export function findWebKit() {
  const driver = find('WebKitWebDriver');
  const screen = find('Xvfb');
  if (!driver || !screen) return null;
  // It lies beside the libraries of the machine's kind, and on no path.
  const browser = readdirSync('/usr/lib')
    .map((folder) => join('/usr/lib', folder, 'webkit2gtk-4.1/MiniBrowser'))
    .find(existsSync);
  return browser ? { driver, browser, screen } : null;
}

/**
 * Finds Chromium or installs it (apt-get as root or in CI, else Playwright's download).
 * @returns {string} its path; throws a sentence that says what to do where there is none to be had
 */
export function provideChromium() {
  const found = findChromium();
  if (found) return found;
  process.stderr.write('No Chromium here: installing one…\n');
  apt('chromium', 'fonts-dejavu-core');
  const packaged = findChromium();
  if (packaged) return packaged;
  const cli = fileURLToPath(new URL('../node_modules/playwright-core/cli.js', import.meta.url));
  attempt(process.execPath, [cli, 'install', 'chromium']);
  const downloaded = findChromium();
  if (downloaded) return downloaded;
  throw new Error(`No Chromium was found and none could be installed: ${advice}`);
}
