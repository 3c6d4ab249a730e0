import { isInstalled } from '../install.ts';
import { engine } from '../store/engine.ts';
import { hostOf } from '../store/line.ts';
import { tell } from '../store/ports.ts';
import { words } from '../strings/strings.ts';

/** What stands on the front page before anything has ever arrived: what is going on, and what can be done. */
export function First() {
  const t = words.value;
  const state = engine.value;
  const failed = state !== null && state.problem !== 'none';
  const lanes = state?.lanes ?? [];
  return (
    <section class="first">
      <h1 tabIndex={-1}>{failed ? t.first.failed : t.first.title}</h1>
      <p>{failed ? `${t.status.problem[state.problem]}.` : t.first.body}</p>
      {isInstalled() && <p>{t.welcome.own}</p>}
      {lanes.length > 0 && (
        <>
          <p>{t.first.trying}</p>
          <ul>
            {lanes.map((lane) => (
              <li key={lane.url}>
                {hostOf(lane.url)}: {t.mirrors.verdict[lane.verdict]}
              </li>
            ))}
          </ul>
        </>
      )}
      {failed && (
        <>
          <p>{t.first.help}</p>
          <button type="button" class="button" onClick={() => tell({ type: 'retry' })}>
            {t.retry}
          </button>
        </>
      )}
    </section>
  );
}
