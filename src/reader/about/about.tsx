import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { helpOpen } from '../keys/keys.tsx';
import { edition, nameOf } from '../store/edition.ts';
import { library } from '../store/ports.ts';
import { words } from '../strings/strings.ts';

/** What this app is, what it holds to, and whose news it shows. */
export function About() {
  const publication = useSignal<string | null>(null);
  useEffect(() => {
    void library()
      .publication()
      .then((id) => {
        publication.value = id;
      });
  }, [publication]);
  const t = words.value.about;
  return (
    <div class="article">
      <h1 tabIndex={-1}>{t.title}</h1>
      <p>{t.what}</p>
      <ul>
        {t.principles.map((principle) => (
          <li key={principle}>{principle}</li>
        ))}
      </ul>
      <p class="buttons">
        <a class="button" href="#/welcome">
          {words.value.welcome.again}
        </a>
        <a class="button" href="#/share">
          {words.value.share.app}
        </a>
        <button type="button" class="button" onClick={() => (helpOpen.value = true)}>
          {words.value.keys.title}
        </button>
      </p>
      <h2>{t.publication}</h2>
      {edition.value && <p>{nameOf(edition.value.name)}</p>}
      <h3>{t.fingerprint}</h3>
      {publication.value ? (
        <p>
          <code class="fingerprint">{publication.value.match(/.{1,4}/g)?.join(' ')}</code>
        </p>
      ) : (
        <p>{t.fingerprintNone}</p>
      )}
      <p class="meta">{t.fingerprintHint}</p>
      <h2>{t.licences}</h2>
      <p>{t.licencesBody}</p>
    </div>
  );
}
