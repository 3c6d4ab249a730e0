import { useSignal } from '@preact/signals';
import { OUTSIDE, safeLink } from '../parts/link.ts';
import { hostOf } from '../store/line.ts';
import { settings } from '../store/settings.ts';
import { words } from '../strings/strings.ts';
import { Law, type Subject } from './law.tsx';

interface Props {
  url: string | undefined;
  label: string;
  about: Subject;
  /** The one thing that this message is for. */
  main?: boolean;
}

/**
 * The way out of a message: what the law says first, the link itself after that, without referrer. Only for readers
 * who said that they live elsewhere, since nobody can tell which pages ask for money.
 */
export function Outside({ url, label, about, main = false }: Props) {
  const open = useSignal(false);
  const href = safeLink(url);
  if (href === null || settings.value.region !== 'elsewhere') return null;
  return (
    <>
      <p>
        <button
          type="button"
          class={main ? 'button primary' : 'button'}
          aria-expanded={open.value}
          onClick={() => (open.value = !open.value)}
        >
          {label}
        </button>
      </p>
      {open.value && (
        <div class="law" role="status">
          <Law about={about} />
          <p>
            <a class="button" href={href} {...OUTSIDE}>
              {words.value.article.embedOpen(href.startsWith('mailto:') ? href.slice(7) : hostOf(href))}
            </a>
          </p>
        </div>
      )}
    </>
  );
}
