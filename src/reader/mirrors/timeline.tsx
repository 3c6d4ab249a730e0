import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { Attempt } from '../../engine/messages.ts';
import { sizeOf, waitOf } from '../parts/time.ts';
import { hostOf } from '../store/line.ts';
import { language, words } from '../strings/strings.ts';

/** How much of the past is drawn, in ms. */
const SPAN = 60_000;
const ROW = 22;

const TONE: Record<Attempt['outcome'], string> = {
  open: 'open',
  ok: 'good',
  'not-newer': 'good',
  outrun: 'new',
  old: 'slow',
  refused: 'bad',
  hang: 'bad',
  stall: 'bad',
  status: 'bad',
  blockpage: 'bad',
  lies: 'bad',
};

/** The last minute of requests, a row for each mirror; the same as a list for those who do not see it. */
export function Timeline({ attempts }: { attempts: readonly Attempt[] }) {
  const t = words.value.mirrors;
  const now = useSignal(Date.now());
  useEffect(() => {
    const timer = setInterval(() => (now.value = Date.now()), 1000);
    return () => clearInterval(timer);
  }, [now]);
  const latest = attempts.slice(-200);
  // An idle app shows its last minute of work, not an empty field.
  const lastStart = latest.at(-1)?.start ?? now.value;
  const end = now.value - lastStart > SPAN ? lastStart + SPAN / 2 : now.value;
  const shown = latest.filter((one) => (one.end ?? now.value) > end - SPAN);
  const hosts = [...new Set(shown.map((one) => hostOf(one.url)))].sort();
  const x = (at: number): number => Math.max(0, Math.min(100, 100 - (100 * (end - at)) / SPAN));
  return (
    <section class="timeline" aria-labelledby="timeline">
      <h2 id="timeline">{t.timeline}</h2>
      <p class="meta">{t.timelineHint}</p>
      {shown.length === 0 ? (
        <p class="empty">{t.timelineNone}</p>
      ) : (
        <>
          <svg width="100%" height={hosts.length * ROW * 2} aria-hidden="true">
            {hosts.map((host, row) => (
              <g key={host}>
                <text x="0" y={row * ROW * 2 + 15}>
                  {host}
                </text>
                <line x1="0" x2="100%" y1={row * ROW * 2 + 30} y2={row * ROW * 2 + 30} />
                {shown
                  .filter((one) => hostOf(one.url) === host)
                  .map((one) => (
                    <rect
                      key={one.start}
                      class={TONE[one.outcome]}
                      x={`${x(one.start)}%`}
                      width={`${Math.max(0.8, x(one.end ?? now.value) - x(one.start))}%`}
                      y={row * ROW * 2 + 24}
                      height="12"
                      rx="3"
                    />
                  ))}
              </g>
            ))}
          </svg>
          <p class="scale" aria-hidden="true">
            <span>{t.ago(Math.round((now.value - end + SPAN) / 1000))}</span>
            <span>{end === now.value ? t.now : t.ago(Math.round((now.value - end) / 1000))}</span>
          </p>
          <details>
            <summary>{t.list}</summary>
            <ol reversed>
              {[...shown].reverse().map((one) => (
                <li key={`${one.url}${one.start}`}>
                  {hostOf(one.url)}, {t.what[one.what]}: {t.outcome[one.outcome]}
                  {one.end !== null && `, ${waitOf(one.end - one.start, language.value)}`}
                  {one.bytes > 0 && `, ${sizeOf(one.bytes, language.value)}`}
                </li>
              ))}
            </ol>
          </details>
        </>
      )}
    </section>
  );
}
