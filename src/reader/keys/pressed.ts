/** What the parts of a key press say that matter here. */
export type Press = Pick<
  KeyboardEvent,
  'key' | 'code' | 'ctrlKey' | 'metaKey' | 'altKey' | 'isComposing' | 'defaultPrevented'
>;

/**
 * The Latin letter or sign of a key, or '' where it is no business of ours. On a keyboard of another script the place
 * of the key counts: «о» stands where J does, and the Russian full stop where the slash does.
 */
export function pressedKey(press: Press): string {
  const { key, code, ctrlKey, metaKey, altKey, isComposing, defaultPrevented } = press;
  if (ctrlKey || metaKey || altKey || isComposing || defaultPrevented || key.length !== 1) return '';
  if (/[a-z/?]/i.test(key)) return key.toLowerCase();
  if (code === 'Slash' && /[.,]/.test(key)) return key === '.' ? '/' : '?';
  return /\p{L}/u.test(key) ? (/^Key([A-Z])$/.exec(code)?.[1]?.toLowerCase() ?? '') : '';
}
