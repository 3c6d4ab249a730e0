import { useComputed, useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { edition } from '../store/edition.ts';
import { came, engine, refresh, refreshing } from '../store/engine.ts';
import { statusLine } from '../store/line.ts';
import { language, words } from '../strings/strings.ts';
import { Icon } from './icon.tsx';

/** The line under the masthead: what is shown and what is wrong. Spoken when it changes; the progress below it is not. */
export function Status() {
  const minute = useSignal(Date.now());
  useEffect(() => {
    const timer = setInterval(() => (minute.value = Date.now()), 60_000);
    return () => clearInterval(timer);
  }, [minute]);
  const line = useComputed(() =>
    statusLine(edition.value, engine.value, words.value, {
      language: language.value,
      own: location.host,
      now: minute.value,
      refreshing: refreshing.value,
      came: came.value,
    }),
  );
  const t = words.value;
  const state = engine.value;
  const underway = state && (state.held < state.wanted || state.picturesLeft > 0) && state.phase !== 'idle';
  return (
    <div class={`status ${line.value.tone}`}>
      <div>
        <p role="status">{line.value.text}</p>
        {underway && (
          <p class="progress">
            {t.status.progress(state.held, state.wanted)}
            {state.picturesLeft > 0 && `, ${t.status.pictures(state.picturesLeft)}`}
          </p>
        )}
      </div>
      <button
        type="button"
        class="icon-button"
        onClick={() => void refresh()}
        aria-disabled={refreshing.value}
      >
        <Icon name="refresh" />
        <span class="quiet">{refreshing.value ? t.front.refreshing : t.front.refresh}</span>
      </button>
    </div>
  );
}
