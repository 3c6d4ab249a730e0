interface ChoiceProps<Value extends string> {
  name: string;
  label: string;
  hint?: string;
  value: NoInfer<Value> | string;
  options: Record<string, string>;
  onChoose: (value: Value) => void;
}

/** A question with a few answers, one of which holds. */
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
