import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { installWay, offered, promptInstall } from '../install.ts';
import { engine } from '../store/engine.ts';
import { hostOf } from '../store/line.ts';
import { note } from '../store/settings.ts';
import { words } from '../strings/strings.ts';
import { stepsOf, whyInstall } from './ways.ts';

const SCREENS = [What, Keep, Where];

/** The introduction: what this is, how to keep it, where news comes from. Left at any point, and not offered again. */
export function Welcome() {
  const t = words.value.welcome;
  const at = useSignal(0);
  const root = useRef<HTMLElement>(null);
  const begun = useRef(false);
  useEffect(() => void note({ welcomed: Date.now() }), []);
  useEffect(() => {
    // The first heading gets its focus with the screen itself.
    if (begun.current) root.current?.querySelector<HTMLElement>('h1')?.focus();
    begun.current = true;
  }, [at.value]);
  const Screen = SCREENS[at.value] ?? What;
  const isLast = at.value === SCREENS.length - 1;
  return (
    <section class="intro" ref={root}>
      <p class="meta">{t.step(at.value + 1, SCREENS.length)}</p>
      <Screen />
      <p class="choices">
        {at.value > 0 && (
          <button type="button" class="button" onClick={() => at.value--}>
            {words.value.back}
          </button>
        )}
        {!isLast && (
          <button type="button" class="button primary" onClick={() => at.value++}>
            {t.next}
          </button>
        )}
        <a class={isLast ? 'button primary' : 'button'} href="#/">
          {isLast ? t.done : t.skip}
        </a>
      </p>
    </section>
  );
}

function What() {
  const t = words.value;
  return (
    <>
      <h1 tabIndex={-1}>{t.welcome.what}</h1>
      <p>{t.about.what}</p>
      <ul>
        {[...t.welcome.points, ...t.about.principles.slice(1)].map((point) => (
          <li key={point}>{point}</li>
        ))}
      </ul>
    </>
  );
}

function Keep() {
  const t = words.value.install;
  const way = installWay();
  const steps = stepsOf(way);
  return (
    <>
      <h1 tabIndex={-1}>{t.title}</h1>
      <p>{whyInstall(way)}</p>
      {!offered.value && steps.length > 0 && (
        <ol>
          {steps.map((step) => (
            <li key={step}>{step}</li>
          ))}
        </ol>
      )}
      {offered.value && (
        <p>
          <button type="button" class="button primary" onClick={() => void promptInstall()}>
            {t.button}
          </button>
        </p>
      )}
    </>
  );
}

function Where() {
  const t = words.value;
  const lanes = engine.value?.lanes ?? [];
  return (
    <>
      <h1 tabIndex={-1}>{t.welcome.where}</h1>
      <p>{t.mirrors.intro}</p>
      {lanes.length > 0 && (
        <ul>
          {lanes.map((lane) => (
            <li key={lane.url}>
              {hostOf(lane.url)}: {t.mirrors.verdict[lane.verdict]}
            </li>
          ))}
        </ul>
      )}
      <p>{t.welcome.more}</p>
    </>
  );
}
