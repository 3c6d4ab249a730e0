import { useSignal } from '@preact/signals';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import type { Ref } from '../../edition/body.ts';
import { follow, library } from '../store/ports.ts';
import { decodeThumbhash } from './thumbhash.ts';

/**
 * The address of the first of these pictures that is held, or null while none is. Follows the library, and lets
 * the bytes go when the component leaves the screen.
 */
export function useHeldPicture(refs: readonly (Ref | null | undefined)[], id?: string): string | null {
  const url = useSignal<string | null>(null);
  const key = refs.map((ref) => ref?.[0]).join();
  useEffect(() => {
    let gone = false;
    let best = refs.length;
    let made: string | null = null;
    const look = async (): Promise<void> => {
      for (const [rank, ref] of refs.entries()) {
        if (!ref || rank >= best) continue;
        const bytes = await library().picture(ref);
        if (gone || rank >= best) return;
        if (!bytes) continue;
        best = rank;
        const before = made;
        made = addressOf(bytes);
        url.value = made;
        if (before) URL.revokeObjectURL(before);
        return;
      }
    };
    void look();
    const end = follow((change) => {
      if (best > 0 && change.what !== 'settings' && (!id || !change.ids || change.ids.includes(id)))
        void look();
    });
    return () => {
      gone = true;
      end();
      url.value = null;
      if (made) URL.revokeObjectURL(made);
    };
  }, [key]);
  return url.value;
}

/** Bytes of a small picture that become part of its address. */
const SMALL = 16_384;

/** An address for a picture. One for a blob has the page wait for the browser: eight small ones cost a scrolling list two frames. */
function addressOf(bytes: ArrayBuffer): string {
  return bytes.byteLength > SMALL
    ? URL.createObjectURL(new Blob([bytes], { type: 'image/avif' }))
    : `data:image/avif;base64,${btoa(String.fromCharCode(...new Uint8Array(bytes)))}`;
}

/** A blurred stand-in painted from a thumbhash, under the picture and instead of it. */
export function Blur({ hash }: { hash: string }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  // With the frame that it belongs to, not one later.
  useLayoutEffect(() => {
    const found = hash === '' ? null : decodeThumbhash(hash);
    const element = canvas.current;
    if (!found || !element) return;
    element.width = found.width;
    element.height = found.height;
    element.getContext('2d')?.putImageData(new ImageData(found.pixels, found.width, found.height), 0, 0);
  }, [hash]);
  // biome-ignore lint/a11y/noAriaHiddenOnFocusable: a canvas takes no focus, and this one says nothing
  return <canvas class="blur" width={1} height={1} ref={canvas} aria-hidden="true" />;
}
