import { type Signal, useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { PERIODS, type Period } from '../../edition/message.ts';
import { putOff } from '../store/messages.ts';
import { language, words } from '../strings/strings.ts';
import { Box } from './box.tsx';
import { shown } from './choose.ts';
import { Outside } from './outside.tsx';

/** The paper asks for support: how often, how much, further, or later. Nothing of the choice is kept. */
export function Appeal() {
  const t = words.value.messages;
  const [message] = shown('appeal');
  const putAside = useSignal(false);
  const period = useSignal<Period | null>(null);
  const sum = useSignal<number | null>(null);
  if (!message) return putAside.value ? <p role="status">{t.laterDone}</p> : null;
  const { amounts = {}, currency = 'USD', url = '' } = message;
  const periods = PERIODS.filter((one) => amounts[one]);
  const often = period.value && periods.includes(period.value) ? period.value : periods[0];
  const sums = (often && amounts[often]) || [];
  const much = sum.value !== null && sums.includes(sum.value) ? sum.value : sums[0];
  const money = new Intl.NumberFormat(language.value, {
    style: 'currency',
    currency,
    minimumFractionDigits: 0,
  });
  return (
    <Box message={message} label={t.appeal}>
      {periods.length > 0 && (
        <Choice legend={t.often} name="often" options={periods} chosen={often} onChoose={period}>
          {(one) => t.periods[one]}
        </Choice>
      )}
      {sums.length > 0 && (
        <Choice legend={t.much} name="much" options={sums} chosen={much} onChoose={sum}>
          {(one) => money.format(one)}
        </Choice>
      )}
      <Outside
        url={url.replaceAll('{period}', often ?? '').replaceAll('{amount}', String(much ?? ''))}
        label={t.continue}
        about="appeal"
        main
      />
      <p>
        {t.notNow}{' '}
        <button
          type="button"
          class="link"
          onClick={() => {
            putAside.value = true;
            putOff('appeal');
          }}
        >
          {t.later}
        </button>
      </p>
    </Box>
  );
}

interface ChoiceProps<T> {
  legend: string;
  name: string;
  options: readonly T[];
  chosen: T | undefined;
  onChoose: Signal<T | null>;
  children: (option: T) => ComponentChildren;
}

function Choice<T extends string | number>({
  legend,
  name,
  options,
  chosen,
  onChoose,
  children,
}: ChoiceProps<T>) {
  return (
    <fieldset class="chips">
      <legend>{legend}</legend>
      {options.map((one) => (
        <label class="chip" key={one}>
          <input
            type="radio"
            class="quiet"
            name={name}
            value={one}
            checked={one === chosen}
            onChange={() => (onChoose.value = one)}
          />
          {children(one)}
        </label>
      ))}
    </fieldset>
  );
}
