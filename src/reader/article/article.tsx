import { signal, useSignal } from '@preact/signals';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import { picturesOf, type Article as Text } from '../../edition/body.ts';
import { HeldMark } from '../parts/held.tsx';
import { Icon } from '../parts/icon.tsx';
import { lazy } from '../parts/lazy.tsx';
import { OUTSIDE, safeLink } from '../parts/link.ts';
import { Moment } from '../parts/moment.tsx';
import { minutesOf } from '../parts/time.ts';
import { addressOf } from '../router.ts';
import { ask, followArticle, type Opened, opened } from '../store/article.ts';
import { edition, nameOf } from '../store/edition.ts';
import { engine } from '../store/engine.ts';
import { follow } from '../store/ports.ts';
import { directionOf, language, ownName, words } from '../strings/strings.ts';
import { renderBody } from './body.tsx';
import { Changes } from './changes.tsx';
import { Album } from './figure.tsx';
import { readingMinutes } from './minutes.ts';
import { Pictures } from './pictures.tsx';
import { useReadingPlace } from './place.ts';
import { Related } from './related.tsx';
import { Save } from './save.tsx';
import { ShareLink } from './share-link.tsx';

const AfterText = lazy('AfterText');

const Typography = lazy('Typography');
const Aloud = lazy('Aloud');
const TakenBack = lazy('TakenBack', { spare: true });

/** The reader listens instead of reading. */
const listening = signal(false);

/** One article; as much of it as is held, and what happens about the rest. */
export function Article({ id }: { id: string }) {
  useEffect(() => follow((change) => void followArticle(change)), []);
  // Whoever leaves the articles has heard enough.
  useEffect(
    () => () => {
      listening.value = false;
    },
    [],
  );
  const now = opened.value;
  const here = now?.id === id ? now : null;
  return (
    <>
      {!here && <p class="empty" aria-busy="true" />}
      {here && (here.article ? <Whole article={here.article} key={id} /> : <Missing now={here} />)}
      {/* Goes on from one article to the next: it stays while they change. */}
      {listening.value && <Aloud article={here?.article ?? null} onClose={() => (listening.value = false)} />}
    </>
  );
}

/** What else can be done with the text: set it to one's liking, listen to it. */
function Tools() {
  const t = words.value;
  const isOpen = useSignal(false);
  return (
    <div class="tools" lang={language.value}>
      <button type="button" class="button" onClick={() => (isOpen.value = true)}>
        <span aria-hidden="true">Aa</span> {t.typography.title}
      </button>
      <button
        type="button"
        class="button"
        aria-expanded={listening.value}
        onClick={() => (listening.value = !listening.value)}
      >
        <Icon name="listen" /> {t.article.listen}
      </button>
      {isOpen.value && <Typography onClose={() => (isOpen.value = false)} />}
    </div>
  );
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
  // Mirrors answer, and none of them knows such an article.
  const isUnknown = !now.card && now.problem === 'unreachable' && engine.value?.problem === 'none';
  if (now.problem && now.problem !== 'none' && !isUnknown)
    return `${t.status.problem[now.problem]}. ${t.article.failedWhy}`;
  return now.card ? t.article.failedWhy : t.article.unknown;
}

/** The same article in other languages, each by what its speakers call it. */
function Translations({ of: { translations = {} } }: { of: Text }) {
  const others = Object.entries(translations).filter(([tag]) => /^[a-z]{2,3}$/.test(tag));
  if (others.length === 0) return null;
  return (
    <p>
      {words.value.article.translations}:
      {others.flatMap(([tag, id]) => [
        ' ',
        <a
          class="button"
          lang={tag}
          hreflang={tag}
          href={addressOf({ screen: 'article', id, q: null })}
          key={tag}
        >
          {ownName(tag)}
        </a>,
      ])}
    </p>
  );
}

function Whole({ article }: { article: Text }) {
  const root = useRef<HTMLElement>(null);
  const t = words.value;
  const body = useMemo(() => renderBody(article.body, t, language.value), [article, t]);
  const album = useMemo(
    () => ({
      id: article.id,
      language: article.language,
      pictures: picturesOf(article.body).filter((one) => one.article ?? one.list),
    }),
    [article],
  );
  const time = useMemo(() => minutesOf(readingMinutes(article), language.value), [article, t]);
  // What stands below the text comes after it: on a slow phone it would hold the text up.
  const isPainted = useSignal(false);
  useEffect(() => {
    isPainted.value = true;
  }, []);
  useReadingPlace(article.id, root);
  // An article names its section in words; its card has the id.
  const sectionId = opened.value?.card?.section ?? article.section;
  const section = edition.value?.sections.find(([id]) => id === sectionId);
  const source = safeLink(article.url);
  return (
    <Album.Provider value={album}>
      <article class="article" lang={article.language || undefined} ref={root}>
        <header>
          <p class="publication" lang={language.value}>
            {nameOf(edition.value?.name)}
          </p>
          {section ? (
            <p class="kicker" lang={language.value}>
              <a href={addressOf({ screen: 'section', id: section[0] })}>{nameOf(section[1], section[0])}</a>
            </p>
          ) : (
            article.section !== '' && <p class="kicker">{article.section}</p>
          )}
          <h1 tabIndex={-1} dir="auto">
            {article.title || t.front.untitled}
          </h1>
          {article.by.length > 0 && <p class="byline">{article.by.join(', ')}</p>}
          <p class="times" lang={language.value}>
            <Moment
              label={article.dated === false ? t.article.seen : t.article.published}
              at={article.published * 1000}
            />
            <span class="minutes">{t.article.minutes(time)}</span>
          </p>
          <Changes article={article} />
          <TakenBack id={article.id} />
          <Tools />
          <Pictures id={article.id} />
        </header>
        {/* Not by its first letters: a name in another script may stand there. */}
        <div class="body" dir={article.language ? directionOf(article.language) : 'auto'}>
          {body}
        </div>
        {isPainted.value && (
          <footer lang={language.value}>
            <p class="actions">
              <Save id={article.id} />
              <ShareLink id={article.id} q={opened.value?.card?.q ?? null} />
            </p>
            <p class="meta">
              <HeldMark id={article.id} inWords />
            </p>
            <Translations of={article} />
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
        )}
      </article>
      {isPainted.value && (
        <>
          <AfterText />
          <Related ids={article.related ?? []} id={article.id} />
        </>
      )}
    </Album.Provider>
  );
}
