/** Answers the page's requests from what is held. */
import { getShell, readFile, tryShell } from '../library/shell.ts';
import { get, getHere, healShell } from './install.ts';
import { rescuePage } from './rescue.ts';
import { shelf } from './shelf.ts';

/** How long a page may wait for the store to open, or for its files to be mended, before it is done without (ms). */
const HEAL_LIMIT = 8_000;
/** How long a first visit's page may take to come from the network before the rescue screen is shown (ms). */
const NETWORK_LIMIT = 15_000;

/** For the engine, a worker of the page: it may ask mirrors, and load nothing. The page's own policy is in it. */
const POLICY = 'connect-src https: http:';

/** The page: the shell's own once it is installed, else what the network has. */
export async function servePage(request: Request): Promise<Response> {
  try {
    // Another tab that keeps an old database holds up whoever opens it, without end.
    const publication = await within(getHere(), HEAL_LIMIT);
    const entry = publication && (await tryShell(shelf, publication));
    if (entry) {
      const file = await serveFile('index.html');
      // Without its script the page would stay blank.
      return file && (await serveFile(entry)) ? withScreen(publication, file) : rescuePage();
    }
  } catch {
    // A broken store: the network may still have a page.
  }
  return within(fetch(request), NETWORK_LIMIT).catch(rescuePage);
}

/** The page with what it last looked like in it: painted before any script has run. */
async function withScreen(publication: string, page: Response): Promise<Response> {
  const parts = (await get(publication, 'screen'))?.parts ?? ['', ''];
  let at = 0;
  // Of an attribute that is there twice the first counts.
  return new Response(
    (await page.text()).replace(/<html|id="app">/g, (mark) => mark + parts[at++]),
    page,
  );
}

/** A file of the shell in use or of the one before; null where no shell has it. */
export async function serveFile(path: string): Promise<Response | null> {
  const publication = await getHere();
  if (!publication) return null;
  const { current, previous } = await getShell(shelf, publication);
  if (!current) return null;
  const find = async () => {
    for (const shell of [current, previous]) {
      const file = shell && (await readFile(shelf, publication, shell.version, path));
      if (file)
        return new Response(file.bytes, {
          headers: {
            'Content-Type': file.type,
            'Content-Security-Policy': POLICY,
            'Cache-Control': 'no-store',
          },
        });
    }
    return null;
  };
  const file = await find();
  if (file || !belongs(path)) return file;
  // No mirror answers, or not in time: what is there is looked for once more, and the rescue screen says the rest.
  await within(healShell(publication), HEAL_LIMIT).catch(() => undefined);
  return find();
}

/** Whether the shell should have such a file: its own names are all under `assets/`, `icons/` or at the top. */
function belongs(path: string): boolean {
  return path === 'index.html' || /^(assets|icons)\/|\.webmanifest$/.test(path);
}

function within<T>(promise: Promise<T>, ms: number): Promise<T> {
  return Promise.race([promise, new Promise<never>((_, reject) => setTimeout(reject, ms, 'hang'))]);
}
