/** `npm run censor`: the built-in guide on mirrors over TLS, behind a censor of one's choice. */
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { initNewsroom, press } from '../../mirrors/press/index.ts';
import { chromiumWords, openBrowser } from './browser.ts';
import { MACHINES, namesOf } from './edition.ts';
import { countNames, type Link } from './link.ts';
import { HELP, parseOptions } from './options.ts';
import { openWorld, type World } from './world.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

async function main(words: readonly string[]): Promise<void> {
  const options = parseOptions(words);
  if (options.kind === 'help') {
    process.stdout.write(HELP);
    return;
  }
  if (options.kind === 'wrong') {
    process.stderr.write(`${options.sentence}\n`);
    process.exitCode = 2;
    return;
  }
  if (!existsSync(join(root, 'dist', 'app.json'))) {
    throw new Error('There is no built app in dist: run npm run build first.');
  }
  const folder = mkdtempSync(join(tmpdir(), 'censor-'));
  const site = await pressGuide(folder);
  const world = await openWorld({
    layout: 'five',
    rttMs: options.rttMs,
    site: () => site,
    heard: (link, what) => tell(world, link, what),
  });
  world.censor.setRules(options.rules);
  process.stderr.write(`Rules: ${options.rules.map(({ name }) => name).join(', ') || 'none'}\n`);
  const close = async () => {
    report(world);
    await world.close();
    rmSync(folder, { recursive: true, force: true });
  };
  if (options.opens) {
    const profile = join(folder, 'profile');
    mkdirSync(profile);
    const browser = await openBrowser({ profile, hosts: world.hosts, trust: world.trust, visible: true });
    await browser.go('https://app.test/');
    await browser.closed;
    await close();
    return;
  }
  // Without a home folder of its own the browser is told which keys to trust.
  const trust = { home: null, keys: world.keys };
  const words2 = chromiumWords({ hosts: world.hosts, trust }).map((word) => `'${word}'`);
  process.stdout.write(
    `chromium --user-data-dir=${join(folder, 'profile')} ${words2.join(' ')} https://app.test/\n`,
  );
  process.stderr.write('Start Chromium with the line above. Ctrl-C ends all and prints the counts.\n');
  process.once('SIGINT', () => void close());
}

async function pressGuide(folder: string): Promise<string> {
  const newsroom = join(folder, 'newsroom');
  const mirrors = MACHINES.slice(1).map((machine) => ({
    network: `net-${machine}`,
    urls: namesOf(machine).map((name) => `https://${name}/`),
  }));
  mkdirSync(newsroom, { recursive: true });
  await initNewsroom(newsroom, {
    name: 'Guide',
    languages: ['ru', 'en'],
    more: { sources: [{ folder: 'articles' }], mirrors },
  });
  cpSync(join(root, 'mirrors', 'guide', 'articles'), join(newsroom, 'articles'), { recursive: true });
  return (await press({ newsroom, app: join(root, 'dist') })).site;
}

function tell(world: World, link: Link, what: string): void {
  const seconds = (world.censor.now() / 1000).toFixed(2).padStart(8);
  const gap = link.gap === null ? '' : `, ${Math.round(link.gap)} ms after the last`;
  process.stderr.write(
    `${seconds} ${(link.name ?? link.machine).padEnd(12)} ${what}${gap}, ${link.up} B up, ${link.down} B down\n`,
  );
}

function report(world: World): void {
  for (const { name, hellos, fast, swallowed, frozen, down, up } of countNames(world.censor.links)) {
    process.stdout.write(
      `${name.padEnd(12)} ${hellos} ClientHellos, ${fast} fast, ${swallowed} swallowed, ${frozen} stopped, ${down} B down, ${up} B up\n`,
    );
  }
}

main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
  process.exitCode = 1;
});
