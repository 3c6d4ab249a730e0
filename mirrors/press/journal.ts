/** What a run does, noted as it goes: how long each step took, and what a person was told. */
import type { Reporter } from './index.ts';

/** A line of the log. */
export interface Note {
  /** ISO 8601, UTC. */
  at: string;
  level: 'info' | 'warning' | 'error';
  what: string;
  /** Seconds, where it is the end of a step. */
  seconds?: number;
}

export interface Journal extends Reporter {
  /** Does a step, and notes how long it took. */
  step<T>(name: string, work: () => Promise<T>): Promise<T>;
  /** Seconds of each step, in the order of their ends. */
  readonly steps: { name: string; seconds: number }[];
  readonly notes: Note[];
  /** Notes what the report says in a list of its own. */
  note(what: string): void;
}

/** A journal that passes on to a reporter what it is told. */
export function openJournal(reporter: Reporter): Journal {
  const steps: Journal['steps'] = [];
  const notes: Note[] = [];
  const note = (level: Note['level'], what: string, seconds?: number) => {
    notes.push({ at: new Date().toISOString(), level, what, ...(seconds !== undefined && { seconds }) });
  };
  return {
    ...{ steps, notes, progress: reporter.progress },
    note: (what) => note('info', what),
    warn(sentence) {
      note('warning', sentence);
      reporter.warn(sentence);
    },
    async step(name, work) {
      const started = performance.now();
      try {
        return await work();
      } catch (error) {
        note('error', error instanceof Error ? error.message : String(error));
        throw error;
      } finally {
        const seconds = Math.round(performance.now() - started) / 1000;
        steps.push({ name, seconds });
        note('info', name, seconds);
      }
    },
  };
}
