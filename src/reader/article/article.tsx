import { useEffect, useMemo, useRef } from 'preact/hooks';
import type { Article as Text } from '../../edition/body.ts';
import { lazy } from '../parts/lazy.tsx';
import { OUTSIDE, safeLink } from '../parts/link.ts';
import { isoTime, longTime } from '../parts/time.ts';
import { addressOf, returnTo } from '../router.ts';
import { ask, followArticle, type Opened, openArticle, opened } from '../store/article.ts';
import { edition, nameOf } from '../store/edition.ts';
import { mark } from '../store/known.ts';
import { follow, library } from '../store/ports.ts';
import { language, words } from '../strings/strings.ts';
import { renderBody } from './body.tsx';
import { ArticleId } from './figure.tsx';
import { placeOnScreen, scrollToPlace } from './place.ts';
import { Related } from './related.tsx';
import { Save } from './save.tsx';
import { ShareLink } from './share-link.tsx';

const AfterText = lazy('AfterText');

/** One article; as much of it as is held, and what happens about the rest. */
export function Article({ id, q }: { id: string; q: number | null }) {
  useEffect(() => {
    void openArticle(id, q);
    return follow((change) => void followArticle(change));
  }, [id, q]);
  const now = opened.value;
  if (!now || now.id !== id || now.state === 'looking') return <p class="empty" aria-busy="true" />;
  return now.article ? <Whole article={now.article} key={id} /> : <Missing now={now} />;
}

function Missing({ now }: { now: Opened }) {
  const t = words.value;
  const failed = now.state === 'failed';
  return (
    <div class="article">
      <h1 tabIndex={-1} lang={now.card?.language}>
        {now.card?.title ?? (failed ? t.article.failed : t.article.loading)}
      </h1>
      {now.card && (
        <p class="summary" lang={now.card.language}>
          {now.card.summary}
        </p>
      )}
      <div class="notice">
        <p>
          <strong>{failed ? t.article.failed : t.article.loading}</strong>
        </p>
        <p>{failed ? reason(now) : t.article.loadingWhy}</p>
        {failed && (
          <button type="button" class="button" onClick={() => void ask(now.id, now.q)}>
            {t.retry}
          </button>
        )}{' '}
        <a class="button" href="#/">
          {t.article.toFront}
        </a>
      </div>
    </div>
  );
}

function reason(now: Opened): string {
  const t = words.value;
  if (now.problem && now.problem !== 'none')
    return `${t.status.problem[now.problem]}. ${t.article.failedWhy}`;
  return now.card ? t.article.failedWhy : t.article.unknown;
}

function Whole({ article }: { article: Text }) {
  const root = useRef<HTMLElement>(null);
  const t = words.value;
  const body = useMemo(() => renderBody(article.body, t, language.value), [article, t]);
  useReadingPlace(article, root.current);
  // An article names its section in words; its card has the id.
  const sectionId = opened.value?.card?.section ?? article.section;
  const section = edition.value?.sections.find(([id]) => id === sectionId);
  const source = safeLink(article.url);
  return (
    <ArticleId.Provider value={article.id}>
      <article class="article" lang={article.language || undefined} dir="auto" ref={root}>
        <header>
          {section ? (
            <p class="kicker" lang={language.value}>
              <a href={addressOf({ screen: 'section', id: section[0] })}>{nameOf(section[1], section[0])}</a>
            </p>
          ) : (
            article.section !== '' && <p class="kicker">{article.section}</p>
          )}
          <h1 tabIndex={-1}>{article.title || t.front.untitled}</h1>
          {article.by.length > 0 && <p class="byline">{article.by.join(', ')}</p>}
          <p class="times" lang={language.value}>
            <Moment
              label={article.dated === false ? t.article.seen : t.article.published}
              seconds={article.published}
            />
            {article.updated !== undefined && article.updated > article.published && (
              <Moment label={t.article.updated} seconds={article.updated} />
            )}
          </p>
        </header>
        <div class="body">{body}</div>
        <footer lang={language.value}>
          <p class="actions">
            <Save id={article.id} />
            <ShareLink id={article.id} q={opened.value?.card?.q ?? null} />
          </p>
          {article.tags.length > 0 && (
            <p class="tags">
              {t.article.tags}: {article.tags.join(', ')}
            </p>
          )}
          {source !== null && (
            <p class="source">
              <a href={source} {...OUTSIDE}>
                {t.article.source}
              </a>{' '}
              <small>({t.article.sourceHint})</small>
            </p>
          )}
        </footer>
      </article>
      <AfterText />
      {article.related && article.related.length > 0 && <Related ids={article.related} />}
    </ArticleId.Provider>
  );
}

function Moment({ label, seconds }: { label: string; seconds: number }) {
  const at = seconds * 1000;
  const iso = isoTime(at);
  if (iso === '') return null;
  return (
    <span>
      {label} <time dateTime={iso}>{longTime(at, language.value)}</time>
    </span>
  );
}

/** Goes to where the reader left off, and keeps the place from then on. */
function useReadingPlace(article: Text, root: HTMLElement | null): void {
  const { id } = article;
  const paragraphs = article.body.length;
  useEffect(() => {
    let gone = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const keep = (): void => {
      clearTimeout(timer);
      timer = undefined;
      const element = document.querySelector('article');
      if (!gone && element)
        void mark(id, { read: Date.now(), paragraph: placeOnScreen(element), paragraphs });
    };
    const note = (): void => {
      timer ??= setTimeout(keep, 700);
    };
    const begin = async (): Promise<void> => {
      const place = await library().place(id);
      if (gone) return;
      const unfinished = place && place.paragraph > 1 && place.paragraph < paragraphs - 2;
      if (unfinished && returnTo.value === null) scrollToPlace(root ?? document, place.paragraph);
      void mark(id, { read: Date.now(), paragraphs });
      addEventListener('scroll', note, { passive: true });
      addEventListener('pagehide', keep);
    };
    void begin();
    return () => {
      clearTimeout(timer);
      gone = true;
      removeEventListener('scroll', note);
      removeEventListener('pagehide', keep);
    };
  }, [id]);
}
