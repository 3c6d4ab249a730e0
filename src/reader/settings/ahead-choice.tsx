import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { type Costs, costsAhead } from '../../library/ahead.ts';
import type { Ahead } from '../../library/records.ts';
import { defaultAhead, isLineKnown } from '../ahead.ts';
import { sizeOf } from '../parts/time.ts';
import { follow } from '../store/ports.ts';
import { choose, settings } from '../store/settings.ts';
import { language, words } from '../strings/strings.ts';
import { Choice } from './choice.tsx';

/** What is fetched before it is asked for, each choice with what it would still cost. */
export function AheadChoice() {
  const costs = useSignal<Costs | null>(null);
  const now = settings.value;
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const look = async (): Promise<void> => {
      costs.value = await costsAhead(settings.value.keep, Date.now());
    };
    void look();
    const end = follow(() => {
      timer ??= setTimeout(() => {
        timer = undefined;
        void look();
      }, 1000);
    });
    return () => {
      end();
      clearTimeout(timer);
    };
  }, [costs, now.keep]);
  const t = words.value.settings;
  const optionOf = ([name, text]: [string, string]): [string, string] => {
    const bytes = costs.value?.[name as keyof Costs] ?? 0;
    return [name, bytes > 0 ? t.aheadCost(text, sizeOf(bytes, language.value)) : text];
  };
  return (
    <>
      <Choice
        name="ahead"
        label={t.ahead}
        hint={t.aheadHint}
        value={now.ahead ?? defaultAhead()}
        options={Object.fromEntries(Object.entries(t.aheadOptions).map(optionOf))}
        onChoose={(ahead: Ahead) => void choose({ ahead })}
      />
      {isLineKnown() && (
        <div class="field">
          <label class="check">
            <input
              type="checkbox"
              name="wifi"
              checked={now.wifiOnly ?? false}
              aria-describedby="hint-wifi"
              onChange={(event) => void choose({ wifiOnly: event.currentTarget.checked })}
            />{' '}
            {t.wifiOnly}
          </label>
          <p class="meta" id="hint-wifi">
            {t.wifiOnlyHint}
          </p>
        </div>
      )}
    </>
  );
}
