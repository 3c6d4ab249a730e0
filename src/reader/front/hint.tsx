import { useEffect } from 'preact/hooks';
import { isInstalled } from '../install.ts';
import { Icon } from '../parts/icon.tsx';
import { addressOf } from '../router.ts';
import { engine } from '../store/engine.ts';
import { note, settings } from '../store/settings.ts';
import { words } from '../strings/strings.ts';

/**
 * One calm line above the news, and only one: an installed app that is still filling its own storage says so (on an
 * iPhone nothing of what the tab held is in it); whoever is here for the first time is offered the introduction.
 */
export function Hint() {
  const t = words.value.welcome;
  const { held = 0, wanted = 0, phase } = engine.value ?? {};
  const { welcomed, warmed } = settings.value;
  const filling = isInstalled() && !warmed;
  const full = filling && wanted > 0 && held === wanted && phase === 'idle';
  useEffect(() => {
    if (full) void note({ warmed: Date.now() });
  }, [full]);
  if (filling && wanted > 0) return <p class="hint">{held < wanted ? t.filling(held, wanted) : t.filled}</p>;
  if (welcomed) return null;
  return (
    <p class="hint">
      <a href={addressOf({ screen: 'welcome' })}>{t.hint}</a>
      <button type="button" class="icon-button" onClick={() => void note({ welcomed: Date.now() })}>
        <Icon name="close" />
        <span class="quiet">{t.skip}</span>
      </button>
    </p>
  );
}
