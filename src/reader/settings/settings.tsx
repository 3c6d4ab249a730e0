import type { Settings as Choices } from '../../library/records.ts';
import { choose, percentOf, settings, TEXT_SIZES } from '../store/settings.ts';
import { LANGUAGES, words } from '../strings/strings.ts';
import { AheadChoice } from './ahead-choice.tsx';
import { Choice } from './choice.tsx';

/** The reader's choices. Each takes effect at once. */
export function Settings() {
  const t = words.value.settings;
  const now = settings.value;
  const step = (by: number): void => void choose({ textSize: Math.min(4, Math.max(-2, now.textSize + by)) });
  return (
    <>
      <h1 tabIndex={-1}>{t.title}</h1>
      <AheadChoice />
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
      <p class="buttons">
        <a class="button" href="#/storage">
          {t.storage}
        </a>
        <a class="button" href="#/about">
          {t.about}
        </a>
      </p>
    </>
  );
}
