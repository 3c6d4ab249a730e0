import { useSignal } from '@preact/signals';
import type { Period } from '../../edition/message.ts';
import { Chips } from '../parts/choice.tsx';
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
  const periods = (Object.keys(t.periods) as Period[]).filter((one) => amounts[one]);
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
        <Chips
          name="often"
          label={t.often}
          value={often ?? ''}
          options={periods.map((one) => [one, t.periods[one]])}
          // The options are periods.
          onChoose={(one) => (period.value = one as Period)}
        />
      )}
      {sums.length > 0 && (
        <Chips
          name="much"
          label={t.much}
          value={String(much)}
          options={sums.map((one) => [String(one), money.format(one)])}
          onChoose={(one) => (sum.value = Number(one))}
        />
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
