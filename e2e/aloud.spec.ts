import { expect, test } from '@playwright/test';
import { en } from '../src/reader/strings/en.ts';
import { ru } from '../src/reader/strings/ru.ts';
import {
  bodyArticle,
  faultsOf,
  makeArticles,
  openPaper,
  openPhone,
  type Paper,
  type Phone,
  publishBodies,
  untilHeld,
  visit,
} from './kit/index.ts';

const FIRST = bodyArticle(
  'first',
  [
    ['p', 'Мост открыт', ['ref', 'n1'], '. Движение идёт.'],
    ['h2', 'Что дальше'],
    'Осенью начнут второй мост.',
    ['note', 'n1', 'Примечание редакции.'],
  ],
  { title: 'Первая статья' },
);
const SECOND = bodyArticle('second', ['Снег выпал рано.'], {
  title: 'Вторая статья',
  published: FIRST.published - 60,
});
const ENGLISH = bodyArticle('third', ['Snow fell early.'], {
  ...{ title: 'An English one', language: 'en', published: FIRST.published - 120 },
});
const SPOKEN = [
  'Первая статья',
  'Мост открыт.',
  'Движение идёт.',
  'Что дальше',
  'Осенью начнут второй мост.',
];

/** What the page's stand-in for the browser's speech has heard, and the ways to let it go on. */
interface Speech {
  said: string[];
  voices: string[];
  rates: number[];
  /** Lets the current utterance end. */
  end(): void;
  keys: Record<string, () => void>;
  /** What sounds beside it. */
  sound?: HTMLMediaElement;
}
type Speaking = typeof globalThis & { speech: Speech };

/**
 * Puts a stand-in in the place of `speechSynthesis`: a headless browser has no voices, and a test must not last as long
 * as a text. It says nothing by itself; an utterance ends when the test says so.
 */
function standIn(voices: { voiceURI: string; name: string; lang: string; localService: boolean }[]): void {
  let current: { text: string; onend?: (() => void) | null } | null = null;
  const speech: Speech = {
    ...{ said: [], voices: [], rates: [], keys: {} },
    end() {
      const one = current;
      current = null;
      one?.onend?.();
    },
  };
  const synth = Object.assign(new EventTarget(), {
    getVoices: () => voices,
    speak(utterance: { text: string; voice: { name: string }; rate: number }) {
      current = utterance;
      speech.said.push(utterance.text);
      speech.voices.push(utterance.voice.name);
      speech.rates.push(utterance.rate);
    },
    cancel: () => speech.end(),
  });
  Object.assign(globalThis, {
    speech,
    SpeechSynthesisUtterance: function Utterance(this: { text: string }, text: string) {
      this.text = text;
    },
  });
  Object.defineProperty(globalThis, 'speechSynthesis', { value: synth, configurable: true });
  // Keys of headphones and lock screens reach a page through these.
  MediaSession.prototype.setActionHandler = (name, handler) => {
    if (handler) speech.keys[name] = handler as () => void;
    else delete speech.keys[name];
  };
  const play = HTMLMediaElement.prototype.play;
  HTMLMediaElement.prototype.play = function heard(this: HTMLMediaElement) {
    speech.sound = this;
    return play.call(this);
  };
  // Five minutes of the sleep timer pass at once.
  const set = globalThis.setTimeout;
  Object.assign(globalThis, {
    setTimeout: (work: () => void, ms?: number) => set(work, ms === 300_000 ? 200 : ms),
  });
}

const VOICES = [
  { voiceURI: 'net', name: 'Сетевой', lang: 'ru-RU', localService: false },
  { voiceURI: 'anna', name: 'Анна', lang: 'ru-RU', localService: true },
  { voiceURI: 'oleg', name: 'Олег', lang: 'ru_RU', localService: true },
  { voiceURI: 'web', name: 'Webster', lang: 'en-US', localService: false },
];

test.describe('Read aloud', () => {
  test.describe.configure({ mode: 'serial' });
  let paper: Paper;
  let phone: Phone;

  test.beforeAll(async () => {
    paper = await openPaper({ articles: await makeArticles(1, { picture: false }) });
    await publishBodies(paper, [ENGLISH, SECOND, FIRST]);
    phone = await openPhone();
    await visit(phone.page, paper.main.url);
  });
  test.afterAll(async () => {
    await phone?.close();
    await paper?.close();
  });

  const said = () => phone.page.evaluate(() => (globalThis as Speaking).speech.said);
  const lastSaid = async () => (await said()).at(-1);
  const endSentence = () => phone.page.evaluate(() => (globalThis as Speaking).speech.end());
  const panel = () => phone.page.getByRole('region', { name: ru.aloud.title });
  const press = (name: string) => panel().getByRole('button', { name }).tap();
  /** What is marked as being spoken; the number of a footnote may stand in the middle of it. */
  const marked = () =>
    phone.page.evaluate(() =>
      [...(CSS.highlights.get('spoken') ?? [])].map((range) => String(range).replace(/\d/g, '').trim()),
    );

  /** Opens an article by its address in a page that was loaded anew. */
  async function open({ id }: { id: string }): Promise<void> {
    const { page } = phone;
    await page.goto('about:blank');
    await page.goto(`${paper.main.url}#/a/${id}`);
    await untilHeld(page);
    await expect(page.locator('article .body')).toBeVisible();
  }

  async function listen(article: { id: string }): Promise<void> {
    await open(article);
    await phone.page.getByRole('button', { name: ru.article.listen }).tap();
    await expect(panel()).toBeVisible();
  }

  const options = () => panel().getByText(ru.aloud.options).tap();

  test('says in one sentence that there is no voice', async () => {
    await listen(FIRST);
    await expect(panel().getByRole('status')).toHaveText(ru.aloud.none);
    await expect(panel().getByRole('button')).toHaveCount(1);
    await press(ru.close);
    await expect(panel()).toHaveCount(0);
  });

  test('reads title and text sentence by sentence, marks each, and leaves out footnotes', async () => {
    await phone.context.addInitScript(standIn, VOICES);
    await listen(FIRST);
    for (const sentence of SPOKEN) {
      await expect.poll(lastSaid).toBe(sentence);
      await expect.poll(marked).toEqual([sentence]);
      await endSentence();
    }
    await expect.poll(marked).toEqual([]);
    expect(await said()).toEqual(SPOKEN);
    await expect(panel().getByRole('button', { name: ru.aloud.play })).toBeVisible();
  });

  test('stops, goes on with the same sentence, and goes back and forth', async () => {
    await listen(FIRST);
    await expect.poll(lastSaid).toBe(SPOKEN[0]);
    await press(ru.aloud.following);
    await expect.poll(lastSaid).toBe(SPOKEN[1]);
    await press(ru.aloud.pause);
    await expect(panel().getByRole('button', { name: ru.aloud.play })).toBeVisible();
    await press(ru.aloud.play);
    expect((await said()).slice(-2)).toEqual([SPOKEN[1], SPOKEN[1]]);
    await press(ru.aloud.previous);
    await expect.poll(lastSaid).toBe(SPOKEN[0]);
    // Whoever leaves the article has heard enough.
    const before = (await said()).length;
    await phone.page.getByRole('link', { name: ru.nav.front }).tap();
    await expect(panel()).toHaveCount(0);
    await endSentence();
    expect(await said()).toHaveLength(before);
  });

  test('takes a voice that needs no network, tells the others apart, and keeps the choice for the language', async () => {
    await listen(FIRST);
    await expect.poll(lastSaid).toBe(SPOKEN[0]);
    await options();
    const voices = panel().locator('select[name=voice]');
    await expect(voices.locator('option')).toHaveText([
      `Анна (${ru.aloud.local})`,
      `Олег (${ru.aloud.local})`,
      `Сетевой (${ru.aloud.online})`,
    ]);
    await voices.selectOption('oleg');
    await panel().locator('select[name=rate]').selectOption('1.5');
    const last = () =>
      phone.page.evaluate(() => {
        const { voices, rates } = (globalThis as Speaking).speech;
        return [voices.at(-1), rates.at(-1)];
      });
    await expect.poll(last).toEqual(['Олег', 1.5]);
    await listen(SECOND);
    await expect.poll(last).toEqual(['Олег', 1.5]);
    // A voice that the system has no longer leaves no silence.
    await phone.page.evaluate(() => {
      const others = speechSynthesis.getVoices().filter(({ voiceURI }) => voiceURI !== 'oleg');
      Object.assign(speechSynthesis, { getVoices: () => others });
      speechSynthesis.dispatchEvent(new Event('voiceschanged'));
    });
    await expect.poll(last).toEqual(['Анна', 1.5]);
    // There is none but a voice of the network for English: nothing is sent to it unless the reader says so.
    await listen(ENGLISH);
    await expect(panel().getByRole('status')).toHaveText(ru.aloud.none);
    expect(await said()).toEqual([]);
    await options();
    await panel().locator('select[name=voice]').selectOption('web');
    await expect.poll(last).toEqual(['Webster', 1.5]);
  });

  test('satisfies axe with its choices open, in both languages and themes', async () => {
    const { page } = phone;
    for (const [language, t] of [
      ['en', en],
      ['ru', ru],
    ] as const) {
      await page.goto(`${paper.main.url}#/settings`);
      await page.locator('select[name=language]').selectOption(language);
      await expect(page.locator('html')).toHaveAttribute('lang', language);
      await open(FIRST);
      await page.getByRole('button', { name: t.article.listen }).tap();
      await page.getByText(t.aloud.options).tap();
      await expect(page.locator('.aloud select').first()).toBeVisible();
      expect(await faultsOf(page, '.aloud'), language).toEqual([]);
      await page.locator('.aloud').getByRole('button', { name: t.close, exact: true }).tap();
    }
  });

  test('goes on with the next article if asked, and not beyond the one that the timer names', async () => {
    await phone.page.goto(`${paper.main.url}#/`);
    await listen(FIRST);
    await options();
    await panel().getByLabel(ru.aloud.onward).check();
    for (const sentence of SPOKEN) {
      await expect.poll(lastSaid).toBe(sentence);
      await endSentence();
    }
    await expect(phone.page.locator('article h1')).toHaveText(SECOND.title);
    await expect.poll(lastSaid).toBe(SECOND.title);
    await expect.poll(marked).toEqual([SECOND.title]);
    await panel().locator('select[name=sleep]').selectOption('end');
    await endSentence();
    await expect.poll(lastSaid).toBe('Снег выпал рано.');
    await endSentence();
    await expect(panel().getByRole('button', { name: ru.aloud.play })).toBeVisible();
    await expect(phone.page.locator('article h1')).toHaveText(SECOND.title);
  });

  test('falls silent when the sleep timer is up', async () => {
    await listen(FIRST);
    await expect.poll(lastSaid).toBe(SPOKEN[0]);
    await options();
    await panel().locator('select[name=sleep]').selectOption('5');
    await expect(panel().getByRole('button', { name: ru.aloud.play })).toBeVisible();
    await endSentence();
    expect(await lastSaid()).toBe(SPOKEN[0]);
    await expect(panel().locator('select[name=sleep]')).toHaveValue('off');
  });

  test('plays what nobody hears, without which no lock screen shows it, and stops when that is stopped', async () => {
    const { page } = phone;
    await listen(FIRST);
    await expect.poll(lastSaid).toBe(SPOKEN[0]);
    const sound = () =>
      page.evaluate(() => {
        const { paused, muted, volume, duration, loop } = (globalThis as Speaking).speech.sound!;
        return { sounds: !paused && !muted && volume === 1, long: duration >= 5, loop };
      });
    await expect.poll(sound).toEqual({ sounds: true, long: true, loop: true });
    await press(ru.aloud.pause);
    await expect.poll(sound).toMatchObject({ sounds: false });
    await press(ru.aloud.play);
    await expect.poll(sound).toMatchObject({ sounds: true });
    // As a call or another player does.
    await page.evaluate(() => (globalThis as Speaking).speech.sound!.pause());
    await expect(panel().getByRole('button', { name: ru.aloud.play })).toBeVisible();
    await press(ru.aloud.play);
    await expect.poll(sound).toMatchObject({ sounds: true });
    await press(ru.close);
    await expect.poll(sound).toMatchObject({ sounds: false });
  });

  test('is steered from the lock screen, which shows no headline unless the reader wants it', async () => {
    const { page } = phone;
    await listen(FIRST);
    await expect.poll(lastSaid).toBe(SPOKEN[0]);
    const title = () => page.evaluate(() => navigator.mediaSession.metadata?.title);
    const key = (name: string) =>
      page.evaluate((name) => (globalThis as Speaking).speech.keys[name]!(), name);
    await expect.poll(title).toBe(ru.app);
    await key('nexttrack');
    await expect.poll(lastSaid).toBe(SPOKEN[1]);
    await key('pause');
    await expect(panel().getByRole('button', { name: ru.aloud.play })).toBeVisible();
    await expect.poll(() => page.evaluate(() => navigator.mediaSession.playbackState)).toBe('paused');
    await key('play');
    await expect.poll(lastSaid).toBe(SPOKEN[1]);
    await options();
    await panel().getByLabel(ru.aloud.headlines).check();
    await expect.poll(title).toBe(FIRST.title);
    await key('stop');
    await expect(panel()).toHaveCount(0);
    await expect.poll(title).toBeUndefined();
  });

  test('marks the paragraph where the browser cannot mark a sentence', async () => {
    await phone.context.addInitScript(() => {
      Object.defineProperty(globalThis, 'Highlight', { value: undefined });
    });
    await listen(FIRST);
    await expect(phone.page.locator('.spoken')).toHaveText(FIRST.title);
    await endSentence();
    await expect(phone.page.locator('.spoken')).toHaveAttribute('data-p', '0');
  });
});
