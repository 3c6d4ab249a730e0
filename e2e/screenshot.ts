/**
 * The picture of the README: `npm run screenshot`. Presses the guide, serves it, breaks its main address and takes what
 * a phone then shows: the news that came through a mirror, an article, and what the mirrors screen says.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';
import sharp from 'sharp';
import { type Demo, openDemo, type Publisher } from '../mirrors/demo/demo.ts';
import { initNewsroom, press } from '../mirrors/press/index.ts';
import { ListenError } from '../mirrors/server/index.ts';
import { en } from '../src/reader/strings/en.ts';
import { openPhone, readMarks, until, untilEdition, untilWhole, visit } from './kit/index.ts';

const target = fileURLToPath(new URL('../docs/screenshot.png', import.meta.url));
/** Heaviest picture that a clone should carry (bytes). */
const LIMIT = 200_000;
/** Widths (pixels) and palettes in which a phone may be drawn, best first: letters need width, shades matter less. */
const WIDTHS = [540, 480, 420, 360];
const COLOURS = [128, 64];
/** What lies between the phones. */
const WALL = '#8f8b82';
/** Articles of the guide in each of its languages together. */
const GUIDE = 24;

async function openGuide(newsroom: string): Promise<Demo> {
  const publisher: Publisher = {
    init: initNewsroom,
    press: (folder: string) => press({ newsroom: folder }),
  };
  const open = (port: number) => openDemo({ newsroom, feed: null, port, publisher });
  try {
    return await open(8080);
  } catch (error) {
    // The usual ports look best in a picture, but any will do.
    if (!(error instanceof ListenError)) throw error;
    return open(0);
  }
}

async function takeShots(page: Page, demo: Demo): Promise<Buffer[]> {
  const [main, , mirror] = demo.addresses;
  await visit(page, main!.url, 60_000);
  await untilWhole(page, GUIDE);
  await main!.setFault('black-hole');
  await mirror!.setFault('tampering');
  const { edition } = await demo.publish({
    language: 'en',
    title: 'Our address is blocked, and this has reached you all the same',
  });
  const shots: Buffer[] = [];
  const shoot = async () => shots.push(await page.screenshot());
  await page.reload();
  await untilEdition(page, edition, 60_000);
  // Two addresses are left, and the app wants to hear three that nothing is newer: now it asks the broken ones too.
  await page.goto(`${main!.url}#/mirrors`);
  await page.getByRole('button', { name: en.mirrors.retry }).click();
  await page.mouse.move(0, 0); // Nothing shall look pointed at.
  const host = new URL(main!.url).host;
  await until(
    'a word on the broken address',
    () => readMarks(page),
    ({ status }) => status.includes(host),
    60_000,
  );
  await page.goto(`${main!.url}#/`);
  await untilWhole(page, GUIDE + 1);
  await untilPainted(page, '.cards img');
  await shoot();
  // The newest has no picture; the one below it has.
  await page.locator('.cards h2 a').nth(1).click();
  await untilPainted(page, 'article figure img');
  await shoot();
  await page.goto(`${main!.url}#/mirrors`);
  // What the page says first is the same on every phone: the verdicts below it are what there is to see.
  await page.locator('.notice').evaluate((notice) => notice.scrollIntoView({ block: 'start' }));
  await shoot();
  return shots;
}

/** Waits until every picture in sight is decoded. */
async function untilPainted(page: Page, selector: string): Promise<void> {
  await page.locator(selector).first().waitFor();
  await until(
    'every picture painted',
    () =>
      page
        .locator(selector)
        .evaluateAll((all) => all.every((img) => (img as HTMLImageElement).naturalWidth > 0)),
    (painted) => painted,
  );
}

/** Lays the shots side by side, as large and in as many colours as the limit allows. */
async function compose(shots: readonly Buffer[]): Promise<Buffer> {
  for (const width of WIDTHS) {
    const whole = await layOut(shots, width);
    for (const colours of COLOURS) {
      const picture = await sharp(whole)
        .png({ palette: true, colours, dither: 0, effort: 10, compressionLevel: 9 })
        .toBuffer();
      if (picture.length <= LIMIT) return picture;
    }
  }
  throw new Error(
    `The picture weighs more than ${LIMIT} B at its smallest: draw it with fewer pictures in it.`,
  );
}

async function layOut(shots: readonly Buffer[], width: number): Promise<Buffer> {
  const room = Math.round(width / 15);
  const phones = await Promise.all(
    shots.map((shot) => sharp(shot).resize(width, null, { kernel: 'lanczos3' }).png().toBuffer()),
  );
  const { height } = await sharp(phones[0]!).metadata();
  const size = { width: phones.length * (width + room) + room, height: height + 2 * room };
  return sharp({ create: { ...size, channels: 3, background: WALL } })
    .composite(phones.map((input, i) => ({ input, left: room + i * (width + room), top: room })))
    .png()
    .toBuffer();
}

async function main(): Promise<void> {
  const newsroom = await mkdtemp(join(tmpdir(), 'screenshot-'));
  const closers: (() => Promise<unknown>)[] = [() => rm(newsroom, { recursive: true, force: true })];
  try {
    const demo = await openGuide(newsroom);
    closers.push(() => demo.close());
    const phone = await openPhone({ language: 'en-GB' });
    closers.push(() => phone.close());
    const picture = await compose(await takeShots(phone.page, demo));
    await writeFile(target, picture);
    process.stderr.write(`${target}: ${picture.length} B\n`);
  } finally {
    for (const close of closers.reverse()) await close();
  }
}

await main();
