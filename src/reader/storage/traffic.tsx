import type { Traffic, TrafficDay } from '../../library/records.ts';
import { dayOf, sizeOf } from '../parts/time.ts';
import { engine } from '../store/engine.ts';
import { language, words } from '../strings/strings.ts';

const KINDS = ['head', 'texts', 'pictures', 'app'] as const satisfies readonly (keyof Traffic)[];
const DAYS = 30;
const DAY = 86_400_000;
const HEIGHT = 90;

const totalOf = (bytes: Traffic): number => KINDS.reduce((sum, kind) => sum + bytes[kind], 0);

/** What was fetched: a column a day, and sums by kind of this session and of 30 days. */
export function TrafficFigure({ days }: { days: readonly TrafficDay[] }) {
  const t = words.value.storage;
  const size = (bytes: number): string => sizeOf(bytes, language.value);
  const session = engine.value?.traffic;
  const month = (kind: keyof Traffic): number => days.reduce((sum, { bytes }) => sum + bytes[kind], 0);
  const today = Math.floor(Date.now() / DAY);
  const most = Math.max(1, ...days.map(({ bytes }) => totalOf(bytes)));
  return (
    <section class="traffic" aria-labelledby="traffic">
      <h2 id="traffic">{t.traffic}</h2>
      <p class="meta">{t.trafficHint}</p>
      <svg width="100%" height={HEIGHT} aria-hidden="true">
        <line x1="0" x2="100%" y1={HEIGHT - 0.5} y2={HEIGHT - 0.5} />
        {days.map(({ day, bytes }) => {
          let top = HEIGHT;
          return KINDS.map((kind) => {
            const height = (HEIGHT * bytes[kind]) / most;
            top -= height;
            const x = (100 * (DAYS - 1 - today + day)) / DAYS;
            return (
              <rect class={`k-${kind}`} x={`${x + 0.3}%`} width="2.7%" y={top} height={height} key={kind} />
            );
          });
        })}
      </svg>
      <table>
        <thead>
          <tr>
            <td />
            <th scope="col">{t.session}</th>
            <th scope="col">{t.month}</th>
          </tr>
        </thead>
        <tbody>
          {KINDS.map((kind) => (
            <tr key={kind}>
              <th scope="row">
                <svg class={`swatch k-${kind}`} width="12" height="12" aria-hidden="true">
                  <rect width="12" height="12" rx="2" />
                </svg>{' '}
                {t.kinds[kind]}
              </th>
              <td>{size(session?.[kind] ?? 0)}</td>
              <td>{size(month(kind))}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {days.length > 1 && (
        <details>
          <summary>{t.trafficDays}</summary>
          <ul>
            {[...days].reverse().map(({ day, bytes }) => (
              <li key={day}>
                {dayOf(day * DAY, language.value)}: {size(totalOf(bytes))}
              </li>
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}
