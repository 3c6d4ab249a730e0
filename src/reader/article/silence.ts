import { useEffect, useRef } from 'preact/hooks';

/** What a WAV file of one channel begins with: 16 bits 8,000 times a second, for ten seconds. */
const HEADER = 'UklGRiRxAgBXQVZFZm10IBAAAAABAAEAQB8AAIA+AAACABAAZGF0YQBxAgA=';

/** A sound that nobody hears: by one step in 32,768, since some browsers know true silence. */
function makeSound(): Blob {
  const header = Uint8Array.from(atob(HEADER), (letter) => letter.charCodeAt(0));
  // Browsers show no controls for less than five seconds.
  const samples = Int16Array.from({ length: 80_000 }, (_, i) => i % 2);
  return new Blob([header, samples], { type: 'audio/wav' });
}

/**
 * Speech is no sound to browsers: as long as no other one plays they show nothing on the lock screen, and give the keys
 * of headphones to somebody else. So one plays that nobody hears; when the system stops it (a call, another player),
 * `onStopped` is called.
 */
export function useSilence(isOn: boolean, onStopped: () => void): void {
  const sound = useRef<HTMLAudioElement | null>(null);
  const latest = useRef({ isOn, onStopped });
  latest.current = { isOn, onStopped };
  useEffect(() => {
    const audio = new Audio(URL.createObjectURL(makeSound()));
    audio.loop = true;
    audio.onpause = () => {
      const { isOn, onStopped } = latest.current;
      if (isOn && audio.paused) onStopped();
    };
    sound.current = audio;
    return () => {
      audio.onpause = null;
      audio.pause();
      URL.revokeObjectURL(audio.src);
    };
  }, []);
  useEffect(() => {
    // Not every browser lets it play: then there are no controls but the app's own.
    if (isOn) sound.current?.play().catch(() => undefined);
    else sound.current?.pause();
  }, [isOn]);
}
