import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { Picture } from '../../edition/body.ts';
import { Dialog } from '../parts/dialog.tsx';
import { IconButton } from '../parts/icon-button.tsx';
import { useHeldPicture } from '../parts/picture.tsx';
import { sizeOf } from '../parts/time.ts';
import { want } from '../store/engine.ts';
import { library } from '../store/ports.ts';
import { language, words } from '../strings/strings.ts';
import { LARGEST, useGestures } from './gestures.ts';

interface Props {
  album: { language: string; pictures: readonly Picture[] };
  first: Picture;
  onClose: () => void;
}

/** The pictures of an article one by one, as large as the screen; the full size comes when it is asked for. */
export function Viewer({ album: { language: tongue, pictures }, first, onClose }: Props) {
  const at = useSignal(Math.max(0, pictures.indexOf(first)));
  const t = words.value.article;
  const picture = pictures[at.value] ?? first;
  const turn = (by: number): void => {
    at.value = Math.min(pictures.length - 1, Math.max(0, at.value + by));
  };
  const onKeyDown = ({ key }: KeyboardEvent): void => {
    if (key === 'ArrowLeft') turn(-1);
    if (key === 'ArrowRight') turn(1);
  };
  return (
    <Dialog
      name="viewer"
      label={t.picture(at.value + 1, pictures.length)}
      onClose={onClose}
      onKeyDown={onKeyDown}
    >
      <p class="count" role="status">
        {t.picture(at.value + 1, pictures.length)}
      </p>
      <Sheet {...{ picture, tongue, turn }} number={at.value + 1} last={pictures.length} key={at.value} />
    </Dialog>
  );
}

interface SheetProps {
  picture: Picture;
  /** Language of its words. */
  tongue: string;
  /** Which it is, and of how many. */
  number: number;
  last: number;
  turn: (by: number) => void;
}

/** One picture, its words, and what can be done with it. */
function Sheet({ picture, tongue, number, last, turn }: SheetProps) {
  const box = useRef<HTMLDivElement>(null);
  const small = useHeldPicture([picture.article, picture.list]);
  const { url, state, fetch } = useFullPicture(picture);
  const { zoom, setZoom, ...gestures } = useGestures(box, turn);
  const t = words.value.article;
  const { larger, smaller } = words.value.settings;
  const shown = url ?? small;
  const size = `${zoom * 100}%`;
  return (
    <>
      <div class="stage" ref={box} {...gestures}>
        {shown && (
          <img
            src={shown}
            alt={picture.alt}
            lang={tongue || undefined}
            draggable={false}
            style={{ inlineSize: size, blockSize: size }}
          />
        )}
      </div>
      {(['caption', 'credit'] as const).map(
        (one) =>
          picture[one] !== '' && (
            <p class={one} lang={tongue || undefined} dir="auto" key={one}>
              {picture[one]}
            </p>
          ),
      )}
      <p class="turns">
        <IconButton icon="back" label={t.previous} isOff={number === 1} onClick={() => turn(-1)} />
        <IconButton icon="minus" label={smaller} isOff={zoom <= 1} onClick={() => setZoom(zoom / 1.5)} />
        <IconButton icon="plus" label={larger} isOff={zoom >= LARGEST} onClick={() => setZoom(zoom * 1.5)} />
        <IconButton icon="forward" label={t.following} isOff={number === last} onClick={() => turn(1)} />
      </p>
      <p class="tools">
        {picture.full && (state === 'none' || state === 'failed') && (
          <button type="button" class="button" onClick={fetch}>
            {t.full(sizeOf(picture.full[1], language.value))}
          </button>
        )}
        {shown && (
          <button type="button" class="button" onClick={() => void saveAsFile(shown, number)}>
            {t.download}
          </button>
        )}
      </p>
      <p role="status">
        {state === 'asked' && t.enlarging}
        {state === 'failed' && t.enlargeFailed}
      </p>
    </>
  );
}

/** The full size: shown where it is held, and fetched when the reader asks for it. */
function useFullPicture({ full }: Picture) {
  const url = useSignal<string | null>(null);
  const state = useSignal<'looking' | 'none' | 'asked' | 'failed' | 'here'>('looking');
  const isGone = useRef(false);
  const read = async (): Promise<boolean> => {
    const bytes = full && (await library().fullPicture(full));
    if (!bytes || isGone.current) return false;
    url.value = URL.createObjectURL(new Blob([bytes], { type: 'image/avif' }));
    state.value = 'here';
    return true;
  };
  useEffect(() => {
    void read().then((isHere) => {
      if (!isHere) state.value = 'none';
    });
    return () => {
      isGone.current = true;
      if (url.value) URL.revokeObjectURL(url.value);
    };
  }, []);
  const fetch = async (): Promise<void> => {
    if (!full) return;
    state.value = 'asked';
    await want({ type: 'want-full', digest: full[0], bytes: full[1] });
    if (!(await read())) state.value = 'failed';
  };
  return { url: url.value, state: state.value, fetch };
}

/** Saves a picture as a JPEG file, which every phone can show, under a name that tells nothing. */
async function saveAsFile(url: string, number: number): Promise<void> {
  const picture = new Image();
  picture.src = url;
  await picture.decode();
  const canvas = document.createElement('canvas');
  canvas.width = picture.naturalWidth;
  canvas.height = picture.naturalHeight;
  canvas.getContext('2d')?.drawImage(picture, 0, 0);
  const file = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/jpeg', 0.92));
  if (!file) return;
  const link = document.createElement('a');
  link.href = URL.createObjectURL(file);
  link.download = `picture-${number}.jpg`;
  link.click();
  // The browser has read it long before that.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
