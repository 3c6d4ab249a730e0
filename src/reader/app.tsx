import { useSignal } from '@preact/signals';
import type { ComponentChildren, RefObject } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { Article } from './article/article.tsx';
import { Front } from './front/front.tsx';
import { Icon, type IconName } from './parts/icon.tsx';
import { Island } from './parts/island.tsx';
import { lazy } from './parts/lazy.tsx';
import { Status } from './parts/status.tsx';
import { addressOf, canGoBack, type Route, returnTo, route } from './router.ts';
import { acceptUpdate, engine, update } from './store/engine.ts';
import { words } from './strings/strings.ts';

const Saved = lazy('Saved');
const Search = lazy('Search');
const Mirrors = lazy('Mirrors');
const Settings = lazy('Settings');
const Storage = lazy('Storage');
const About = lazy('About');
const Share = lazy('Share');
const Welcome = lazy('Welcome');
const Keys = lazy('Keys', { spare: true });

/** What no change of the screen concerns: being the same, it is not rendered anew. */
const STATUS = <Status />;
const KEYS = <Keys />;

/** Everything on screen: the bar, the status line, one screen, and the ways to the others. */
export function App() {
  const main = useRef<HTMLElement>(null);
  const now = route.value;
  const address = addressOf(now);
  useArrival(main, address);
  const t = words.value;
  return (
    <div class={`app ${now.screen}`}>
      {/* biome-ignore lint/a11y/useValidAnchor: a link of this page, which the router must not take for a screen */}
      <a class="skip" href="#main" onClick={(event) => skip(event, main.current)}>
        {t.skip}
      </a>
      <header class="top">
        {now.screen !== 'front' && now.screen !== 'section' && (
          <button type="button" class="icon-button" onClick={goBack}>
            <Icon name="back" />
            <span class="quiet">{t.back}</span>
          </button>
        )}
        <Navigation now={now} />
        <a
          class="icon-button"
          href={addressOf({ screen: 'search' })}
          aria-current={now.screen === 'search' ? 'page' : undefined}
        >
          <Icon name="search" />
          <span class="quiet">{t.search.title}</span>
        </a>
        {STATUS}
      </header>
      <NewVersion />
      <main id="main" ref={main} tabIndex={-1}>
        {screenOf(now)}
      </main>
      {KEYS}
    </div>
  );
}

function screenOf(now: Route): ComponentChildren {
  switch (now.screen) {
    case 'front':
    case 'section':
      return (
        <Island>
          <Front section={now.screen === 'section' ? now.id : ''} />
        </Island>
      );
    case 'article':
      return <Article id={now.id} />;
    case 'saved':
      return <Saved />;
    case 'search':
      return <Search />;
    case 'mirrors':
      return <Mirrors />;
    case 'settings':
      return <Settings />;
    case 'storage':
      return <Storage />;
    case 'about':
      return <About />;
    case 'share':
      return <Share id={now.id} q={now.q} />;
    case 'welcome':
      return <Welcome />;
  }
}

const PLACES = ['front', 'saved', 'mirrors', 'settings'] as const satisfies readonly IconName[];

function Navigation({ now }: { now: Route }) {
  const t = words.value.nav;
  const here = now.screen === 'section' ? 'front' : now.screen === 'storage' ? 'settings' : now.screen;
  return (
    <nav class="places" aria-label={t.label}>
      <ul>
        {PLACES.map((screen) => (
          <li key={screen}>
            <a href={addressOf({ screen })} aria-current={here === screen ? 'page' : undefined}>
              <Icon name={screen} />
              <span>{t[screen]}</span>
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function NewVersion() {
  const put = useSignal(0);
  const t = words.value.update;
  const version = engine.value?.newShell ?? null;
  if (version === null || put.value === version) return null;
  const working = update.value === 'installing';
  return (
    <section class="update" aria-label={t.button}>
      <p>{working ? t.working : t.text}</p>
      <button type="button" class="button primary" onClick={acceptUpdate} aria-disabled={working}>
        {t.button}
      </button>
      <button type="button" class="button" onClick={() => (put.value = version)}>
        {t.later}
      </button>
    </section>
  );
}

function skip(event: Event, main: HTMLElement | null): void {
  event.preventDefault();
  main?.focus();
  main?.scrollIntoView();
}

function goBack(): void {
  if (canGoBack()) history.back();
  else location.hash = '#/';
}

/** On a new screen: the place it had (or its top), and the focus on its heading, so that it is read aloud. */
function useArrival(main: RefObject<HTMLElement | null>, address: string): void {
  const first = useRef(true);
  useEffect(() => {
    // An article goes to its own place, which is a paragraph: sizes of letters and screens change.
    const y = route.value.screen === 'article' ? null : returnTo.value;
    const opening = first.current;
    first.current = false;
    if (y === null && !opening) scrollTo({ top: 0, behavior: 'instant' });
    const until = performance.now() + 1000;
    let focused = opening;
    let frame = requestAnimationFrame(function settle() {
      // The screen may still be on its way from the library or from its own file.
      const heading = main.current?.querySelector<HTMLElement>('h1') ?? null;
      // A screen that begins with a field has put the focus there itself.
      focused ||= document.activeElement instanceof HTMLInputElement;
      if (!focused && heading) {
        heading.focus({ preventScroll: true });
        focused = true;
      }
      let placed = y === null;
      if (y !== null && heading) {
        const room = document.documentElement.scrollHeight - innerHeight;
        placed = room >= y;
        scrollTo({ top: Math.min(y, room), behavior: 'instant' });
      }
      if ((!placed || !focused) && performance.now() < until) frame = requestAnimationFrame(settle);
    });
    return () => cancelAnimationFrame(frame);
  }, [address, main]);
}
