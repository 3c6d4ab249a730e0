import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createSpeaker } from './speaker.ts';

/** The browser's speech, which says a text when the test lets it, and ends what is called off as browsers do. */
class Utterance {
  onend: (() => void) | null = null;
  onerror: (() => void) | null = null;
  text: string;
  constructor(text: string) {
    this.text = text;
  }
}
let queue: Utterance[];
const synth = {
  speak: (utterance: Utterance) => void queue.push(utterance),
  cancel: () => {
    for (const one of queue.splice(0)) one.onend?.();
  },
} as unknown as SpeechSynthesis;
const sayAll = () => queue.splice(0).forEach((one) => void one.onend?.());
const voicing = { voice: { lang: 'ru-RU' } as SpeechSynthesisVoice, rate: 1 };
const said = () => queue.map((one) => one.text);
let ended: number;

function speakerOf(...texts: string[]) {
  const speaker = createSpeaker(synth, () => ended++);
  speaker.use(voicing);
  speaker.load(texts, 0);
  return speaker;
}

beforeEach(() => {
  queue = [];
  ended = 0;
  vi.stubGlobal('SpeechSynthesisUtterance', Utterance);
});
afterEach(() => vi.unstubAllGlobals());

describe('a speaker', () => {
  test('says one sentence after another and tells of the end', () => {
    const speaker = speakerOf('Раз.', 'Два.');
    speaker.play();
    expect(said()).toEqual(['Раз.']);
    sayAll();
    expect(said()).toEqual(['Два.']);
    sayAll();
    expect(said()).toEqual([]);
    expect([ended, speaker.speaking.value]).toEqual([1, false]);
  });

  test('begins again with the sentence at which it was stopped', () => {
    const speaker = speakerOf('Раз.', 'Два.', 'Три.');
    speaker.play();
    sayAll();
    speaker.stop();
    expect([said(), speaker.speaking.value, speaker.at.value]).toEqual([[], false, 1]);
    speaker.play();
    expect(said()).toEqual(['Два.']);
  });

  test('goes a sentence back and forth, no further than there are any', () => {
    const speaker = speakerOf('Раз.', 'Два.');
    speaker.play();
    speaker.step(-1);
    expect(said()).toEqual(['Раз.']);
    speaker.step(1);
    expect(said()).toEqual(['Два.']);
    speaker.step(1);
    expect(said()).toEqual(['Два.']);
    speaker.stop();
    speaker.step(-1);
    expect([said(), speaker.at.value]).toEqual([[], 0]);
  });

  test('says the sentence again with another voice, and nothing without one', () => {
    const speaker = speakerOf('Раз.');
    speaker.play();
    speaker.use({ ...voicing, rate: 2 });
    expect(said()).toEqual(['Раз.']);
    speaker.use(null);
    expect([said(), speaker.speaking.value]).toEqual([[], false]);
  });

  test('stops and says so when the voice fails', () => {
    const speaker = speakerOf('Раз.', 'Два.');
    speaker.play();
    queue[0]!.onerror?.();
    expect([speaker.failed.value, speaker.speaking.value, speaker.at.value]).toEqual([true, false, 0]);
    speaker.play();
    expect(speaker.failed.value).toBe(false);
  });
});
