/** The app's own files: a newer version of them, and what a first visit left. */
import { MirrorError } from '../courier/courier.ts';
import { isRefusal } from '../edition/refusal.ts';
import { buildShell, getShell, putShell } from '../library/shell.ts';
import { getMeta, shelf } from '../library/store.ts';
import { PRIORITY, type Sync } from './state.ts';

/** Fetches a newer version of the app, if the edition names one, and lays it ready; the reader says when. */
export async function fetchShell(sync: Sync): Promise<void> {
  const { publication, courier } = sync;
  const named = sync.newerShell ?? (await getMeta(publication, 'edition'))?.shell;
  if (!named) return;
  const [version, digest, bytes] = named;
  const installed = await getShell(shelf, publication);
  const newest = installed.next ?? installed.current;
  if (version <= (installed.rejected ?? 0)) return;
  if (newest && newest.version >= version) {
    sync.progress({ newShell: installed.next?.version ?? null });
    return;
  }
  const { root } = (await getMeta(publication, 'root'))!;
  try {
    const next = await buildShell(
      shelf,
      publication,
      [digest, bytes],
      { role: root.roles.shell, known: newest },
      (one, size) => courier.block(one, size, 'shell', PRIORITY.shell),
    );
    const now = await getShell(shelf, publication);
    await putShell(shelf, publication, now.current ? { ...now, next } : { ...now, current: next });
    sync.progress({ newShell: now.current ? next.version : null });
  } catch (error) {
    // A shell that is not whole or badly signed is no reason to stop: the one that runs goes on.
    if (!(error instanceof MirrorError) && !isRefusal(error)) throw error;
    console.warn(error);
  }
}

/** Fetches what a first visit left of the app's files: rare screens and icons. */
export async function completeShell(sync: Sync): Promise<void> {
  const { publication, courier } = sync;
  const { current } = await getShell(shelf, publication);
  const trusted = await getMeta(publication, 'root');
  if (!current || current.whole || !trusted) return;
  const trust = { role: trusted.root.roles.shell, known: null };
  const whole = await buildShell(shelf, publication, current.frame, trust, (one, size) =>
    courier.block(one, size, 'shell', PRIORITY.cards),
  );
  await putShell(shelf, publication, { ...(await getShell(shelf, publication)), current: whole });
  sync.changed('shell');
}
