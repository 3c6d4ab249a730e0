import { Icon } from '../parts/icon.tsx';
import { heldOf, placeOf, toggleSaved } from '../store/known.ts';
import { words } from '../strings/strings.ts';

/** Saves an article or lets it go. It is called saved only once all of it is here. */
export function Save({ id }: { id: string }) {
  const t = words.value.article;
  const saved = Boolean(placeOf.value.get(id)?.saved);
  const whole = heldOf.value.get(id)?.whole;
  return (
    <button type="button" class="button" aria-pressed={saved} onClick={() => void toggleSaved(id)}>
      <Icon name="saved" /> {saved ? (whole ? t.saved : t.saving) : t.save}
    </button>
  );
}
