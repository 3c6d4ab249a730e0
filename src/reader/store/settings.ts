import { effect, signal } from '@preact/signals';
import type { Settings } from '../../library/records.ts';
import { bring, chooseLanguage, directionOf, isHere, language, words } from '../strings/strings.ts';
import { library, tell } from './ports.ts';

/** Sizes of text in percent, from step -2 to step 4. */
export const TEXT_SIZES = [80, 90, 100, 115, 130, 160, 200] as const;

export const settings = signal<Settings>({ region: 'unknown', theme: 'auto', textSize: 0 });

/** The size of text in percent at a step. */
export function percentOf(step: number): number {
  return TEXT_SIZES[step + 2] ?? 100;
}

/** Reads the settings, and the words of the language that they ask for. */
export async function loadSettings(): Promise<void> {
  const found = await library().settings();
  await bring(wantedLanguage(found));
  settings.value = found;
}

function wantedLanguage({ language: chosen }: Settings): string {
  return chooseLanguage([chosen ?? 'auto', ...navigator.languages]);
}

/** Keeps a choice of the reader. The engine is told, since it may follow from it what to fetch. */
export async function choose(change: Partial<Settings>): Promise<void> {
  await note(change);
  tell({ type: 'settings' });
}

/** Keeps what concerns the screens alone: nothing is fetched for it. */
export async function note(change: Partial<Settings>): Promise<void> {
  settings.value = { ...settings.value, ...change };
  settings.value = await library().saveSettings(change);
}

/** Sets language, direction, theme and size on the root element whenever they change. */
export function dressPage(root: HTMLElement): void {
  effect(() => {
    const { theme, textSize, typography = {} } = settings.value;
    const wanted = wantedLanguage(settings.value);
    // Runs once more when the words have come; without them the language stays one whose words are here.
    if (isHere(wanted)) language.value = wanted;
    else void bring(wanted);
    if (!isHere(language.value)) language.value = 'en';
    root.lang = language.value;
    root.dir = directionOf(language.value);
    root.dataset.theme = theme;
    root.style.fontSize = `${percentOf(textSize)}%`;
    const { lines, width, face, hyphens } = typography;
    // What was not chosen is left to the style sheet.
    const chosenType = {
      '--lines': lines,
      '--measure': width && `${width}rem`,
      '--face': face && `var(--${face})`,
      '--hyphens': hyphens === false && 'manual',
    };
    for (const [name, value] of Object.entries(chosenType)) root.style.setProperty(name, `${value || ''}`);
    // Always the neutral name: no headline may stand in a list of tabs or in the history.
    document.title = words.value.app;
  });
}
