import type { Costs } from '../../library/ahead.ts';
import type { Ahead } from '../../library/records.ts';
import { defaultAhead, isLineKnown } from '../ahead.ts';
import { Check, Choice } from '../parts/choice.tsx';
import { sizeOf } from '../parts/time.ts';
import { useCounted } from '../storage/counted.ts';
import { count } from '../store/engine.ts';
import { choose, settings } from '../store/settings.ts';
import { language, words } from '../strings/strings.ts';

/** What is fetched before it is asked for, each choice with what it would still cost. */
export function AheadChoice() {
  const now = settings.value;
  const costs = useCounted(() => count('costs'), now.keep);
  const t = words.value.settings;
  const optionOf = ([name, text]: [string, string]): [string, string] => {
    const bytes = costs?.[name as keyof Costs] ?? 0;
    return [name, bytes > 0 ? t.aheadCost(text, sizeOf(bytes, language.value)) : text];
  };
  return (
    <>
      <Choice
        name="ahead"
        label={t.ahead}
        hint={
          now.ahead
            ? t.aheadHint
            : `${t.aheadNow(t.aheadOptions[defaultAhead()].toLowerCase())} ${t.aheadHint}`
        }
        value={now.ahead ?? 'auto'}
        options={{
          auto: t.aheadAuto,
          ...Object.fromEntries(Object.entries(t.aheadOptions).map(optionOf)),
        }}
        onChoose={(chosen: Ahead | 'auto') => void choose({ ahead: chosen === 'auto' ? undefined : chosen })}
      />
      {isLineKnown() && (
        <Check
          name="wifi"
          label={t.wifiOnly}
          value={now.wifiOnly === true}
          onChoose={(wifiOnly) => void choose({ wifiOnly })}
        />
      )}
    </>
  );
}
