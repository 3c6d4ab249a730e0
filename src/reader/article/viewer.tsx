import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { Picture } from '../../edition/body.ts';
import { want } from '../store/engine.ts';
import { library } from '../store/ports.ts';
import { words } from '../strings/strings.ts';

interface Props {
  picture: Picture;
  /** The smaller size, shown until the full one is here. */
  small: string | null;
  onClose: () => void;
}

/** A picture alone on the screen, at its full size where that can be had. */
export function Viewer({ picture, small, onClose }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  const url = useSignal<string | null>(null);
  const failed = useSignal(false);
  const t = words.value;
  useEffect(() => {
    let made: string | null = null;
    let gone = false;
    const load = async (ref: [string, number]): Promise<void> => {
      let bytes = await library().fullPicture(ref);
      if (!bytes && !(await want({ type: 'want-full', digest: ref[0], bytes: ref[1] })))
        bytes = await library().fullPicture(ref);
      if (gone) return;
      failed.value = !bytes;
      if (bytes) url.value = made = URL.createObjectURL(new Blob([bytes], { type: 'image/avif' }));
    };
    dialog.current?.showModal();
    if (picture.full) void load(picture.full);
    return () => {
      gone = true;
      if (made) URL.revokeObjectURL(made);
    };
  }, [picture]);
  const shown = url.value ?? small;
  return (
    <dialog ref={dialog} class="viewer" aria-label={picture.alt || t.article.enlarge} onClose={onClose}>
      <button type="button" class="button" onClick={() => dialog.current?.close()}>
        {t.close}
      </button>
      {shown && <img src={shown} alt={picture.alt} />}
      {!url.value && <p role="note">{failed.value ? t.article.enlargeFailed : t.article.enlarging}</p>}
      {picture.caption !== '' && <p>{picture.caption}</p>}
      {picture.credit !== '' && <p class="credit">{picture.credit}</p>}
    </dialog>
  );
}
