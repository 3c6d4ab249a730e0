import { signal } from '@preact/signals';

export interface Voicing {
  voice: SpeechSynthesisVoice;
  rate: number;
}

/**
 * Speaks one sentence after another. A pause is a stop that remembers the sentence: on Android `pause()` of the
 * browser is a stop that does not, and Chromium cuts long utterances.
 */
export function createSpeaker(synth: SpeechSynthesis, onEnd: () => void) {
  /** Number of the sentence that is spoken, or would be. */
  const at = signal(0);
  const speaking = signal(false);
  const failed = signal(false);
  let sentences: readonly string[] = [];
  let voicing: Voicing | null = null;
  // Kept, or Chromium's collector of garbage may take it away with its events.
  let current: SpeechSynthesisUtterance | null = null;

  function stop(): void {
    current = null;
    speaking.value = false;
    synth.cancel();
  }

  function speak(): void {
    const text = sentences[at.value];
    if (!voicing || text === undefined) {
      stop();
      return;
    }
    current = null;
    synth.cancel();
    const utterance = new SpeechSynthesisUtterance(text);
    utterance.voice = voicing.voice;
    utterance.lang = voicing.voice.lang;
    utterance.rate = voicing.rate;
    utterance.onend = () => {
      // What was called off ends too, and means nothing.
      if (current !== utterance) return;
      if (at.value + 1 < sentences.length) {
        at.value++;
        speak();
      } else {
        stop();
        onEnd();
      }
    };
    utterance.onerror = () => {
      if (current !== utterance) return;
      stop();
      failed.value = true;
    };
    current = utterance;
    speaking.value = true;
    failed.value = false;
    synth.speak(utterance);
  }

  return {
    at,
    speaking,
    failed,
    /** Other sentences, to be spoken from this one on. */
    load(texts: readonly string[], from: number): void {
      stop();
      sentences = texts;
      at.value = Math.max(0, Math.min(from, texts.length - 1));
    },
    /** Another voice or speed; what is being said is said again with it. */
    use(next: Voicing | null): void {
      const isOther = next?.voice !== voicing?.voice || next?.rate !== voicing?.rate;
      voicing = next;
      if (isOther && speaking.value) speak();
    },
    play: speak,
    stop,
    step(by: number): void {
      at.value = Math.max(0, Math.min(sentences.length - 1, at.value + by));
      if (speaking.value) speak();
    },
  };
}
