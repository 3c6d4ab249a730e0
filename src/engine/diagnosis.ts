import type { Told } from '../courier/health.ts';
import type { Lane } from '../courier/lane.ts';
import type { Attempt, LaneReport } from './messages.ts';

/** Attempts that are kept; they live in memory only. */
const KEEP = 120;

/** Gathers what the courier tells, for the screen that draws it. `heard` is called after each. */
export function createDiagnosis(heard: () => void) {
  const attempts: Told[] = [];
  return {
    tell(told: Told): void {
      if (!attempts.includes(told)) {
        attempts.push(told);
        if (attempts.length > KEEP) attempts.shift();
      }
      heard();
    },
    timeline: (): Attempt[] => attempts.map(({ lane, ...rest }) => ({ ...rest, url: lane.url })),
    lanes: (lanes: readonly Lane[]): LaneReport[] =>
      lanes.map((lane) => ({
        url: lane.url,
        network: lane.network,
        verdict: lane.verdict,
        wait: lane.wait || null,
        rate: lane.rate || null,
        restsUntil: lane.restsUntil,
        requests: lane.requests,
        bytes: lane.bytes,
        failures: lane.failures,
        edition: lane.edition,
      })),
  };
}
