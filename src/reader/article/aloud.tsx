import { useSignal, useSignalEffect } from '@preact/signals';
import { useEffect, useLayoutEffect, useMemo, useRef } from 'preact/hooks';
import type { Article } from '../../edition/body.ts';
import type { Aloud as Choices } from '../../library/records.ts';
import { Check, Choice } from '../parts/choice.tsx';
import { IconButton } from '../parts/icon-button.tsx';
import { minutesOf } from '../parts/time.ts';
import { addressOf } from '../router.ts';
import { sameLanguage } from '../store/edition.ts';
import { nextCard } from '../store/lists.ts';
import { note, settings } from '../store/settings.ts';
import { language, words } from '../strings/strings.ts';
import { readSentences, type Sentence } from './sentences.ts';
import { useSilence } from './silence.ts';
import { createSpeaker } from './speaker.ts';

const RATES = ['0.75', '1', '1.25', '1.5', '2'];
const SLEEPS = ['5', '15', '30'];

interface Props {
  article: Article | null;
  onClose: () => void;
}

/** Reads the article on screen aloud, sentence by sentence, and goes on to the next one if asked. */
export function Aloud(props: Props) {
  const t = words.value.aloud;
  return (
    <section class="aloud" aria-label={t.title} lang={language.value}>
      {'speechSynthesis' in globalThis ? <Player {...props} /> : <p role="status">{t.none}</p>}
    </section>
  );
}

function Player({ article, onClose }: Props) {
  const t = words.value.aloud;
  const choices = settings.value.aloud ?? {};
  const set = (change: Choices): void => void note({ aloud: { ...settings.value.aloud, ...change } });
  const tongue = article?.language || language.value;
  const voices = useVoices(tongue);
  // A voice of the network hears every word: never without the reader's choice. What was chosen may be gone by now.
  const chosen = voices.find((one) => one.voiceURI === choices.voices?.[tongue]);
  const voice = chosen ?? voices.find((one) => one.localService) ?? null;
  const sentences = useRef<Sentence[]>([]);
  const loaded = useRef('');
  /** The reader wants to hear: it begins as soon as there are a voice and a text. */
  const wanted = useSignal(true);
  const sleep = useSignal('off');
  const ended = useRef<() => void>(() => {});
  ended.current = () => {
    const next = article && nextCard(article.id);
    wanted.value = sleep.value !== 'end' && Boolean(choices.onward && next);
    if (sleep.value === 'end') sleep.value = 'off';
    if (wanted.value && next) location.hash = addressOf({ screen: 'article', id: next.id, q: next.q });
  };
  const speaker = useMemo(() => createSpeaker(speechSynthesis, () => ended.current()), []);
  const play = (): void => {
    wanted.value = true;
    if (voice) speaker.play();
  };
  const pause = (): void => {
    wanted.value = false;
    speaker.stop();
  };

  useEffect(() => speaker.stop, []);
  useEffect(() => speaker.use(voice && { voice, rate: choices.rate ?? 1 }), [voice, choices.rate]);
  useEffect(() => {
    const root = document.querySelector('article');
    if (!article || !root) return speaker.stop();
    // The same article, in another edition or with its captions: where it was, it goes on.
    const wasAt = loaded.current === article.id ? speaker.at.value : null;
    loaded.current = article.id;
    sentences.current = readSentences(root, tongue, choices.captions === true);
    const onScreen = sentences.current.findIndex(({ range }) => range.getBoundingClientRect().bottom > 0);
    speaker.load(
      sentences.current.map((one) => one.text),
      wasAt ?? onScreen,
    );
  }, [article, choices.captions]);
  useEffect(() => {
    if (article && voice && wanted.value) speaker.play();
  }, [article, voice, choices.captions]);
  useEffect(() => {
    if (!SLEEPS.includes(sleep.value)) return;
    const timer = setTimeout(() => {
      pause();
      // Whoever is awake again begins without it.
      sleep.value = 'off';
    }, Number(sleep.value) * 60_000);
    return () => clearTimeout(timer);
  }, [sleep.value]);
  useSignalEffect(() => show(speaker.speaking.value ? sentences.current[speaker.at.value] : undefined));
  useEffect(() => () => show(undefined), []);
  useSilence(wanted.value && voice !== null && !speaker.failed.value, pause);
  useMediaKeys(choices.headlines && article ? article.title : words.value.app, speaker.speaking.value, {
    play,
    pause,
    stop: onClose,
    previoustrack: () => speaker.step(-1),
    nexttrack: () => speaker.step(1),
  });

  const speaking = speaker.speaking.value;
  return (
    <>
      <p class="controls">
        {voice && (
          <>
            <IconButton icon="previous" label={t.previous} onClick={() => speaker.step(-1)} />
            <IconButton
              icon={speaking ? 'pause' : 'play'}
              label={speaking ? t.pause : t.play}
              onClick={speaking ? pause : play}
            />
            <IconButton icon="next" label={t.following} onClick={() => speaker.step(1)} />
          </>
        )}
        <IconButton icon="close" label={words.value.close} onClick={onClose} />
      </p>
      <p role="status">
        {!voice && t.none}
        {speaker.failed.value && t.failed}
      </p>
      {voices.length > 0 && (
        <details>
          <summary>{t.options}</summary>
          <Choice
            name="voice"
            label={t.voice}
            value={voice?.voiceURI ?? ''}
            options={[
              ...(voice ? [] : [['', t.choose] as const]),
              ...voices.map(
                (one) => [one.voiceURI, `${one.name} (${one.localService ? t.local : t.online})`] as const,
              ),
            ]}
            onChoose={(uri) => set({ voices: { ...choices.voices, [tongue]: uri } })}
          />
          <Choice
            name="rate"
            label={t.rate}
            value={String(choices.rate ?? 1)}
            options={RATES.map((one) => [one, `${Number(one).toLocaleString(language.value)}×`])}
            onChoose={(rate) => set({ rate: Number(rate) })}
          />
          <Choice
            name="sleep"
            label={t.sleep}
            value={sleep.value}
            options={[
              ['off', t.sleepOff],
              ...SLEEPS.map((one) => [one, minutesOf(Number(one), language.value)] as const),
              ['end', t.sleepEnd],
            ]}
            onChoose={(chosen) => (sleep.value = chosen)}
          />
          <Check label={t.onward} value={choices.onward === true} onChoose={(onward) => set({ onward })} />
          <Check
            label={t.captions}
            value={choices.captions === true}
            onChoose={(captions) => set({ captions })}
          />
          <Check
            label={t.headlines}
            value={choices.headlines === true}
            onChoose={(headlines) => set({ headlines })}
          />
        </details>
      )}
    </>
  );
}

/** The voices of a language, those that need no network first. Browsers find them late. */
function useVoices(tongue: string): SpeechSynthesisVoice[] {
  const all = useSignal<SpeechSynthesisVoice[]>([]);
  useEffect(() => {
    const look = (): void => {
      all.value = speechSynthesis.getVoices();
    };
    look();
    speechSynthesis.addEventListener('voiceschanged', look);
    return () => speechSynthesis.removeEventListener('voiceschanged', look);
  }, []);
  return useMemo(
    () =>
      all.value
        .filter((one) => sameLanguage(one.lang.replace('_', '-'), tongue))
        .sort((one, other) => Number(other.localService) - Number(one.localService)),
    [all.value, tongue],
  );
}

/** Marks the sentence that is spoken and brings it on screen; without the browser's own marks, its paragraph. */
function show(sentence: Sentence | undefined): void {
  const marks = typeof Highlight === 'function' ? CSS.highlights : undefined;
  marks?.delete('spoken');
  for (const one of document.querySelectorAll('.spoken')) one.classList.remove('spoken');
  const line = sentence?.range.startContainer.parentElement?.closest('h1, .block');
  if (!sentence || !line) return;
  if (marks) marks.set('spoken', new Highlight(sentence.range));
  else line.classList.add('spoken');
  const { top, bottom } = sentence.range.getBoundingClientRect();
  // Above the controls, which cover the lower part of the screen.
  if (top < 0 || bottom > innerHeight * 0.7) scrollBy({ top: top - innerHeight / 4, behavior: 'instant' });
}

/** Lets headphones and the lock screen steer. What they show of it says nothing, unless the reader wants it to. */
function useMediaKeys(
  title: string,
  playing: boolean,
  keys: Partial<Record<MediaSessionAction, () => void>>,
): void {
  const session = (navigator as { mediaSession?: MediaSession }).mediaSession;
  const latest = useRef(keys);
  latest.current = keys;
  // With the buttons, not after the next frame: a screen that is off draws none, and what is never run leaves a headline.
  useLayoutEffect(() => {
    if (!session) return;
    session.metadata = new MediaMetadata({ title });
    session.playbackState = playing ? 'playing' : 'paused';
  }, [title, playing]);
  useLayoutEffect(() => {
    const names = Object.keys(keys) as MediaSessionAction[];
    for (const name of names) session?.setActionHandler(name, () => latest.current[name]?.());
    return () => {
      for (const name of names) session?.setActionHandler(name, null);
      if (session) session.metadata = null;
    };
  }, []);
}
