import { signal } from '@preact/signals';

/** What an address names. */
export type Route =
  | { screen: 'front' }
  | { screen: 'section'; id: string }
  | { screen: 'article'; id: string; q: number | null }
  /** Without an id: the way to the whole app. */
  | { screen: 'share'; id: string | null; q: number | null }
  | { screen: 'saved' | 'search' | 'mirrors' | 'settings' | 'storage' | 'about' | 'welcome' };

/** Reads the part of an address after `#`; what nobody knows is the front page. */
export function parseAddress(hash: string): Route {
  const [first = '', second = ''] = hash.replace(/^#?\/?/, '').split('/');
  switch (first) {
    case 'a':
    case 'share': {
      const [id = '', mark = ''] = second.split('.');
      const q = /^\d{1,12}$/.test(mark) ? Number(mark) : null;
      const isId = /^[\w-]{1,64}$/.test(id);
      if (first === 'share') return { screen: 'share', id: isId ? id : null, q: isId ? q : null };
      return isId ? { screen: 'article', id, q } : { screen: 'front' };
    }
    case 'section': {
      const id = decode(second);
      return id === '' ? { screen: 'front' } : { screen: 'section', id };
    }
    case 'saved':
    case 'search':
    case 'mirrors':
    case 'settings':
    case 'storage':
    case 'about':
    case 'welcome':
      return { screen: first };
    default:
      return { screen: 'front' };
  }
}

/** The address of a route, `#` included. With its q an article's address can be given to others. */
export function addressOf(route: Route): string {
  switch (route.screen) {
    case 'front':
      return '#/';
    case 'section':
      return `#/section/${encodeURIComponent(route.id)}`;
    case 'article':
    case 'share': {
      const { screen, id, q } = route;
      if (id === null) return '#/share';
      return `#/${screen === 'share' ? screen : 'a'}/${id}${q === null ? '' : `.${q}`}`;
    }
    default:
      return `#/${route.screen}`;
  }
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // A mangled address is no section: the caller goes to the front page.
    return '';
  }
}

interface Entry {
  /** How far this entry of the history had been scrolled, in px. */
  y?: number;
  /** How many entries of this app lie before it. */
  depth?: number;
}

/** The route shown now. Set by the browser's history alone. */
export const route = signal<Route>({ screen: 'front' });

/** Where to scroll to once the screen is painted; null: the screen decides (a new entry). */
export const returnTo = signal<number | null>(null);

let leave: (() => void) | null = null;

/** What the screen on show does before another one comes, while all of it is still there. */
export function onLeave(last: (() => void) | null): void {
  leave = last;
}

const entry = (): Entry => (history.state as Entry | null) ?? {};

function keep(change: Entry): void {
  history.replaceState({ ...entry(), ...change }, '');
}

/** Whether "back" stays inside the app. */
export function canGoBack(): boolean {
  return (entry().depth ?? 0) > 0;
}

/** A screen that takes longer than this to be ready is shown without (ms). */
const READY = 200;

/**
 * Starts to follow the address; scroll places live in the history's entries, so that "back" finds them. `prepare` hears
 * of each screen before it is shown: the one before stays until it is done, rather than an empty one for a moment.
 */
export function startRouter(prepare: (next: Route) => Promise<void> | undefined): void {
  history.scrollRestoration = 'manual';
  let depth = entry().depth ?? 0;
  let target = parseAddress(location.hash);
  void prepare(target);
  route.value = target;
  returnTo.value = entry().y ?? null;

  let timer: ReturnType<typeof setTimeout> | undefined;
  const note = (): void => {
    clearTimeout(timer);
    timer = undefined;
    const y = Math.round(scrollY);
    // Writing into the history has the page wait for the browser: a tap on a list at rest need not.
    if (entry().y !== y) keep({ y });
  };
  const follow = (): void => {
    clearTimeout(timer);
    timer = undefined;
    const { depth: known, y } = entry();
    // A link inside the app makes an entry that holds nothing of ours yet.
    if (known === undefined) keep({ depth: depth + 1 });
    depth = known ?? depth + 1;
    const next = parseAddress(location.hash);
    if (addressOf(next) === addressOf(target)) return;
    target = next;
    const show = (): void => {
      // Whoever has gone on meanwhile is not called back.
      if (target !== next) return;
      leave?.();
      returnTo.value = known === undefined ? null : (y ?? 0);
      route.value = next;
    };
    const ready = prepare(next);
    if (ready) void Promise.race([ready, new Promise((resolve) => setTimeout(resolve, READY))]).then(show);
    else show();
  };
  addEventListener('popstate', follow);
  // Not every browser tells of a followed fragment link by popstate; a second call changes nothing.
  addEventListener('hashchange', follow);
  // Browsers allow about 100 changes of the history in 30 s, so not at every scroll event.
  addEventListener('scroll', () => (timer ??= setTimeout(note, 400)), { passive: true });
  addEventListener('click', note, { capture: true });
  addEventListener('pagehide', note);
  // Nothing leaves this entry before the first paint, which need not wait for the history to be written.
  setTimeout(() => keep({ depth }));
}
