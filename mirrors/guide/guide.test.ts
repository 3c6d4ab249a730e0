import { readdir, readFile, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { en } from '../../src/reader/strings/en.ts';
import { ru } from '../../src/reader/strings/ru.ts';

const folder = fileURLToPath(new URL('./articles/', import.meta.url));
const icons = fileURLToPath(new URL('../../public/icons/', import.meta.url));
const languages = ['ru', 'en'] as const;

type Language = (typeof languages)[number];

interface Chapter {
  path: string;
  front: Record<string, unknown>;
  body: string;
}

const chapters: Record<Language, Chapter[]> = { ru: [], en: [] };

beforeAll(async () => {
  for (const language of languages) {
    const names = (await readdir(join(folder, language))).sort();
    chapters[language] = await Promise.all(names.map((name) => readChapter(join(folder, language, name))));
  }
});

async function readChapter(path: string): Promise<Chapter> {
  const text = await readFile(path, 'utf8');
  const parts = /^---\n([\s\S]*?)\n---\n([\s\S]*)$/.exec(text);
  if (!parts) throw new Error(`${path} has no front matter between two lines of ---`);
  return { path, front: parse(parts[1] ?? '') as Record<string, unknown>, body: parts[2] ?? '' };
}

/** Words of prose: settings to be typed into a server are none. */
function countWords(body: string): number {
  const prose = body.replace(/```[\s\S]*?```/g, '');
  return prose.match(/[\p{L}\p{N}]+(?:[-’'.,][\p{L}\p{N}]+)*/gu)?.length ?? 0;
}

const all = () => languages.flatMap((language) => chapters[language]);

describe('the built-in guide', () => {
  it('has the same twelve chapters in the same order in both languages', () => {
    const order = (language: Language) =>
      [...chapters[language]]
        .sort((a, b) => Number(a.front.order) - Number(b.front.order))
        .map(({ front }) => `${front.order} ${front.translation} ${front.picture}`);
    expect(order('ru')).toEqual(order('en'));
    expect(order('ru').map((line) => line.split(' ')[1])).toEqual([
      ...['blocked', 'install', 'traffic', 'places', 'warnings', 'nothing'],
      ...['share', 'seen', 'safety', 'mirror', 'minutes', 'publishing'],
    ]);
  });

  it('says everything about a chapter in its front matter', () => {
    const words = 'title section author summary picture alt caption credit translation'.split(' ');
    for (const language of languages) {
      for (const { path, front } of chapters[language]) {
        for (const word of words) expect(front[word], `${word} of ${path}`).toMatch(/\S/);
        expect(front.language, path).toBe(language);
        expect(String(front.summary).length, `summary of ${path}`).toBeLessThanOrEqual(160);
        expect(front.tags, path).toSatisfy((tags) => Array.isArray(tags) && tags.length > 0);
        expect(new Date(String(front.date)).toISOString(), path).toMatch(/^2026-11-/);
      }
      const dates = chapters[language].map(({ front }) => String(front.date));
      expect(new Set(dates).size).toBe(dates.length);
      // The front page has the newest first: the order of the chapters.
      const byOrder = [...chapters[language]].sort((a, b) => Number(a.front.order) - Number(b.front.order));
      expect(byOrder.map(({ front }) => String(front.date))).toEqual([...dates].sort().reverse());
    }
  });

  it('is written in the language that it names', () => {
    for (const { path, front, body } of chapters.ru) {
      const cyrillic = body.match(/\p{Script=Cyrillic}/gu)?.length ?? 0;
      const latin = body.match(/\p{Script=Latin}/gu)?.length ?? 0;
      expect(cyrillic, path).toBeGreaterThan(4 * latin);
      for (const word of ['title', 'summary', 'alt', 'caption']) {
        expect(front[word], `${word} of ${path}`).toMatch(/\p{Script=Cyrillic}/u);
      }
      expect(body.replace(/```[\s\S]*?```/g, ''), `straight quotes in ${path}`).not.toContain('"');
    }
    for (const { path, front, body } of chapters.en) {
      expect(body + JSON.stringify(front), path).not.toMatch(/\p{Script=Cyrillic}/u);
    }
  });

  it('has between 300 and 600 words in each chapter', () => {
    for (const { path, body } of all()) {
      expect(countWords(body), path).toBeGreaterThanOrEqual(300);
      expect(countWords(body), path).toBeLessThanOrEqual(600);
    }
  });

  it('links to nobody and loads nothing from elsewhere', () => {
    for (const { path, front, body } of all()) {
      expect(body, path).not.toMatch(/\]\(|<\w|^\[[^\]]+\]:/m);
      expect(body + JSON.stringify(front), path).not.toMatch(/https?:\/\/\w|\bwww\./);
    }
  });

  it('names no tool for getting around blocks', () => {
    const tools = /\bvpn\b|впн|прокси|\bprox(y|ies)\b|\btor\b|psiphon|wireguard|анонимайзер|shadowsocks/iu;
    for (const { path, front, body } of all()) expect(body + JSON.stringify(front), path).not.toMatch(tools);
  });

  it('dates what it says about the law, and calls it no legal advice', () => {
    for (const { path, front, body } of all()) {
      if (
        !['share', 'safety', 'mirror', 'minutes', 'publishing', 'warnings'].includes(
          String(front.translation),
        )
      )
        continue;
      expect(body, path).toMatch(/ноябрь 2026|November 2026/);
      expect(body, path).toMatch(/не юридическая консультация|not legal advice/);
    }
  });

  it('explains every warning of the status line in the words of the app', () => {
    for (const [language, strings] of [
      ['ru', ru],
      ['en', en],
    ] as const) {
      const { body } = chapters[language].find(({ front }) => front.translation === 'warnings')!;
      for (const [problem, sentence] of Object.entries(strings.status.problem)) {
        const [start = ''] = sentence.split(/[.,:;]| right| as when/);
        expect(body, `${problem} in ${language}`).toContain(start);
      }
    }
  });

  it('has a light picture for each chapter', async () => {
    for (const { path, front } of all()) {
      const picture = join(dirname(path), String(front.picture));
      const { format, width, height } = await sharp(picture).metadata();
      expect({ format, width, height }, picture).toEqual({ format: 'png', width: 1200, height: 800 });
      expect((await stat(picture)).size, picture).toBeLessThan(60_000);
    }
  });
});

describe("the app's icons", () => {
  it.each([
    ['icon-192.png', 192],
    ['icon-512.png', 512],
    ['maskable-512.png', 512],
    ['apple-touch-icon-180.png', 180],
  ])('%s is %i pixels wide and under 6 KB', async (name, size) => {
    const { width, height } = await sharp(join(icons, name)).metadata();
    expect([width, height]).toEqual([size, size]);
    expect((await stat(join(icons, name))).size).toBeLessThan(6_000);
  });

  it('keeps the book of the maskable icon within the middle 80 % and leaves no transparent corner', async () => {
    const { data, info } = await sharp(join(icons, 'maskable-512.png'))
      .removeAlpha()
      .raw()
      .toBuffer({ resolveWithObject: true });
    const at = (x: number, y: number) => {
      const start = (y * info.width + x) * info.channels;
      return [...data.subarray(start, start + 3)].join();
    };
    const ground = at(0, 0);
    for (let y = 0; y < info.height; y += 4) {
      for (let x = 0; x < info.width; x += 4) {
        if (Math.hypot(x - 256, y - 256) > 0.4 * 512) expect(at(x, y), `${x},${y}`).toBe(ground);
      }
    }
    expect(await sharp(join(icons, 'maskable-512.png')).stats()).toHaveProperty('isOpaque', true);
    expect(await sharp(join(icons, 'apple-touch-icon-180.png')).stats()).toHaveProperty('isOpaque', true);
  });
});
