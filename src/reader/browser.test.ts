import { describe, expect, test } from 'vitest';
import { defaultAhead, picturesOpened } from './ahead.ts';
import { installWay } from './install.ts';
import { safeLink } from './parts/link.ts';
import { sizeOf, waitOf } from './parts/time.ts';

describe('what is fetched ahead while nobody has chosen', () => {
  test('is everything on a good line, or where the browser says nothing', () => {
    expect(defaultAhead({ effectiveType: '4g', type: 'wifi' })).toBe('all');
    expect(defaultAhead({})).toBe('all');
  });
  test('is text only where the line is cellular, slow or to be spared', () => {
    expect(defaultAhead({ type: 'cellular', effectiveType: '4g' })).toBe('text');
    expect(defaultAhead({ effectiveType: '3g' })).toBe('text');
    expect(defaultAhead({ saveData: true })).toBe('text');
  });
});

describe('pictures', () => {
  test('come with an article that is opened, unless the reader or the browser spares them', () => {
    expect(picturesOpened(undefined, { type: 'cellular' })).toBe('all');
    expect(picturesOpened('none', { saveData: true })).toBe('all');
    expect(picturesOpened(undefined, { saveData: true })).toBe('none');
    expect(picturesOpened('text', {})).toBe('none');
    expect(picturesOpened('small', {})).toBe('small');
    expect(picturesOpened('all', { saveData: true })).toBe('all');
  });
});

describe('the way to install', () => {
  const android = 'Mozilla/5.0 (Linux; Android 14; Pixel 7) AppleWebKit/537.36 Chrome/130.0';
  const iphone = 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15';
  const mac =
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/18.1 Safari/605.1.15';
  const agents: [string, number, ReturnType<typeof installWay>][] = [
    [`${iphone} Version/18.1 Mobile/15E148 Safari/604.1`, 5, 'safari'],
    [`${iphone} CriOS/130.0 Mobile/15E148 Safari/604.1`, 5, 'ios'],
    [`${iphone} FxiOS/130.0 Mobile/15E148 Safari/605.1.15`, 5, 'ios'],
    [`${iphone} Version/18.1 YaBrowser/24.10 Mobile/15E148 Safari/604.1`, 5, 'ios'],
    [mac, 5, 'safari'],
    [mac, 0, 'mac'],
    ['Mozilla/5.0 (Android 14; Mobile; rv:140.0) Gecko/140.0 Firefox/140.0', 5, 'firefox'],
    ['Mozilla/5.0 (Linux; Android 14; Pixel 7; wv) AppleWebKit/537.36 Chrome/130.0 Mobile', 5, 'in-app'],
    [`${android} Mobile Safari/537.36`, 5, 'chrome'],
    [`${android} Mobile Safari/537.36 EdgA/130.0`, 5, 'edge'],
    [`${android} SamsungBrowser/26.0 Mobile Safari/537.36`, 5, 'samsung'],
    [`${android} YaBrowser/24.10 Mobile Safari/537.36`, 5, 'yandex'],
    ['Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/130.0 Safari/537.36', 0, 'desktop'],
    ['Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0', 0, 'other'],
  ];
  for (const [agent, touch, way] of agents) {
    test(`is ${way} for ${agent.slice(-50)} with ${touch} touch points`, () => {
      expect(installWay(agent, false, touch)).toBe(way);
    });
  }
  test('is none once installed', () => {
    expect(installWay('Mozilla/5.0 (iPhone) Safari', true, 5)).toBe('installed');
  });
});

test('only absolute addresses of the web and of mail are links', () => {
  expect(safeLink('https://example.org')).toBe('https://example.org/');
  expect(safeLink('JAVASCRIPT:alert(1)')).toBeNull();
  expect(safeLink('data:text/html,x')).toBeNull();
  expect(safeLink('//example.org')).toBeNull();
  expect(safeLink(7)).toBeNull();
});

test('sizes and waits are said as people say them', () => {
  expect(sizeOf(3_240_000, 'ru')).toMatch(/^3,2\sМБ$/);
  expect(sizeOf(412_000, 'en')).toBe('412 kB');
  expect(waitOf(120, 'ru')).toMatch(/^120\sмс$/);
  expect(waitOf(1900, 'en')).toBe('1.9 secs');
});
