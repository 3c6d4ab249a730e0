import type { Ahead, Settings as Choices } from '../../library/records.ts';
import { defaultAhead } from '../ahead.ts';
import { Choice, TextSize } from '../parts/choice.tsx';
import { choose, settings } from '../store/settings.ts';
import { LANGUAGES, words } from '../strings/strings.ts';
import { Storage } from './storage.tsx';

/** The reader's choices. Each takes effect at once. */
export function Settings() {
  const t = words.value.settings;
  const now = settings.value;
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
      <TextSize />
      <Choice
        name="region"
        label={t.region}
        hint={t.regionHint}
        value={now.region}
        options={t.regionOptions}
        onChoose={(region: Choices['region']) => void choose({ region })}
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
