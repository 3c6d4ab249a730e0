import type { Settings as Choices } from '../../library/records.ts';
import { Choice, TextSize } from '../parts/choice.tsx';
import { choose, settings } from '../store/settings.ts';
import { LANGUAGES, words } from '../strings/strings.ts';
import { AheadChoice } from './ahead-choice.tsx';

/** The reader's choices. Each takes effect at once. */
export function Settings() {
  const t = words.value.settings;
  const now = settings.value;
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
      <TextSize />
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
