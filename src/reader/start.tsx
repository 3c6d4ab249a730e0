import { effect } from '@preact/signals';
import { render } from 'preact';
import type { FromEngine, ToEngine } from '../engine/messages.ts';
import type { ReadingLibrary } from '../library/reading.ts';
import { followLine, lineOf } from './ahead.ts';
import { App } from './app.tsx';
import { awaitInstallOffer } from './install.ts';
import { isFront, readScreen } from './last-screen.ts';
import { keepMarks } from './marks.ts';
import { afterPaint } from './parts/paint.ts';
import { clockTime } from './parts/time.ts';
import { scriptUrl } from './policy.ts';
import { startRouter } from './router.ts';
import { openArticle, readAhead } from './store/article.ts';
import { beginSession, edition, endSession, loadEdition, shownLanguages } from './store/edition.ts';
import { hear, engine as reported } from './store/engine.ts';
import { heldOf, learn } from './store/known.ts';
import { fillList, fillRoom, fillScreen, list, turnLists } from './store/lists.ts';
import { loadMessages, messages } from './store/messages.ts';
import { announce, follow, library, plug } from './store/ports.ts';
import { dressPage, loadSettings, settings } from './store/settings.ts';
import { chooseLanguage, language, words } from './strings/strings.ts';
import { followWorker } from './worker.ts';

/** A picture of the front page is taken when nothing has changed on it for so long (ms). */
const SCREEN_RESTS = 300;

export interface Parts {
  openLibrary: () => Promise<ReadingLibrary>;
  /** Address of the engine's script. */
  engineUrl: string;
  /** Address of the stylesheet. */
  stylesUrl: string;
}

/**
 * Starts the reader in whatever document it was loaded into: paints what is held before anything asks the network,
 * then starts the engine and follows it.
 */
export async function startReader({ openLibrary, engineUrl, stylesUrl }: Parts): Promise<void> {
  awaitInstallOffer();
  language.value = chooseLanguage(navigator.languages);
  const queue: ToEngine[] = [];
  let send = (message: ToEngine): void => {
    queue.push(message);
  };
  const opening = openLibrary();
  // The first date that a browser writes takes a slow phone 150 ms: while the store is being opened it has them.
  await new Promise((resolve) => setTimeout(resolve));
  clockTime(Date.now(), language.value);
  const opened = await opening.catch((error: unknown) => {
    // Never a blank page: the static headlines stay if there are any, and the reason is said.
    const place = document.getElementById('app') ?? document.body;
    const line = place.querySelector('[role=status]') ?? document.createElement('p');
    line.setAttribute('role', 'status');
    line.textContent = `${words.value.status.problem['storage-broken']}.`;
    if (!line.isConnected) {
      line.className = 'notice';
      // As far from the edges of the screen as everything else.
      place.classList.add('app');
      place.prepend(line);
    }
    throw error;
  });
  let stop = (): void => {};
  plug({ library: opened, tell: (message) => send(message), stop: () => stop() });
  await Promise.all([loadSettings(), loadEdition(), loadMessages()]);
  beginSession();
  addEventListener('pointerdown', readAhead, { passive: true });
  startRouter((next) => (next.screen === 'article' ? openArticle(next.id, next.q) : undefined));
  keepMarks(document.documentElement);
  follow((change) => {
    switch (change.what) {
      case 'edition':
        void loadEdition().then(fillList);
        break;
      case 'cards':
        void loadEdition().then(fillList);
        break;
      case 'articles':
        void learn(change.ids ?? list.value.cards.map((card) => card.id));
        break;
      case 'settings':
        void loadSettings();
        break;
      case 'messages':
        void loadMessages();
        break;
      case 'mirrors':
        break;
    }
  });
  const mounted = mount(stylesUrl).then(afterPaint);
  void mounted.then(fillRoom).then(() => shownLanguages.subscribe(turnLists));
  // What is held is painted first. With nothing held it is the engine that gets what the screen waits for.
  if (edition.value) await mounted;
  followWorker(() => scriptUrl('sw.js', engineUrl));

  const publication = await publicationOf(opened);
  const engine = new Worker(scriptUrl(engineUrl, engineUrl), { type: 'module' });
  engine.addEventListener('message', (event: MessageEvent<FromEngine>) => hear(event.data));
  send = (message) => engine.postMessage(message);
  send({ type: 'start', publication, base: new URL('./', document.baseURI).href, ...lineOf() });
  for (const message of queue.splice(0)) send(message);
  // Whatever was written between the first reading and the engine's start (by the service worker, or another tab).
  announce({ type: 'changed', what: 'edition' });

  let ended = false;
  let keeping: ReturnType<typeof setTimeout> | undefined;
  effect(() => {
    // Whatever changes the front page: its picture is taken once it has come to rest.
    void [edition.value, list.value, heldOf.value, language.value, reported.value?.phase];
    void [messages.value, settings.value];
    clearTimeout(keeping);
    keeping = setTimeout(() => void (ended || keepScreen()), SCREEN_RESTS);
  });
  stop = () => {
    ended = true;
    send = () => {};
    engine.terminate();
  };
  // A browser may keep the page as it is when it is left; what it was writing would hold up all who come after it.
  addEventListener('pagehide', ({ persisted }) => {
    if (!persisted) return;
    stop();
    opened.leave();
  });
  addEventListener('pageshow', ({ persisted }) => persisted && location.reload());
  followLine((line) => send({ type: 'line', ...line }));
  addEventListener('online', () => send({ type: 'sync', why: 'online' }));
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') send({ type: 'sync', why: 'visible' });
    else if (!ended) void Promise.all([endSession(), keepScreen()]);
  });
}

/** Keeps a picture of the front page as data, if it is on screen. */
async function keepScreen(): Promise<void> {
  const container = document.getElementById('app');
  if (!container || !edition.value || !isFront(location.hash)) return;
  await library().saveScreen({
    edition: edition.value.n,
    parts: readScreen(document.documentElement, container),
  });
}

/** Puts the app in place of the static headlines, if there are any, once there is at least as much to show. */
async function mount(stylesUrl: string): Promise<void> {
  let container = document.getElementById('app');
  const headlines = container !== null && container.childElementCount > 0;
  if (headlines && !edition.value) await editionHeld();
  if (!container) {
    container = document.createElement('div');
    container.id = 'app';
    document.body.replaceChildren(container);
  }
  await addStyles(stylesUrl);
  dressPage(document.documentElement);
  // Made beside the page and put into it in one: a slow phone hears its reader between the steps.
  const app = document.createElement('div');
  app.id = 'app';
  render(<App />, app);
  await new Promise((resolve) => setTimeout(resolve));
  await fillScreen();
  container.replaceWith(app);
}

/** The shell's own page has the app's stylesheet; that of a first visit gets it in place of its own styles. */
async function addStyles(url: string): Promise<void> {
  if (document.querySelector('link[rel=stylesheet]')) return;
  const link = document.createElement('link');
  link.rel = 'stylesheet';
  link.href = url;
  await new Promise((resolve) => {
    link.onload = resolve;
    // Bare text is better than none.
    link.onerror = resolve;
    document.head.append(link);
  });
  for (const own of document.querySelectorAll('style')) own.remove();
}

/** Waits until an edition is held; looks every half second, since the service worker may be the one that writes it. */
function editionHeld(): Promise<void> {
  return new Promise((resolve) => {
    const timer = setInterval(() => void loadEdition(), 500);
    const end = effect(() => {
      if (!edition.value) return;
      clearInterval(timer);
      resolve();
      queueMicrotask(() => end());
    });
  });
}

/** The publication of this app; before the first visit is through, waits until the page of that visit has written it. */
async function publicationOf(library: ReadingLibrary): Promise<string> {
  for (;;) {
    const found = await library.publication();
    if (found !== null) return found;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}
