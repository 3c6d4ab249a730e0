import { describe, expect, test } from 'vitest';
import { type Press, pressedKey } from './pressed.ts';

const press = (key: string, code: string, more: Partial<Press> = {}): string =>
  pressedKey({
    ...{ key, code, ctrlKey: false, metaKey: false, altKey: false },
    ...{ isComposing: false, defaultPrevented: false, ...more },
  });

describe('a pressed key', () => {
  test('is its letter or sign, capital or not', () => {
    expect(press('j', 'KeyJ')).toBe('j');
    expect(press('J', 'KeyJ')).toBe('j');
    expect(press('?', 'Slash')).toBe('?');
    expect(press('/', 'Digit7')).toBe('/'); // as on a German keyboard
  });

  test('of another script counts by its place', () => {
    expect(press('о', 'KeyJ')).toBe('j');
    expect(press('Ы', 'KeyS')).toBe('s');
    expect(press('.', 'Slash')).toBe('/');
    expect(press(',', 'Slash')).toBe('?');
    expect(press('ж', 'Semicolon')).toBe('');
  });

  test('is nothing where it means something else', () => {
    expect(press('.', 'Period')).toBe('');
    expect(press('Enter', 'Enter')).toBe('');
    for (const one of ['ctrlKey', 'metaKey', 'altKey', 'isComposing', 'defaultPrevented'] as const)
      expect(press('j', 'KeyJ', { [one]: true })).toBe('');
  });
});
