import { note, percentOf, settings, TEXT_SIZES } from '../store/settings.ts';
import { words } from '../strings/strings.ts';

interface ChoiceProps<Value extends string> {
  name: string;
  label: string;
  hint?: string;
  value: NoInfer<Value> | string;
  /** What can be chosen, in words; a list where the order matters, since numbers as keys sort themselves. */
  options: Record<string, string> | readonly (readonly [string, string])[];
  onChoose: (value: Value) => void;
}

const entriesOf = (options: ChoiceProps<string>['options']) =>
  Array.isArray(options) ? (options as [string, string][]) : Object.entries(options);

/** A choice of one, as a list that unfolds. */
export function Choice<Value extends string>({
  name,
  label,
  hint,
  value,
  options,
  onChoose,
}: ChoiceProps<Value>) {
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
        {entriesOf(options).map(([key, text]) => (
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

/** A choice of one with all of it in sight; each option of a theme wears its own colours. */
export function Chips({ name, label, value, options, onChoose }: ChoiceProps<string>) {
  return (
    <fieldset class={`chips ${name}`}>
      <legend>{label}</legend>
      {entriesOf(options).map(([key, text]) => (
        <label key={key} class="chip" data-theme={name === 'look' ? key : undefined}>
          <input
            type="radio"
            class="quiet"
            name={name}
            value={key}
            checked={key === value}
            onChange={() => onChoose(key)}
          />
          {text}
        </label>
      ))}
    </fieldset>
  );
}

interface CheckProps {
  name?: string;
  label: string;
  /** The language of the label, where it is not that of the app. */
  language?: string;
  value: boolean;
  /** It cannot be changed now. */
  fixed?: boolean;
  onChoose: (value: boolean) => void;
}

/** Yes or no. */
export function Check({ name, label, language, value, fixed, onChoose }: CheckProps) {
  return (
    <label class="check" lang={language}>
      <input
        type="checkbox"
        name={name}
        value={language}
        checked={value}
        disabled={fixed}
        onChange={(event) => onChoose(event.currentTarget.checked)}
      />
      {label}
    </label>
  );
}

/** The size of the text, step by step. */
export function TextSize() {
  const t = words.value.settings;
  const { textSize } = settings.value;
  const step = (by: number): void => void note({ textSize: Math.min(4, Math.max(-2, textSize + by)) });
  return (
    <fieldset class="field" aria-describedby="size">
      <legend>{t.textSize}</legend>
      <span class="stepper">
        <button type="button" class="button" onClick={() => step(-1)} aria-disabled={textSize <= -2}>
          <span aria-hidden="true">A−</span>
          <span class="quiet">{t.smaller}</span>
        </button>
        <output id="size">{t.textSizeNow(percentOf(textSize))}</output>
        <button
          type="button"
          class="button"
          onClick={() => step(1)}
          aria-disabled={textSize >= TEXT_SIZES.length - 3}
        >
          <span aria-hidden="true">A+</span>
          <span class="quiet">{t.larger}</span>
        </button>
      </span>
    </fieldset>
  );
}
