import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { Passage, Result } from '../../library/search/found.ts';
import { isoTime, shortTime } from '../parts/time.ts';
import { addressOf, returnTo } from '../router.ts';
import { edition, nameOf, shownSections } from '../store/edition.ts';
import { follow } from '../store/ports.ts';
import { settings } from '../store/settings.ts';
import { language, words } from '../strings/strings.ts';
import {
  ask,
  asking,
  askMore,
  failed,
  forgetQueries,
  forgetQuery,
  found,
  held,
  isFiltered,
  keepQuery,
  loadQueries,
  queries,
  query,
  results,
  SPANS,
  type Span,
  section,
  span,
} from './asking.ts';

/** Between the last change of the results and its being said aloud (ms): nobody wants to hear each letter's. */
const SAID_AFTER = 1_000;
/** Between two looks at an index that is growing (ms). */
const LOOK_AGAIN = 1_000;

/** Search in the text of everything that is held. */
export function Search() {
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    // Whoever comes back to results finds them; whoever comes anew finds an empty field.
    if (returnTo.value === null) forgetQuery();
    if (query.value === '') field.current?.focus();
    if (settings.value.searchHistory) void loadQueries();
    if (results.value.length === 0) void ask();
    return followIndex();
  }, []);
  const t = words.value.search;
  const change = (set: () => void): void => {
    set();
    void ask();
  };
  return (
    <>
      <h1 class="quiet" tabIndex={-1}>
        {t.title}
      </h1>
      {/* biome-ignore lint/a11y/useSemanticElements: the element of that name is not known everywhere yet */}
      <form
        class="query"
        role="search"
        onSubmit={(event) => {
          event.preventDefault();
          void keepQuery();
          // The keyboard of a phone hides the results.
          field.current?.blur();
        }}
      >
        <input
          ref={field}
          type="search"
          aria-label={t.title}
          placeholder={t.title}
          value={query.value}
          // Nothing of it is to be kept by the browser, or sent to whoever checks its spelling.
          autocomplete="off"
          autocapitalize="none"
          spellcheck={false}
          enterkeyhint="search"
          maxLength={200}
          onInput={({ currentTarget }) => change(() => (query.value = currentTarget.value))}
        />
        <select
          aria-label={t.section}
          value={section.value}
          onChange={({ currentTarget }) => change(() => (section.value = currentTarget.value))}
        >
          <option value="">{t.anySection}</option>
          {shownSections.value.map(([id, names]) => (
            <option value={id} key={id}>
              {nameOf(names, id)}
            </option>
          ))}
        </select>
        <select
          aria-label={t.time}
          value={span.value}
          // The options are the keys of this very choice.
          onChange={({ currentTarget }) => change(() => (span.value = currentTarget.value as Span))}
        >
          {Object.keys(SPANS).map((key) => (
            <option value={key} key={key}>
              {t.times[key as Span]}
            </option>
          ))}
        </select>
      </form>
      <Spoken />
      <Answer change={change} />
    </>
  );
}

/** Says the count once the results have come to rest. */
function Spoken() {
  const said = useSignal('');
  const isAsked = query.value.trim() !== '' && found.value !== null;
  const now = isAsked ? words.value.search.found(found.value?.total ?? 0) : '';
  useEffect(() => {
    const timer = setTimeout(() => (said.value = now), SAID_AFTER);
    return () => clearTimeout(timer);
  }, [now, said]);
  return (
    <p class="quiet" aria-live="polite">
      {said.value}
    </p>
  );
}

function Answer({ change }: { change: (set: () => void) => void }) {
  const t = words.value.search;
  const answer = found.value;
  if (failed.value) return <p class="notice">{words.value.status.problem['storage-broken']}</p>;
  if (!answer) return null;
  if (query.value.trim().length < 2) return <Before change={change} />;
  if (answer.total === 0) return <Nothing change={change} />;
  return (
    <>
      <p class="meta">{t.found(answer.total)}</p>
      {/* Whoever comes back to a place among them needs their heights; others see the first few alone. */}
      <ol class={returnTo.value === null ? 'cards found anew' : 'cards found'} aria-busy={asking.value}>
        {results.value.map((result) => (
          <Hit result={result} key={result.id} />
        ))}
      </ol>
      {results.value.length < answer.total && (
        <p class="more">
          <button type="button" class="button" onClick={() => void askMore()}>
            {words.value.front.more}
          </button>
        </p>
      )}
    </>
  );
}

/** How many articles can be found so far. */
function Reach() {
  const t = words.value.search;
  const { searchable } = found.value!;
  return (
    <p>
      {t.searchable(searchable)}
      {searchable < held.value && ` ${t.unfinished(held.value - searchable)}`}
    </p>
  );
}

/** Before anything is asked: what can be found, and what was asked before if that is kept. */
function Before({ change }: { change: (set: () => void) => void }) {
  const t = words.value.search;
  return (
    <>
      <div class="empty">
        <p>{t.hint}</p>
        <Reach />
      </div>
      {settings.value.searchHistory && queries.value.length > 0 && (
        <section aria-labelledby="earlier">
          <h2 id="earlier">{t.earlier}</h2>
          <ul class="earlier">
            {queries.value.map((one) => (
              <li key={one}>
                <button type="button" class="button" onClick={() => change(() => (query.value = one))}>
                  {one}
                </button>
              </li>
            ))}
          </ul>
          <button type="button" class="button" onClick={() => void forgetQueries()}>
            {t.forget}
          </button>
        </section>
      )}
    </>
  );
}

function Nothing({ change }: { change: (set: () => void) => void }) {
  const t = words.value.search;
  const { missing } = found.value!;
  return (
    <div class="notice nothing">
      <p>
        <strong>{t.found(0)}</strong>
      </p>
      {missing.length > 0 ? (
        <p>{t.missing(missing.join(', '))}</p>
      ) : (
        !isFiltered.value && <p>{t.notTogether}</p>
      )}
      <Reach />
      {isFiltered.value && (
        <button
          type="button"
          class="button"
          onClick={() =>
            change(() => {
              section.value = '';
              span.value = 'any';
            })
          }
        >
          {t.everywhere}
        </button>
      )}
    </div>
  );
}

function Hit({ result }: { result: Result }) {
  const { id, q, minutes, undated, title, passage } = result;
  const t = words.value;
  const lang = result.language || undefined;
  const ofSection = edition.value?.sections.find(([one]) => one === result.section);
  const at = minutes * 60_000;
  return (
    <li class="card" data-id={id}>
      <div class="words">
        <h2 lang={lang} dir="auto">
          <a href={addressOf({ screen: 'article', id, q })} onClick={() => void keepQuery()}>
            {title.text === '' ? t.front.untitled : <Marked passage={title} />}
          </a>
        </h2>
        {passage.text !== '' && (
          <p lang={lang} dir="auto">
            <Marked passage={passage} />
          </p>
        )}
        <p class="meta">
          {ofSection && <span>{nameOf(ofSection[1], ofSection[0])}</span>}
          {!undated && <time dateTime={isoTime(at)}>{shortTime(at, language.value)}</time>}
        </p>
      </div>
    </li>
  );
}

function Marked({ passage: { text, marks } }: { passage: Passage }) {
  let done = 0;
  const parts = marks.flatMap(([start, end]) => {
    const before = text.slice(done, start);
    done = end;
    return [before, <mark key={start}>{text.slice(start, end)}</mark>];
  });
  return (
    <>
      {parts}
      {text.slice(done)}
    </>
  );
}

/** Asks again while more and more can be found. */
function followIndex(): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const end = follow((change) => {
    if (change.what !== 'search' || results.value.length > 0) return;
    timer ??= setTimeout(() => {
      timer = undefined;
      void ask();
    }, LOOK_AGAIN);
  });
  return () => {
    end();
    clearTimeout(timer);
  };
}
