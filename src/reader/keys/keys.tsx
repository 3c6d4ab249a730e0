import { signal } from '@preact/signals';
import { useLayoutEffect } from 'preact/hooks';
import { addressOf, route } from '../router.ts';
import { heldOf, learnNew, placeOf, toggleSaved } from '../store/known.ts';
import { words } from '../strings/strings.ts';
import { Help } from './help.tsx';
import { pressedKey } from './pressed.ts';

/** The second key of a sequence is waited for so long (ms). */
const SEQUENCE = 1_500;

/** Whether the list of keys is on screen. */
export const helpOpen = signal(false);
/** What a key has done that is not to be seen: spoken once. */
const told = signal('');

/** Keys for those who read without a pointer. They work everywhere but where text is typed, or over a dialog. */
export function Keys() {
  useLayoutEffect(() => {
    const listen = keyListener();
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  }, []);
  return (
    <>
      <p class="quiet" aria-live="polite">
        {told.value}
      </p>
      {helpOpen.value && <Help onClose={() => (helpOpen.value = false)} />}
    </>
  );
}

const PLAIN: Record<string, () => void> = {
  j: () => step(1),
  k: () => step(-1),
  o: () => cardInFocus()?.querySelector<HTMLElement>('h2 a')?.click(),
  s: () => void save(),
  '/': search,
  '?': () => (helpOpen.value = true),
};

const AFTER_G: Record<string, () => void> = {
  h: () => go(addressOf({ screen: 'front' })),
  s: () => go(addressOf({ screen: 'saved' })),
  m: () => go(addressOf({ screen: 'mirrors' })),
};

function keyListener(): (event: KeyboardEvent) => void {
  let after = Number.NEGATIVE_INFINITY;
  return (event) => {
    const key = isTyping(event.target) || document.querySelector('dialog[open]') ? '' : pressedKey(event);
    if (key === '') return;
    const action = (event.timeStamp - after < SEQUENCE ? AFTER_G : PLAIN)[key];
    after = key === 'g' ? event.timeStamp : Number.NEGATIVE_INFINITY;
    if (!action) return;
    // Some browsers search the page at a slash.
    event.preventDefault();
    action();
  };
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement && (target.isContentEditable || target.matches('input, textarea, select'))
  );
}

/** Opens the search, or goes back to its field. */
function search(): void {
  go(addressOf({ screen: 'search' }));
  document.querySelector<HTMLElement>('main input[type=search]')?.focus();
}

function go(address: string): void {
  location.hash = address;
}

function cardInFocus(): HTMLElement | null {
  return document.activeElement?.closest<HTMLElement>('.card') ?? null;
}

/** Moves the focus to the next article of a list or the one before; at first to the topmost that is on screen. */
function step(by: 1 | -1): void {
  const links = [...document.querySelectorAll<HTMLElement>('.cards h2 a')];
  const now = cardInFocus();
  const at = now ? links.findIndex((link) => now.contains(link)) + by : links.findIndex(isOnScreen);
  links[at]?.focus();
}

function isOnScreen(link: HTMLElement): boolean {
  return link.getBoundingClientRect().top >= 0;
}

/** Saves the article on screen or in focus, or lets it go. */
async function save(): Promise<void> {
  const id = route.value.screen === 'article' ? route.value.id : cardInFocus()?.dataset.id;
  if (!id) return;
  // Results of the search say nothing of what is held.
  await learnNew([id]);
  await toggleSaved(id);
  const t = words.value;
  // As on the button: it is called saved only once all of it is here.
  const isSaved = heldOf.value.get(id)?.whole ? t.keys.isSaved : t.article.saving;
  told.value = placeOf.value.get(id)?.saved ? isSaved : t.keys.isLetGo;
}
