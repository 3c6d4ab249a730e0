/**
 * `npm run gallery`: every screen of the reader in two sizes, themes and languages, with what it shows when things go
 * wrong, as sheets in docs/gallery; larger ones, for eyes, lie in .cache/gallery. `npm run gallery -- <names>` takes
 * those scenes alone and leaves the other sheets as they are.
 */
import { appendFile, mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  makeArticles,
  openPaper,
  type Paper,
  type Phone,
  publishBodies,
  untilEdition,
  untilWhole,
  visit,
} from '../kit/index.ts';
import { firstArticles, laterArticles } from './articles.ts';
import { clockedApp, startClock } from './clock.ts';
import { later, saveFirst } from './later.ts';
import { said } from './said.ts';
import { drawScenes } from './scenes.ts';
import { live, screens } from './screens.ts';
import { layOut, type Shots, writeGallery } from './sheets.ts';
import {
  DEVICES,
  type Device,
  dress,
  onStage,
  openDevice,
  type Scene,
  type Stage,
  settled,
  speak,
} from './stage.ts';
import { TONGUES } from './tongues.ts';
import { troubles } from './troubles.ts';

const root = join(import.meta.dirname, '..', '..');
const devices = Object.keys(DEVICES) as Device[];
const THEMES = ['light', 'dark'] as const;
/** Widths (pixels) of one picture in the sheets for eyes. */
const FULL: Record<Device, number> = { phone: 380, desktop: 800 };

const wanted = process.argv.slice(2);
const isWanted = ({ name }: { name: string }): boolean => wanted.length === 0 || wanted.includes(name);
const taken = new Map<string, Shots>();

/** Takes a scene that is on screen in both themes. */
async function shoot(stage: Stage, name: string): Promise<void> {
  process.stderr.write(`${name}, ${stage.device}, ${stage.tongue}\n`);
  const pictures: Buffer[] = [];
  // Nothing shall look pointed at.
  await stage.page.mouse.move(0, 0);
  for (const colorScheme of THEMES) {
    await stage.page.emulateMedia({ colorScheme });
    await settled(stage.page);
    pictures.push(await stage.page.screenshot({ animations: 'disabled', caret: 'hide' }));
  }
  await stage.page.emulateMedia({ colorScheme: 'light' });
  const shots = taken.get(name) ?? {};
  taken.set(name, { ...shots, [stage.device]: [...(shots[stage.device] ?? []), ...pictures] });
}

/** Scenes that did not come about. */
const failed: string[] = [];

async function play(stage: Stage, scene: Scene): Promise<void> {
  try {
    await scene.show(stage);
    await shoot(stage, scene.name);
    await scene.after?.(stage);
    if ((await stage.page.locator('dialog[open]').count()) > 0) await stage.page.keyboard.press('Escape');
  } catch (error) {
    // The others are worth taking all the same.
    failed.push(
      `${scene.name}, ${stage.device}, ${stage.tongue}: ${error instanceof Error ? error.message : error}`,
    );
    process.stderr.write(`✗ ${failed.at(-1)}\n`);
    await stage.page.goto('about:blank').catch(() => undefined);
  }
}

/** Everything that there is to see on phones that have the news. */
async function takeScreens(paper: Paper, phones: Record<Device, Phone>, clock: string): Promise<void> {
  const chosen = screens.filter(isWanted);
  for (const device of devices) {
    const phone = phones[device];
    await phone.restart();
    await dress(phone, device, clock);
    for (const tongue of chosen.length > 0 ? TONGUES : TONGUES.slice(0, 1)) {
      const stage = onStage(paper, phone, device, tongue);
      await visit(stage.page, paper.main.url, 120_000);
      await speak(stage);
      await live(stage);
      for (const scene of chosen) await play(stage, scene);
    }
    await phone.quit();
  }
}

/** A new version of the app is offered. */
const offer = {
  name: 'update',
  what: 'A new version of the app is ready: nothing happens before it is asked for.',
};

async function takeOffer(paper: Paper, phones: Record<Device, Phone>, clock: string): Promise<void> {
  for (const device of devices) {
    const phone = phones[device];
    await phone.restart();
    await dress(phone, device, clock);
    for (const tongue of TONGUES) {
      const stage = onStage(paper, phone, device, tongue);
      await visit(stage.page, paper.main.url, 120_000);
      await speak(stage);
      const show = async (): Promise<void> => {
        await stage.page.goto(`${paper.main.url}#/`);
        await stage.page.locator('.update').waitFor({ timeout: 60_000 });
      };
      await play(stage, { ...offer, show });
    }
    await phone.quit();
  }
}

async function takeTroubles(paper: Paper, phones: Record<Device, Phone>, clock: string): Promise<void> {
  const chosen = troubles.filter(isWanted);
  if (chosen.length === 0) return;
  for (const device of devices) {
    // One copy for each language, since most troubles end the life of the phone that they befall.
    for (const tongue of TONGUES) {
      const phone = await openDevice(device, clock, { profile: phones[device].profile, tongue });
      try {
        await paper.start();
        const stage = onStage(paper, phone, device, tongue);
        await visit(stage.page, paper.main.url, 120_000);
        await speak(stage);
        for (const trouble of chosen) {
          await stage.page.goto('about:blank');
          await play(stage, {
            ...trouble,
            async show() {
              await trouble.make(stage);
              await trouble.show(stage);
            },
          });
        }
      } finally {
        await phone.close();
      }
    }
  }
  await paper.start();
}

/** What the first seconds of a first visit look like, and a browser without service workers. */
const early = {
  'first-visit': 'A first visit, before the app is there: headlines by the page itself.',
  'first-visit-blocked': 'A first visit while mirrors send what has been changed.',
  'no-worker': 'A browser without service workers.',
} as const;

async function takeEarly(paper: Paper, clock: string): Promise<void> {
  for (const [name, what] of Object.entries(early)) {
    if (!isWanted({ name })) continue;
    for (const device of devices) {
      for (const tongue of TONGUES) {
        const phone = await openDevice(device, clock, { tongue });
        const stage = onStage(paper, phone, device, tongue);
        const { page } = stage;
        const show = async (): Promise<void> => {
          if (name === 'no-worker') {
            await page.addInitScript({
              content: `Object.defineProperty(Navigator.prototype, 'serviceWorker', { value: undefined })`,
            });
            await page.goto(paper.main.url);
            await page.locator('.cards .lead .held.whole').waitFor({ timeout: 60_000 });
          } else if (name === 'first-visit') {
            // The worker never comes: this page is all there is.
            await page.route('**/sw.js', () => {});
            await page.goto(paper.main.url);
            await page.locator('main li a').first().waitFor({ timeout: 30_000 });
            await page.locator('#boot').filter({ hasText: /\S/ }).waitFor();
          } else {
            for (const address of paper.addresses) await address.setFault('tampering');
            await page.goto(paper.main.url);
            await page
              .locator('#boot')
              .filter({ hasText: /снова|again/ })
              .waitFor({ timeout: 60_000 });
          }
        };
        await play(stage, { name, what, show });
        await phone.close();
        await paper.start();
      }
    }
  }
}

/** A phone that is full when a large edition comes. */
const full = { name: 'disk-full', what: 'The phone is full: what is held stays, and the line says so.' };

async function takeFull(paper: Paper, phones: Record<Device, Phone>, clock: string): Promise<void> {
  const large = await makeArticles(12, { first: 10, letters: 30_000, picture: false });
  await paper.publish(
    large.map((one, i) => ({
      ...{ ...one, title: `Документы по делу, том ${i + 1}` },
      time: Date.now() - 8 * 86_400_000 - i * 60_000,
    })),
  );
  for (const device of devices) {
    for (const tongue of TONGUES) {
      const phone = await openDevice(device, clock, { profile: phones[device].profile, tongue });
      await paper.stop();
      await speak(onStage(paper, phone, device, tongue));
      // Chromium remembers for half a minute how much space was left: it has to be started anew.
      await phone.restart();
      await dress(phone, device, clock);
      const stage = onStage(paper, phone, device, tongue);
      const { page } = stage;
      const show = async (): Promise<void> => {
        const session = await phone.context.newCDPSession(page);
        const { origin } = new URL(paper.main.url);
        const { usage } = await session.send('Storage.getUsageAndQuota', { origin });
        await session.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: usage + 25_000 });
        await paper.start();
        await page.goto(paper.main.url);
        await page
          .getByRole('status')
          .filter({ hasText: stage.t.status.problem['storage-full'].slice(0, 20) })
          .waitFor({ timeout: 60_000 });
      };
      await play(stage, { ...full, show });
      await phone.close();
      await paper.start();
    }
  }
}

/** What comes while somebody reads. */
async function takeLater(paper: Paper, phones: Record<Device, Phone>, clock: string): Promise<void> {
  const chosen = later.filter(isWanted);
  if (chosen.length === 0) return;
  for (const device of devices) {
    for (const tongue of TONGUES) {
      // Nothing may come before the article is saved.
      await paper.stop();
      const phone = await openDevice(device, clock, { profile: phones[device].profile, tongue });
      const stage = onStage(paper, phone, device, tongue);
      await speak(stage);
      await saveFirst(stage);
      await paper.start();
      await visit(stage.page, paper.main.url, 120_000);
      for (const scene of chosen) await play(stage, scene);
      await phone.close();
    }
  }
}

async function main(): Promise<void> {
  const clock = startClock();
  const work = await mkdtemp(join(tmpdir(), 'gallery-'));
  const closers: (() => Promise<unknown>)[] = [() => rm(work, { recursive: true, force: true })];
  try {
    const files = await drawScenes(work, 9);
    const app = await clockedApp(join(root, 'dist'), join(work, 'app'), clock);
    const [made] = await makeArticles(1, { picture: false });
    const hello = { ...made!, title: 'Как мы считаем', section: 'Право', time: Date.now() - 7 * 86_400_000 };
    hello.paragraphs = ['Откуда берутся цифры в наших заметках и почему мы всегда называем источник.'];
    const paper = await openPaper({
      articles: [hello],
      ...{
        app,
        languages: ['ru', 'en'],
        settings: { messages: said, name: { ru: 'Весть', en: 'The Message' } },
      },
    });
    closers.push(() => paper.close());
    await publishBodies(paper, firstArticles(), files);
    const earlier = await paper.head();
    const phones = { phone: await openDevice('phone', clock), desktop: await openDevice('desktop', clock) };
    closers.push(
      () => phones.phone.close(),
      () => phones.desktop.close(),
    );
    for (const phone of Object.values(phones)) {
      await visit(phone.page, paper.main.url, 120_000);
      await untilWhole(phone.page, firstArticles().length);
      await phone.page.goto('about:blank');
    }
    const n = await publishBodies(paper, laterArticles(), files);
    for (const address of paper.addresses) paper.setEarlier(address, earlier);
    for (const phone of Object.values(phones)) {
      await phone.page.goto(paper.main.url);
      await untilEdition(phone.page, n);
      await untilWhole(phone.page, firstArticles().length);
      await phone.quit();
    }
    await takeScreens(paper, phones, clock);
    await takeEarly(paper, clock);
    await takeTroubles(paper, phones, clock);
    if (isWanted(full)) await takeFull(paper, phones, clock);
    await takeLater(paper, phones, clock);
    if (isWanted(offer)) {
      const { entry } = JSON.parse(await readFile(join(app, 'app.json'), 'utf8')) as { entry: string };
      await appendFile(join(app, 'app', entry), ';');
      await paper.publish([], { app, renew: true });
      await takeOffer(paper, phones, clock);
    }
    await keep();
  } finally {
    // What closing complains of must not hide why the run ended.
    for (const close of closers.reverse()) await close().catch((error) => process.stderr.write(`${error}\n`));
  }
}

/** Writes what was taken. */
async function keep(): Promise<void> {
  const folder = join(root, '.cache', 'gallery');
  await mkdir(folder, { recursive: true });
  for (const [name, shots] of taken)
    for (const [device, pictures] of Object.entries(shots) as [Device, Buffer[]][])
      await (await layOut(pictures, device, FULL[device]))
        .png({ compressionLevel: 4 })
        .toFile(join(folder, `${name}-${device}.png`));
  const firsts = Object.entries(early).map(([name, what]) => ({ name, what }));
  const bytes = await writeGallery(
    join(root, 'docs', 'gallery'),
    [
      ['Reading', [...screens, ...later]],
      ['First visits and new versions', [...firsts, offer]],
      ['When something is wrong', [...troubles, full]],
    ],
    taken,
  );
  process.stderr.write(`docs/gallery: ${bytes} B\n`);
  // What did come about is worth keeping all the same.
  if (failed.length > 0) throw new Error(`Scenes that did not come about:\n${failed.join('\n')}`);
}

await main();
