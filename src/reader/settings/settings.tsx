import type { Ahead, Settings as Choices } from '../../library/records.ts';
import { defaultAhead } from '../ahead.ts';
import { library } from '../store/ports.ts';
import { choose, percentOf, settings, TEXT_SIZES } from '../store/settings.ts';
import { LANGUAGES, words } from '../strings/strings.ts';
import { Storage } from './storage.tsx';

/** The reader's choices. Each takes effect at once. */
export function Settings() {
  const t = words.value.settings;
  const now = settings.value;
  const step = (by: number): void => void choose({ textSize: Math.min(4, Math.max(-2, now.textSize + by)) });
  return (
    <>
      <h1 tabIndex={-1}>{t.title}</h1>
      <Choice
        name="ahead"
        label={t.ahead}
        hint={t.aheadHint}
        value={now.ahead ?? defaultAhead()}
        options={t.aheadOptions}
        onChoose={(ahead: Ahead) => void choose({ ahead })}
      />
      <Choice
        name="language"
        label={t.language}
        value={now.language ?? 'auto'}
        options={{ auto: t.languageAuto, ...LANGUAGES }}
        onChoose={(language: string) => void choose({ language })}
      />
      <Choice
        name="theme"
        label={t.theme}
        value={now.theme}
        options={t.themeOptions}
        onChoose={(theme: Choices['theme']) => void choose({ theme })}
      />
      <fieldset class="field" aria-describedby="size">
        <legend>{t.textSize}</legend>
        <span class="stepper">
          <button type="button" class="button" onClick={() => step(-1)} aria-disabled={now.textSize <= -2}>
            <span aria-hidden="true">A−</span>
            <span class="quiet">{t.smaller}</span>
          </button>
          <output id="size">{t.textSizeNow(percentOf(now.textSize))}</output>
          <button
            type="button"
            class="button"
            onClick={() => step(1)}
            aria-disabled={now.textSize >= TEXT_SIZES.length - 3}
          >
            <span aria-hidden="true">A+</span>
            <span class="quiet">{t.larger}</span>
          </button>
        </span>
      </fieldset>
      <Choice
        name="region"
        label={t.region}
        hint={t.regionHint}
        value={now.region}
        options={t.regionOptions}
        onChoose={(region: Choices['region']) => void choose({ region })}
      />
      <Choice
        name="searchHistory"
        label={t.searchHistory}
        hint={t.searchHistoryHint}
        value={now.searchHistory ? 'on' : 'off'}
        options={t.searchHistoryOptions}
        onChoose={(choice: string) => {
          void choose({ searchHistory: choice === 'on' });
          if (choice === 'off') void library().saveQueries([]);
        }}
      />
      <Storage />
      <p>
        <a class="button" href="#/about">
          {t.about}
        </a>
      </p>
    </>
  );
}

interface ChoiceProps<Value extends string> {
  name: string;
  label: string;
  hint?: string;
  value: NoInfer<Value> | string;
  options: Record<string, string>;
  onChoose: (value: Value) => void;
}

function Choice<Value extends string>({ name, label, hint, value, options, onChoose }: ChoiceProps<Value>) {
  return (
    <div class="field">
      <label for={`choice-${name}`}>{label}</label>
      <select
        id={`choice-${name}`}
        name={name}
        value={value}
        aria-describedby={hint ? `hint-${name}` : undefined}
        // The options are the keys of this very choice.
        onChange={(event) => onChoose(event.currentTarget.value as Value)}
      >
        {Object.entries(options).map(([key, text]) => (
          <option value={key} selected={key === value} key={key}>
            {text}
          </option>
        ))}
      </select>
      {hint && (
        <p class="meta" id={`hint-${name}`}>
          {hint}
        </p>
      )}
    </div>
  );
}
