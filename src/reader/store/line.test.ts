import { describe, expect, test } from 'vitest';
import type { EngineState, LaneReport, Verdict } from '../../engine/messages.ts';
import type { Edition } from '../../library/records.ts';
import { en } from '../strings/en.ts';
import { ru } from '../strings/ru.ts';
import { diagnose, hostOf, statusLine } from './line.ts';

const now = new Date(2026, 10, 12, 15, 45).getTime();
const edition: Edition = {
  publication: 'p',
  name: { ru: 'Листок' },
  n: 7,
  time: new Date(2026, 10, 12, 14, 5).getTime() / 1000,
  expires: now / 1000 + 1000,
  sections: [],
  top: {},
  cards: [],
  last: 9,
  shell: null,
};
const lane = (url: string, verdict: Verdict): LaneReport => ({
  url,
  network: url,
  verdict,
  wait: null,
  rate: null,
  restsUntil: 0,
  requests: 1,
  bytes: 0,
  failures: 0,
  edition: null,
});
const state = (change: Partial<EngineState>): EngineState => ({
  phase: 'idle',
  mine: true,
  problem: 'none',
  via: 'https://a.example/news/',
  checked: new Date(2026, 10, 12, 15, 40).getTime(),
  held: 1,
  wanted: 1,
  picturesLeft: 0,
  newShell: null,
  lanes: [],
  timeline: [],
  traffic: { head: 0, texts: 0, pictures: 0, app: 0 },
  ...change,
});
const options = { language: 'ru', own: 'main.example', now };

describe('the status line', () => {
  test('says which edition, through whom and when it was checked', () => {
    expect(statusLine(edition, state({}), ru, options)).toEqual({
      tone: 'calm',
      text: 'Выпуск от 14:05\u00a0· через зеркало a.example\u00a0· проверено в 15:40',
    });
  });

  test('says so when the address of the app does not answer and a mirror does', () => {
    const lanes = [lane('https://main.example/', 'hangs'), lane('https://a.example/news/', 'fine')];
    expect(statusLine(edition, state({ lanes }), ru, options)).toEqual({
      tone: 'warn',
      text: 'Выпуск от 14:05\u00a0· проверено в 15:40. main.example не отвечает, читаем через зеркало a.example.',
    });
  });

  test('says first what came of a refresh', () => {
    const said = (came: number | 'failed', change: Partial<EngineState> = {}) =>
      statusLine(edition, state(change), ru, { ...options, came }).text;
    expect(said(1)).toMatch(/^Новых статей: 1\s· Выпуск от /);
    expect(said(5)).toMatch(/^Новых статей: 5\s· /);
    expect(said(0)).toMatch(/^Ничего новее нет\s· /);
    expect(said(0)).not.toContain('проверено');
    expect(said('failed', { problem: 'offline' })).toMatch(/^Обновить не удалось\s· .*Похоже, нет связи/);
    const asking = statusLine(edition, state({}), ru, { ...options, came: 5, refreshing: true }).text;
    expect(asking).toMatch(/^Выпуск от .*\s· ищем новее…$/);
  });

  test('gives the day of an edition that is not of today', () => {
    const old = { ...edition, time: new Date(2026, 10, 11, 14, 5).getTime() / 1000 };
    expect(statusLine(old, state({}), ru, options).text).toMatch(/^Выпуск от 11 ноября в 14:05/);
  });

  test('gives the day of a check that was not today', () => {
    const checked = new Date(2026, 10, 11, 9, 30).getTime();
    expect(statusLine(edition, state({ checked }), ru, options).text).toContain('проверено 11 ноября в 9:30');
    expect(statusLine(edition, state({ checked }), en, { ...options, language: 'en-GB' }).text).toContain(
      'checked on 11 November at 9:30',
    );
  });

  test('names its own address without calling it a mirror', () => {
    const line = statusLine(edition, state({ via: 'https://main.example/' }), en, {
      ...options,
      language: 'en',
    });
    expect(line.text).toContain('from this address');
  });

  test('warns of an edition past its date that nobody could confirm, by any clock', () => {
    const line = statusLine(edition, state({ checked: null, via: null }), ru, {
      ...options,
      now: now + 1e12,
    });
    expect(line).toMatchObject({ tone: 'warn' });
    expect(line.text).toContain('Новее ничего подтвердить не удалось.');
  });

  test('has words for a first start with nothing held', () => {
    expect(statusLine(null, null, ru, options).text).toBe('Новостей на телефоне пока нет');
    expect(statusLine(null, state({ problem: 'unreachable', via: null }), ru, options).text).toContain(
      'Ни одно зеркало',
    );
  });

  test('shows an odd address as it is', () => {
    expect(hostOf('http://a.localhost:8081/x/')).toBe('a.localhost:8081');
    expect(hostOf('odd')).toBe('odd');
  });
});

describe('the diagnosis', () => {
  const of = (...verdicts: Verdict[]) =>
    diagnose(verdicts.map((verdict, at) => lane(`https://m${at}.example/`, verdict)));
  test('needs nobody to be wrong to say that all is well', () => {
    expect(of('fine', 'slow', 'new')).toBe('fine');
    expect(of('new', 'new')).toBe('waiting');
    expect(of('slow', 'slow')).toBe('slow');
  });
  test('tells a detour from a silence, and a silence from a broken line', () => {
    expect(of('hangs', 'fine')).toBe('detour');
    expect(of('hangs', 'fails')).toBe('hangs');
    expect(of('fails', 'fails', 'new')).toBe('offline');
    expect(of('freezes', 'hangs')).toBe('freezes');
    expect(of('old', 'hangs')).toBe('old');
  });
  test('says first of all when somebody lied', () => {
    expect(of('fine', 'lies')).toBe('lies');
  });
});
