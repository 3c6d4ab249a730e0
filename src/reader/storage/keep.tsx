import { useEffect, useRef } from 'preact/hooks';
import type { Keep } from '../../library/records.ts';
import { sizeOf } from '../parts/time.ts';
import { Choice } from '../settings/choice.tsx';
import { choose, settings } from '../store/settings.ts';
import { language, words } from '../strings/strings.ts';
import { agree, ask, removing, undo } from './removal.ts';

type Name = keyof typeof words.value.storage.keepOptions;

const RULES: Record<Name, Keep | null> = {
  forever: null,
  ...{ days7: { days: 7 }, days30: { days: 30 }, days90: { days: 90 } },
  ...{ megabytes20: { megabytes: 20 }, megabytes50: { megabytes: 50 }, megabytes200: { megabytes: 200 } },
};

const nameOf = (keep: Keep | undefined): string => {
  if (!keep) return 'forever';
  return 'days' in keep ? `days${keep.days}` : `megabytes${keep.megabytes}`;
};

/** How much stays on the phone; what a shorter rule takes is said before it is followed. */
export function KeepChoice() {
  const t = words.value.storage;
  const now = removing.value;
  const pending = 'removal' in now && now.removal.what === 'old' && now.stage !== 'done';
  const shown = pending && now.removal.what === 'old' ? now.removal.keep : settings.value.keep;
  const take = (name: Name): void => {
    const keep = RULES[name];
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
      options={t.keepOptions}
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
        <button type="button" class="button" onClick={() => void ask({ what: 'read' })}>
          {t.removeRead}
        </button>
        <button type="button" class="button" onClick={() => void ask({ what: 'pictures' })}>
          {t.removePictures}
        </button>
      </p>
      <div aria-live="polite">{now.stage !== 'idle' && now.stage !== 'counting' && <Stage />}</div>
    </>
  );
}

function Stage() {
  const t = words.value.storage;
  const button = useRef<HTMLButtonElement>(null);
  const now = removing.value;
  useEffect(() => {
    if (now.stage === 'asked' || now.stage === 'waiting') button.current?.focus();
  }, [now.stage]);
  if (!('removal' in now)) return <p class="notice">{now.stage === 'undone' ? t.undone : t.nothing}</p>;
  const { ids, bytes, removal } = now;
  const size = sizeOf(bytes, language.value);
  if (now.stage === 'done') return <p class="notice">{t.done(ids.length, size)}</p>;
  if (now.stage === 'waiting')
    return (
      <div class="notice">
        <p>{t.waiting(ids.length, size)}</p>
        <button type="button" class="button" ref={button} onClick={undo}>
          {t.undo}
        </button>
      </div>
    );
  return (
    <div class="notice">
      <p>{t.ask[removal.what](ids.length, size)}</p>
      <button type="button" class="button danger" ref={button} onClick={agree}>
        {t.yes}
      </button>{' '}
      <button type="button" class="button" onClick={undo}>
        {t.no}
      </button>
    </div>
  );
}
