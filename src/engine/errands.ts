/** What a reader waits for beside a sync (an article that was opened, a picture in full), whichever tab is at work. */
import { LOCK } from '../library/lock.ts';
import { answerOf, type FromEngine, type Problem, type Want } from './messages.ts';

/** What a tab asks the engine at work in another one for. */
export type Elsewhere = Want & { type: 'want-elsewhere' };

export interface Errands {
  /** Fetches an article: asked of whoever is at work, by this engine itself where nobody answers. */
  fetch(want: Want): Promise<void>;
  /** Runs what nobody else can be asked for; while another tab is at work it waits for its turn. */
  run(id: string, task: () => Promise<Problem>): Promise<void>;
  /** Answers another tab, if this engine is at work. */
  serve(want: Want): void;
  /** Another tab has answered: nothing more is to be done about it here. */
  answered(id: string): void;
  /** Another tab has come to work, and has not heard yet what this one waits for. */
  askAgain(): void;
  /** This engine has come to work: it sees itself to what no other tab has answered. */
  takeOver(): void;
  /** Resolves once all that was begun beside the sync has come: the lock must not go before. */
  settled(): Promise<void>;
}

export function createErrands(ports: {
  /** Whether this engine holds the lock for a sync. */
  isAtWork(): boolean;
  /** Runs a task under the lock, with mirrors to ask. */
  withMirrors(task: () => Promise<void>): Promise<void>;
  want(want: Want): Promise<Problem>;
  problemOf(error: unknown): Problem;
  /** To the page of this engine. */
  tell(message: FromEngine): void;
  /** To the engines of other tabs. */
  tellTabs(message: FromEngine | Elsewhere): void;
}): Errands {
  const { isAtWork, withMirrors, want, problemOf, tell, tellTabs } = ports;
  /** What another tab was asked for, and how this one would get it itself, by the id of its answer. */
  const asked = new Map<string, { message: Elsewhere; attempt: () => Promise<void> }>();
  const underway = new Set<Promise<void>>();

  async function answer(id: string, task: () => Promise<Problem>): Promise<FromEngine> {
    const problem = await task().catch(problemOf);
    return { type: 'got', id, ok: problem === 'none', problem };
  }

  function beside(attempt: Promise<void>): void {
    const begun = attempt.finally(() => underway.delete(begun));
    underway.add(begun);
  }

  return {
    async fetch(wanted) {
      const id = answerOf(wanted);
      const attempt = async () => tell(await answer(id, () => want(wanted)));
      if (isAtWork()) return beside(attempt());
      const isMine = await navigator.locks.request(LOCK, { ifAvailable: true }, async (lock) => {
        if (lock) await withMirrors(attempt);
        return lock !== null;
      });
      if (isMine) return;
      const message: Elsewhere = { ...wanted, type: 'want-elsewhere' };
      asked.set(id, { message, attempt });
      tellTabs(message);
      // Whoever is at work may end, or be closed, before it hears.
      await navigator.locks.request(LOCK, async () => {
        if (asked.delete(id)) await withMirrors(attempt);
      });
    },
    async run(id, task) {
      const attempt = async () => tell(await answer(id, task));
      if (isAtWork()) return beside(attempt());
      await navigator.locks.request(LOCK, () => withMirrors(attempt));
    },
    serve(wanted) {
      if (isAtWork()) beside(answer(answerOf(wanted), () => want(wanted)).then(tellTabs));
    },
    answered: (id) => void asked.delete(id),
    askAgain() {
      for (const { message } of asked.values()) tellTabs(message);
    },
    takeOver() {
      for (const { attempt } of asked.values()) beside(attempt());
      asked.clear();
    },
    async settled() {
      while (underway.size > 0) await Promise.all(underway);
    },
  };
}
