import { describe, expect, test } from 'vitest';
import { addressOf, parseAddress, type Route } from './router.ts';

describe('addresses', () => {
  const routes: [string, Route][] = [
    ['#/', { screen: 'front' }],
    ['#/section/war%20and%20peace', { screen: 'section', id: 'war and peace' }],
    ['#/section/%D0%B3%D0%BE%D1%80%D0%BE%D0%B4', { screen: 'section', id: 'город' }],
    ['#/a/mfrggzdfmztwq2lk', { screen: 'article', id: 'mfrggzdfmztwq2lk', q: null }],
    ['#/a/mfrggzdfmztwq2lk.512', { screen: 'article', id: 'mfrggzdfmztwq2lk', q: 512 }],
    ['#/saved', { screen: 'saved' }],
    ['#/search', { screen: 'search' }],
    ['#/mirrors', { screen: 'mirrors' }],
    ['#/settings', { screen: 'settings' }],
    ['#/storage', { screen: 'storage' }],
    ['#/about', { screen: 'about' }],
    ['#/welcome', { screen: 'welcome' }],
    ['#/share', { screen: 'share', id: null, q: null }],
    ['#/share/mfrggzdfmztwq2lk.512', { screen: 'share', id: 'mfrggzdfmztwq2lk', q: 512 }],
  ];
  for (const [address, route] of routes) {
    test(`${address} names a screen, and the screen gives it back`, () => {
      expect(parseAddress(address)).toEqual(route);
      expect(addressOf(route)).toBe(address);
    });
  }

  test('what nobody knows is the front page', () => {
    for (const hash of [
      '',
      '#',
      '#top',
      '#/nowhere',
      '#/a/',
      '#/a/../../x',
      '#/section/',
      '#/section/%E0%A4',
    ]) {
      expect(parseAddress(hash)).toEqual({ screen: 'front' });
    }
  });

  test('a q that is no number is left out', () => {
    expect(parseAddress('#/a/abc.x1')).toEqual({ screen: 'article', id: 'abc', q: null });
  });
});
