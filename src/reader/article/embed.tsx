import { useSignal } from '@preact/signals';
import { useContext } from 'preact/hooks';
import { OUTSIDE, safeLink } from '../parts/link.ts';
import { directionOf, language, words } from '../strings/strings.ts';
import { Album } from './figure.tsx';

/** What the source had embedded, named but never loaded: a tap says what opening it means, only then comes the link. */
export function Embed({ host, url, title }: { host: string; url: string; title: string }) {
  const shown = useSignal(false);
  const href = safeLink(url);
  const { language: tongue } = useContext(Album);
  const t = words.value.article;
  // The name that the browser will go to, whatever the source calls it.
  const target = href === null ? host : new URL(href).host || host;
  return (
    <div class="embed" lang={language.value} dir={directionOf(language.value)}>
      <p>
        <strong>{t.embed(target)}</strong>
        {title !== '' && (
          <span lang={tongue || undefined} dir="auto">
            {title}
          </span>
        )}
      </p>
      {href !== null &&
        (shown.value ? (
          <>
            <p role="status">{t.embedWhy(target)}</p>
            <a class="button" href={href} {...OUTSIDE}>
              {t.embedOpen(target)}
            </a>
          </>
        ) : (
          <button type="button" class="button" onClick={() => (shown.value = true)}>
            {t.embedShow}
          </button>
        ))}
    </div>
  );
}
