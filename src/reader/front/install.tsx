import { installWay, offered, promptInstall } from '../install.ts';
import { Banner } from '../messages/after.tsx';
import { Icon } from '../parts/icon.tsx';
import { addressOf } from '../router.ts';
import { note, settings } from '../store/settings.ts';
import { words } from '../strings/strings.ts';
import { whyInstall } from '../welcome/ways.ts';

/** What stands below the list: a banner of the paper, and how to keep the app. */
export function Install() {
  return (
    <>
      <Banner />
      <InstallHint />
    </>
  );
}

/** Offers to put the app on the home screen, by the browser's own question or by its steps. Closed for good by one tap. */
function InstallHint() {
  const t = words.value;
  const way = installWay();
  if (settings.value.installHintClosed || way === 'installed' || way === 'other') return null;
  return (
    <section class="install" aria-label={t.install.label}>
      <h2>{t.install.title}</h2>
      <p>{whyInstall(way)}</p>
      {offered.value ? (
        <button type="button" class="button primary" onClick={() => void promptInstall()}>
          {t.install.button}
        </button>
      ) : (
        <a class="button" href={addressOf({ screen: 'welcome' })}>
          {t.install.how}
        </a>
      )}
      <button
        type="button"
        class="icon-button close"
        onClick={() => void note({ installHintClosed: Date.now() })}
      >
        <Icon name="close" />
        <span class="quiet">{t.close}</span>
      </button>
    </section>
  );
}
