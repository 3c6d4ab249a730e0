import type { Settings as Choices, Density } from '../../library/records.ts';
import { Choice, TextSize } from '../parts/choice.tsx';
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
        hint={t.swipeHint}
        checked={now.swipe === true}
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
      <Choice
        name="searchHistory"
        label={t.searchHistory}
        hint={t.searchHistoryHint}
        value={now.searchHistory ? 'on' : 'off'}
        options={t.searchHistoryOptions}
        onChoose={(choice: string) => {
          void choose({ searchHistory: choice === 'on' });
          if (choice === 'off') void library().saveQueries([]);
        }}
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
        <label class="check" lang={tag} key={tag}>
          <input
            type="checkbox"
            name="reading"
            value={tag}
            checked={listed.includes(tag)}
            // The last one stays: a list of nothing is no choice.
            disabled={listed.length === 1 && listed.includes(tag)}
            onChange={() => toggle(tag)}
          />
          {LANGUAGES[tag] ?? ownName(tag)}
        </label>
      ))}
      <p class="meta" id="hint-reading">
        {t.readingHint}
      </p>
    </fieldset>
  );
}

interface CheckProps {
  name: string;
  label: string;
  hint: string;
  checked: boolean;
  onChoose: (checked: boolean) => void;
}

function Check({ name, label, hint, checked, onChoose }: CheckProps) {
  return (
    <div class="field">
      <label class="check">
        <input
          type="checkbox"
          name={name}
          checked={checked}
          aria-describedby={`hint-${name}`}
          onChange={(event) => onChoose(event.currentTarget.checked)}
        />
        {label}
      </label>
      <p class="meta" id={`hint-${name}`}>
        {hint}
      </p>
    </div>
  );
}
