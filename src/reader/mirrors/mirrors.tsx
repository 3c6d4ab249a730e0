import type { LaneReport } from '../../engine/messages.ts';
import { clockTime, sizeOf, waitOf } from '../parts/time.ts';
import { engine } from '../store/engine.ts';
import { diagnose, hostOf, isDown } from '../store/line.ts';
import { tell } from '../store/ports.ts';
import { language, words } from '../strings/strings.ts';
import { Timeline } from './timeline.tsx';

/** Which mirrors work, how fast, and what is wrong, in plain words and drawn. */
export function Mirrors() {
  const t = words.value.mirrors;
  const state = engine.value;
  const lanes = state?.lanes ?? [];
  const longest = Math.max(500, ...lanes.map((lane) => lane.wait ?? 0));
  return (
    <>
      <h1 tabIndex={-1}>{t.title}</h1>
      <p>{t.intro}</p>
      <section class="notice" aria-label={t.explain}>
        <p>{t.diagnosis[diagnose(lanes)]}</p>
      </section>
      {lanes.length === 0 ? (
        <p class="empty">{t.none}</p>
      ) : (
        <ul class="lanes">
          {lanes.map((lane) => (
            <Lane lane={lane} longest={longest} via={state?.via ?? null} key={lane.url} />
          ))}
        </ul>
      )}
      <p>
        <button type="button" class="button" onClick={() => tell({ type: 'retry' })}>
          {t.retry}
        </button>
      </p>
      <Timeline attempts={state?.timeline ?? []} />
    </>
  );
}

function Lane({ lane, longest, via }: { lane: LaneReport; longest: number; via: string | null }) {
  const t = words.value.mirrors;
  const host = hostOf(lane.url);
  const facts = [
    lane.wait === null ? '' : t.waitOf(waitOf(lane.wait, language.value)),
    lane.rate === null ? '' : t.rateOf(sizeOf(lane.rate, language.value)),
    lane.edition === null ? '' : t.edition(lane.edition),
    lane.restsUntil > Date.now() ? t.rests(clockTime(lane.restsUntil, language.value)) : '',
    lane.requests === 0 ? '' : t.requests(lane.requests),
    lane.bytes === 0 ? '' : sizeOf(lane.bytes, language.value),
    lane.failures === 0 ? '' : t.failures(lane.failures),
  ].flatMap((fact) => (fact === '' ? [] : [fact.replaceAll(' ', '\u00a0')]));
  const tone =
    lane.verdict === 'new' ? 'new' : isDown(lane) ? 'bad' : lane.verdict === 'slow' ? 'slow' : 'good';
  return (
    <li class={`lane ${tone}`}>
      <h2>{host}</h2>
      <p class="verdict">
        <svg class="dot" viewBox="0 0 12 12" width="12" height="12" aria-hidden="true">
          {tone === 'bad' ? (
            <path d="M2 2l8 8M10 2l-8 8" />
          ) : (
            <circle cx="6" cy="6" r={tone === 'new' ? 4 : 5} />
          )}
        </svg>
        {t.verdict[lane.verdict]}
        {via !== null && hostOf(via) === host && `; ${t.current}`}
        {host === location.host && ` (${t.own})`}
      </p>
      {lane.wait !== null && (
        <svg class="bar" width="100%" height="8" aria-hidden="true">
          <rect class="track" width="100%" height="8" rx="4" />
          <rect width={`${Math.max(1, (100 * lane.wait) / longest)}%`} height="8" rx="4" />
        </svg>
      )}
      <p class="meta">{facts.join('\u00a0· ')}</p>
    </li>
  );
}
