import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { Article } from '../../edition/body.ts';
import { Law } from '../messages/law.tsx';
import { addressOf } from '../router.ts';
import { engine } from '../store/engine.ts';
import { hostOf, isDown } from '../store/line.ts';
import { library } from '../store/ports.ts';
import { words } from '../strings/strings.ts';
import { plainText } from './text.ts';

/**
 * Sharing an article, or (without one) the way to all of them. What can be punished is said before anything is
 * offered; then the text without an address, and the address of a mirror without a headline in it.
 */
export function Share({ id, q }: { id: string | null; q: number | null }) {
  const t = words.value.share;
  const article = useSignal<Article | null>(null);
  useEffect(() => {
    article.value = null;
    if (id !== null)
      void library()
        .article(id)
        .then((found) => {
          article.value = found;
        });
  }, [id]);
  return (
    <div class="sharing">
      <h1 tabIndex={-1}>{t.title}</h1>
      {article.value && (
        <p class="summary" lang={article.value.language || undefined} dir="auto">
          {article.value.title}
        </p>
      )}
      <section class="notice" aria-labelledby="before">
        <h2 id="before">{t.before}</h2>
        <h3>{t.public}</h3>
        <Law about="public" />
        <h3>{t.private}</h3>
        <Law about="private" />
      </section>
      {article.value && (
        <Offer title={t.text} hint={t.textHint} content={{ text: plainText(article.value) }} />
      )}
      <Link hash={id === null ? '' : addressOf({ screen: 'article', id, q })} />
    </div>
  );
}

/** The address on a mirror of the reader's choice; those that work come first. */
function Link({ hash }: { hash: string }) {
  const t = words.value.share;
  const lanes = engine.value?.lanes ?? [];
  const bases = [...lanes.filter((lane) => !isDown(lane)), ...lanes.filter(isDown)].map((lane) => lane.url);
  const own = new URL('./', document.baseURI).href;
  const known = [...new Set(bases.length > 0 ? bases : [own])];
  const chosen = useSignal<string | null>(null);
  const base = chosen.value !== null && known.includes(chosen.value) ? chosen.value : known[0]!;
  return (
    <Offer
      title={hash === '' ? t.app : t.link}
      hint={hash === '' ? t.appHint : t.linkHint}
      content={{ url: base + hash }}
    >
      <div class="field">
        <label for="share-mirror">{t.mirror}</label>
        <select
          id="share-mirror"
          value={base}
          onChange={(event) => (chosen.value = event.currentTarget.value)}
        >
          {known.map((url) => (
            <option value={url} key={url}>
              {hostOf(url)}
            </option>
          ))}
        </select>
      </div>
      <p>
        <code>{base + hash}</code>
      </p>
    </Offer>
  );
}

interface OfferProps {
  title: string;
  hint: string;
  content: { text: string } | { url: string };
  children?: preact.ComponentChildren;
}

/** One thing that can be given: copied, or handed to another app where the browser can do that. */
function Offer({ title, hint, content, children }: OfferProps) {
  const t = words.value.share;
  const said = useSignal('');
  const byHand = useSignal(false);
  const text = 'text' in content ? content.text : content.url;
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(text);
      said.value = t.copied;
    } catch {
      // Not allowed here: the reader can still mark and copy it.
      byHand.value = true;
      said.value = t.byHand;
    }
  };
  const send = async (): Promise<void> => {
    try {
      await navigator.share(content);
    } catch {
      // Called off in the system's own sheet: nothing to say.
    }
  };
  return (
    <section>
      <h2>{title}</h2>
      <p class="meta">{hint}</p>
      {children}
      <p class="choices">
        <button type="button" class="button" onClick={() => void copy()}>
          {t.copy}
        </button>
        {'share' in navigator && (
          <button type="button" class="button" onClick={() => void send()}>
            {t.send}
          </button>
        )}
        <span role="status">{said.value}</span>
      </p>
      {byHand.value && <textarea readOnly rows={6} aria-label={title} value={text} />}
    </section>
  );
}
