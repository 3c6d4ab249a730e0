import { useEffect, useRef } from 'preact/hooks';
import type { Keep } from '../../library/records.ts';
import { Choice } from '../parts/choice.tsx';
import { sizeOf } from '../parts/time.ts';
import { choose, settings } from '../store/settings.ts';
import { language, words } from '../strings/strings.ts';
import { agree, ask, removing, undo } from './removal.ts';

/** What can be chosen, as it stands in the choice. */
const RULES: readonly Keep[] = [
  ...[7, 30, 90].map((days) => ({ days })),
  ...[20, 50, 200].map((megabytes) => ({ megabytes })),
];

const nameOf = (keep: Keep | undefined): string => (keep ? Object.entries(keep)[0]!.join('') : 'forever');

/** How much stays on the phone; what a shorter rule takes is said before it is followed. */
export function KeepChoice() {
  const t = words.value.storage;
  const now = removing.value;
  const pending = 'removal' in now && now.removal.what === 'old' && now.stage !== 'done';
  const shown = pending && now.removal.what === 'old' ? now.removal.keep : settings.value.keep;
  const take = (name: string): void => {
    const keep = RULES.find((rule) => nameOf(rule) === name);
    if (keep) void ask({ what: 'old', keep });
    else {
      undo();
      void choose({ keep: undefined });
    }
  };
  return (
    <Choice
      name="keep"
      label={t.keep}
      hint={t.keepHint}
      value={nameOf(shown)}
      options={Object.fromEntries([
        ['forever', t.forever],
        ...RULES.map((rule) => [
          nameOf(rule),
          'days' in rule
            ? t.keepDays(rule.days)
            : t.keepSize(sizeOf(rule.megabytes * 1_000_000, language.value)),
        ]),
      ])}
      onChoose={take}
    />
  );
}

/** What can be deleted by hand, and where a deletion stands. */
export function Removals() {
  const t = words.value.storage;
  const now = removing.value;
  return (
    <>
      <p class="buttons">
        {(['read', 'pictures'] as const).map((what) => (
          <button type="button" class="button" onClick={() => void ask({ what })} key={what}>
            {t.remove[what]}
          </button>
        ))}
      </p>
      <div aria-live="polite">{now.stage !== 'idle' && now.stage !== 'counting' && <Stage />}</div>
    </>
  );
}

function Stage() {
  const t = words.value.storage;
  const notice = useRef<HTMLDivElement>(null);
  const now = removing.value;
  useEffect(() => {
    notice.current?.querySelector('button')?.focus();
  }, [now.stage]);
  if (!('removal' in now)) return <p class="notice">{now.stage === 'undone' ? t.undone : t.nothing}</p>;
  const asked = now.stage === 'asked';
  const amount = t.amount(now.ids.length, sizeOf(now.bytes, language.value));
  return (
    <div class="notice" ref={notice}>
      <p>
        {asked
          ? `${t.of(t.remove[now.removal.what], amount)} ${t.keepHint}`
          : `${now.stage === 'done' ? t.done : t.waiting} ${amount}`}
      </p>
      {now.stage !== 'done' && (
        <p class="buttons">
          {asked && (
            <button type="button" class="button danger" onClick={agree}>
              {t.yes}
            </button>
          )}
          <button type="button" class="button" onClick={undo}>
            {asked ? t.no : t.undo}
          </button>
        </p>
      )}
    </div>
  );
}
