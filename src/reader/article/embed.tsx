import { useSignal } from '@preact/signals';
import { OUTSIDE, safeLink } from '../parts/link.ts';
import { words } from '../strings/strings.ts';

/** What the source had embedded, named but never loaded: the link shows itself on a tap, and only the reader opens it. */
export function Embed({ host, url, title }: { host: string; url: string; title: string }) {
  const shown = useSignal(false);
  const href = safeLink(url);
  return (
    <div class="embed">
      <p>
        <strong>{words.value.article.embed(host)}</strong>
        {title !== '' && <span>{title}</span>}
      </p>
      {href !== null &&
        (shown.value ? (
          <a href={href} {...OUTSIDE}>
            {href}
          </a>
        ) : (
          <button type="button" onClick={() => (shown.value = true)}>
            {words.value.article.embedShow}
          </button>
        ))}
    </div>
  );
}
