/**
 * The start of a first visit, inline in the page's head: it must work while the rest of the page is still on its way,
 * or frozen for good, so it runs on timers of its own and waits for no `load` event.
 */
import { hasNativeEd25519 } from '../edition/ed25519.ts';
import type { PublicationCard } from '../edition/paths.ts';
import type { FromWorker, ToWorker } from '../worker/protocol.ts';

/** Until a file of the way in has come whole (ms); between two starts on one name. */
const PATIENCE = 4_000;
const GAP = 450;
/** How often the worker is asked again while no mirror gives the app (ms). */
const ASK_AGAIN = 12_000;

const SAYING = {
  ru: {
    getting: 'Получаем приложение для чтения…',
    waiting: 'Зеркала пока не отвечают, пробуем снова. Заголовки ниже уже можно читать.',
    without: 'Это окно не хранит приложение. Чтобы читать без связи, откройте адрес в обычном окне браузера.',
    old: 'Этот браузер слишком старый: нужен Chrome 106, Firefox 115 или Safari 16.4 и новее.',
  },
  en: {
    getting: 'Getting the reading app…',
    waiting: 'The mirrors do not answer yet, trying again. The headlines below can be read already.',
    without:
      'This window does not keep the app. To read with no connection, open the address in an ordinary window.',
    old: 'This browser is too old: it takes Chrome 106, Firefox 115 or Safari 16.4, or newer.',
  },
};

const language = navigator.language.startsWith('ru') ? 'ru' : 'en';
const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

function say(what: keyof (typeof SAYING)['ru'] | ''): void {
  const line = document.getElementById('boot');
  if (line) {
    line.lang = language;
    line.textContent = what && SAYING[language][what];
  }
}

/** Fetches a file of the way in until it came whole: a frozen registration would block this address for good. */
async function fetchWhole(path: string): Promise<void> {
  for (;;) {
    const aborter = new AbortController();
    const timer = setTimeout(() => aborter.abort(), PATIENCE);
    try {
      // Without `credentials: 'omit'`: that would keep it off the spare connection that Chromium opens with the page.
      const answer = await fetch(path, { signal: aborter.signal });
      if (answer.ok && /javascript/.test(answer.headers.get('Content-Type') ?? '')) {
        await answer.arrayBuffer();
        return;
      }
    } catch {
      say('waiting'); // refused, frozen or called off by the timer: all the same, tried again
    } finally {
      clearTimeout(timer);
    }
    await wait(GAP + PATIENCE / 4);
  }
}

/** One policy for the one script address that this page hands to the browser. */
function workerUrl(): string {
  const url = new URL('sw.js', location.href).href;
  const types = (
    window as {
      trustedTypes?: { createPolicy(name: string, rules: object): { createScriptURL(url: string): string } };
    }
  ).trustedTypes;
  return types ? types.createPolicy('boot', { createScriptURL: () => url }).createScriptURL(url) : url;
}

/** Opens a connection for the worker, which cannot do so before it asks. */
function preconnect(url: string): void {
  const link = document.createElement('link');
  link.rel = 'preconnect';
  link.crossOrigin = 'anonymous';
  link.href = url;
  document.head.append(link);
}

/** What a script imports at once. */
const IMPORTS = /(from|import)\s*[`"']\.\/([\w.-]+\.js)[`"']/g;

/**
 * Starts the app from its files, where no service worker can answer for them: each becomes a blob, and what the scripts
 * say of files is put into terms of blobs. Those that a script needs at once come before it; what it needs later is
 * looked up in a table when its time comes.
 */
async function startFromFiles(entry: string, files: { path: string; bytes: ArrayBuffer }[]): Promise<void> {
  const code = new Map(
    files
      .filter(({ path }) => path.endsWith('.js'))
      .map(({ path, bytes }) => [path.replace(/.*\//, ''), new TextDecoder().decode(bytes)]),
  );
  const parts: Record<string, string> = {};
  (window as { parts?: object }).parts = parts;
  for (const { path, bytes } of files.filter(({ path }) => path.endsWith('.css')))
    parts[path.replace(/.*\//, '')] = URL.createObjectURL(new Blob([bytes], { type: 'text/css' }));
  const isReady = (text: string) => [...text.matchAll(IMPORTS)].every(([, , name]) => parts[name!]);
  while (code.size > 0) {
    const next = [...code].find(([, text]) => isReady(text));
    if (!next) throw new Error('the scripts of the app import each other in a circle');
    const [name, text] = next;
    code.delete(name);
    const linked = text
      .replace(IMPORTS, (_, word: string, from: string) => `${word}"${parts[from]}"`)
      .replace(/import\([`"']\.\/([\w.-]+\.js)[`"']\)/g, 'import(parts["$1"])')
      .replace(/new URL\([`"']([\w.-]+\.(?:js|css))[`"'],\s*import\.meta\.url\)/g, 'new URL(parts["$1"])');
    parts[name] = URL.createObjectURL(new Blob([linked], { type: 'text/javascript' }));
  }
  await import(/* @vite-ignore */ parts[entry.replace(/.*\//, '')]!);
}

/** What the worker has to know. */
function hello(card: PublicationCard): ToWorker {
  const [way] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
  return {
    type: 'publication',
    card,
    connect: way ? (way.secureConnectionStart || way.connectEnd) - way.connectStart : 0,
  };
}

/** Where service workers are missing: the very same file as a plain worker. The app reads, but must be got each time. */
function startPlain(card: PublicationCard, url: string): void {
  const worker = new Worker(url);
  worker.addEventListener('message', ({ data }: MessageEvent<FromWorker>) => {
    if (data.type === 'preconnect') preconnect(data.url);
    if (data.type !== 'files') return;
    clearInterval(timer);
    say('without');
    void startFromFiles(data.entry, data.files);
  });
  const ask = () => worker.postMessage(hello(card));
  const timer = setInterval(ask, ASK_AGAIN);
  ask();
}

async function start(): Promise<void> {
  const root = document.documentElement;
  const workers = navigator.serviceWorker as ServiceWorkerContainer | undefined;
  await wait(0);
  if (typeof DecompressionStream === 'undefined') return say('old');
  const card = JSON.parse(
    document.getElementById('publication')?.textContent ?? 'null',
  ) as PublicationCard | null;
  if (!card) return;
  say('getting');
  if (!workers) {
    await fetchWhole('sw.js');
    return startPlain(card, workerUrl());
  }
  root.dataset.worker = 'installing';
  let started = false;
  let entry = '';
  const startApp = () => {
    if (started || !entry || !workers.controller) return;
    started = true;
    say('');
    // The worker answers this from the verified shell: the app takes over this very page, with no navigation.
    void import(/* @vite-ignore */ new URL(entry, new URL('./', location.href)).href);
  };
  workers.addEventListener('controllerchange', startApp);
  workers.addEventListener('message', ({ data }: MessageEvent<FromWorker>) => {
    if (data?.type === 'preconnect') preconnect(data.url);
    if (data?.type !== 'shell') return;
    entry = data.entry;
    if (!entry) say('waiting');
    startApp();
  });
  workers.startMessages();
  await fetchWhole('sw.js');
  if (!(await hasNativeEd25519())) {
    await wait(GAP);
    await fetchWhole('ed.js');
  }
  await wait(GAP);
  const url = workerUrl();
  try {
    await workers.register(url, { updateViaCache: 'all' });
  } catch (error) {
    console.warn(error); // forbidden here, as in some private windows
    return startPlain(card, url);
  }
  const { active } = await workers.ready;
  while (!started) {
    (workers.controller ?? active)?.postMessage(hello(card));
    await wait(ASK_AGAIN);
  }
}

start().catch((error) => {
  console.error(error);
  say('without');
});
