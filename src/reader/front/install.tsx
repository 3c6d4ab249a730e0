import { installWay, offered, promptInstall } from '../install.ts';
import { Icon } from '../parts/icon.tsx';
import { choose, settings } from '../store/settings.ts';
import { words } from '../strings/strings.ts';

/** How to put the app on the home screen, in the words of the browser at hand. Closed for good by one tap. */
export function Install() {
  const t = words.value;
  const way = installWay();
  if (settings.value.installHintClosed || (way === 'none' && !offered.value)) return null;
  const steps = way === 'ios' ? t.install.ios : way === 'firefox' ? t.install.firefox : [];
  return (
    <section class="install" aria-label={t.install.label}>
      <h2>{t.install.title}</h2>
      <p>{way === 'ios' ? t.install.iosWhy : way === 'in-app' ? t.install.inApp : t.install.why}</p>
      {steps.length > 0 && (
        <ol>
          {steps.map((step) => (
            <li key={step}>{step}</li>
          ))}
        </ol>
      )}
      {offered.value && (
        <button type="button" class="button primary" onClick={() => void promptInstall()}>
          {t.install.button}
        </button>
      )}
      <button
        type="button"
        class="icon-button close"
        onClick={() => void choose({ installHintClosed: Date.now() })}
      >
        <Icon name="close" />
        <span class="quiet">{t.close}</span>
      </button>
    </section>
  );
}
