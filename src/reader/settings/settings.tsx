import type { Settings as Choices, Density } from '../../library/records.ts';
import { Check, Choice, TextSize } from '../parts/choice.tsx';
import { isListed, publicationLanguages, shownLanguages } from '../store/edition.ts';
import { library } from '../store/ports.ts';
import { choose, settings } from '../store/settings.ts';
import { LANGUAGES, ownName, words } from '../strings/strings.ts';
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
      <Reading />
      <Choice
        name="density"
        label={words.value.front.density}
        value={now.density ?? 'cards'}
        options={words.value.front.densityOptions}
        onChoose={(density: Density) => void choose({ density })}
      />
      <Check
        name="swipe"
        label={t.swipe}
        value={now.swipe === true}
        onChoose={(swipe) => void choose({ swipe })}
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
      <Check
        name="searchHistory"
        label={t.searchHistory}
        value={now.searchHistory === true}
        onChoose={(searchHistory) => {
          void choose({ searchHistory });
          if (!searchHistory) void library().saveQueries([]);
        }}
      />
      <p class="buttons">
        <a class="button" href="#/storage">
          {t.storage}
        </a>
        <a class="button" href="#/about">
          {words.value.about.title}
        </a>
      </p>
    </>
  );
}

/** Languages whose articles are listed: of those that the publication has, at least one. */
function Reading() {
  const t = words.value.settings;
  const all = publicationLanguages.value;
  if (all.length < 2) return null;
  const listed = all.filter((tag) => isListed(tag, shownLanguages.value));
  const toggle = (tag: string): void => {
    const next = listed.includes(tag) ? listed.filter((one) => one !== tag) : [...listed, tag];
    void choose({ reading: next });
  };
  return (
    <fieldset class="field" aria-describedby="hint-reading">
      <legend>{t.reading}</legend>
      {all.map((tag) => (
        <Check
          name="reading"
          language={tag}
          label={LANGUAGES[tag] ?? ownName(tag)}
          value={listed.includes(tag)}
          // The last one stays: a list of nothing is no choice.
          fixed={listed.length === 1 && listed.includes(tag)}
          onChoose={() => toggle(tag)}
          key={tag}
        />
      ))}
      <p class="meta" id="hint-reading">
        {t.readingHint}
      </p>
    </fieldset>
  );
}
