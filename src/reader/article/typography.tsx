import type { Theme, Typography as Type } from '../../library/records.ts';
import { Check, Chips, TextSize } from '../parts/choice.tsx';
import { Dialog } from '../parts/dialog.tsx';
import { note, settings } from '../store/settings.ts';
import { words } from '../strings/strings.ts';

/** How the text of all articles is set. The text itself stays in sight, and changes at once. */
export function Typography({ onClose }: { onClose: () => void }) {
  const t = words.value.typography;
  const { themeOptions, theme: look } = words.value.settings;
  const { theme, typography = {} } = settings.value;
  const set = (change: Type): void => void note({ typography: { ...typography, ...change } });
  return (
    <Dialog name="sheet" label={t.title} onClose={onClose}>
      <TextSize />
      <Chips
        name="look"
        label={look}
        value={theme}
        options={themeOptions}
        // The options are the keys of this very choice.
        onChoose={(chosen) => void note({ theme: chosen as Theme })}
      />
      <Chips
        name="face"
        label={t.face}
        value={typography.face ?? 'serif'}
        options={t.faceOptions}
        onChoose={(face) => set({ face: face as 'serif' })}
      />
      <Chips
        name="lines"
        label={t.lines}
        value={String(typography.lines ?? 1.6)}
        options={t.linesOptions}
        onChoose={(lines) => set({ lines: Number(lines) })}
      />
      <Chips
        name="width"
        label={t.width}
        value={String(typography.width ?? 44)}
        options={t.widthOptions}
        onChoose={(width) => set({ width: Number(width) })}
      />
      <Check
        label={t.hyphens}
        value={typography.hyphens !== false}
        onChoose={(hyphens) => set({ hyphens })}
      />
    </Dialog>
  );
}
