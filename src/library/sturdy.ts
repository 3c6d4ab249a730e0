/**
 * Connections to a database die and hang, in WebKit above all (https://bugs.webkit.org/show_bug.cgi?id=197050): what
 * fails on one once fails on it for ever. So a dead connection is given up, and nothing is waited for without end.
 */

/** The database does not answer, or another tab keeps it from being opened. */
export class StorageError extends Error {
  override name = 'StorageError';
}

/** How long to wait (ms): for another tab that keeps the old database, for an opening, for a transaction, for an answer. */
export const LIMITS = { blocked: 3_000, opening: 10_000, transaction: 30_000, answer: 15_000 };

/** Why the last transaction was given up: requests that were under way only say that it was. */
let failure: DOMException | undefined;

/** What lies behind an error of the database. */
export function causeOf(error: unknown): unknown {
  const { name } = (error ?? {}) as Error;
  return name === 'AbortError' || name === 'TransactionInactiveError' ? (failure ?? error) : error;
}

/** Whether nothing more can be expected of the connection that an error came from. */
export function isDead(error: unknown): boolean {
  const { name } = (error ?? {}) as Error;
  return name === 'InvalidStateError' || name === 'UnknownError' || name === 'StorageError';
}

/** A promise that fails if it takes longer than it may (ms). */
export function within<T>(promise: Promise<T>, limit: number): Promise<T> {
  let timer: ReturnType<typeof setTimeout>;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new StorageError('no answer')), limit);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

/** Transactions that are under way. */
const open = new Set<IDBTransaction>();
let isLeft = false;

/**
 * Gives up what is under way, and begins nothing more. WebKit keeps a page that was left as it was, its transactions
 * among it: whoever opens the database next would wait for them, for half an hour and more
 * (https://bugs.webkit.org/show_bug.cgi?id=315804).
 */
export function leave(): void {
  isLeft = true;
  for (const transaction of open) {
    try {
      transaction.abort();
    } catch {
      // It is ending by itself.
    }
  }
}

/** Watches the transactions of a connection: `lost` is called when it is dead. A transaction that hangs is given up. */
export function watch(database: IDBDatabase, lost: () => void): void {
  const begin = database.transaction.bind(database);
  database.transaction = (...options) => {
    if (isLeft) throw new DOMException('the page was left', 'AbortError');
    let transaction: IDBTransaction;
    try {
      transaction = begin(...options);
    } catch (error) {
      if (isDead(error)) lost();
      throw error;
    }
    const timer = setTimeout(() => {
      failure = new DOMException('a transaction hangs', 'UnknownError');
      lost();
      transaction.abort();
    }, LIMITS.transaction);
    const note = (): void => {
      if (transaction.error) failure = transaction.error;
    };
    const end = (): void => {
      clearTimeout(timer);
      open.delete(transaction);
    };
    open.add(transaction);
    // Before anybody hears of a request that failed with it.
    transaction.addEventListener('error', note, true);
    transaction.addEventListener('complete', end);
    transaction.addEventListener('abort', () => {
      end();
      note();
      if (isDead(transaction.error)) lost();
    });
    return transaction;
  };
}

/** The same functions, each of which tries once more on a new connection where the one it had is dead. */
export function retrying<T extends object>(functions: T, drop: () => void): T {
  const again =
    (run: (...options: unknown[]) => Promise<unknown>) =>
    async (...options: unknown[]) => {
      try {
        return await within(run(...options), LIMITS.answer);
      } catch (error) {
        if (!isDead(causeOf(error))) throw error;
        drop();
        return within(run(...options), LIMITS.answer);
      }
    };
  return Object.fromEntries(Object.entries(functions).map(([name, run]) => [name, again(run)])) as T;
}
