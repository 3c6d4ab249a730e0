import { useSignal } from '@preact/signals';
import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Picture } from '../../edition/body.ts';
import { lazy } from '../parts/lazy.tsx';
import { Blur, useHeldPicture } from '../parts/picture.tsx';
import { language, words } from '../strings/strings.ts';

/** The article whose pictures these are: only its changes concern them, and the viewer leafs through them. */
export const Album = createContext<{ id: string; language: string; pictures: readonly Picture[] }>({
  ...{ id: '', language: '', pictures: [] },
});

const Viewer = lazy('Viewer');

/** A picture with its caption and credit, which stay when the picture itself is not held or could not be had. */
export function Figure({ picture }: { picture: Picture }) {
  const album = useContext(Album);
  const url = useHeldPicture([picture.article, picture.list], album.id);
  const open = useSignal(false);
  const t = words.value.article;
  const had = Boolean(picture.article ?? picture.list);
  const { width, height, alt, caption, credit } = picture;
  return (
    <figure>
      {had && (
        <div
          class="frame"
          style={{ aspectRatio: width > 0 && height > 0 ? `${width} / ${height}` : '3 / 2' }}
        >
          <Blur hash={picture.hash ?? ''} />
          {url !== null && (
            <>
              <img src={url} alt={alt} width={width || undefined} height={height || undefined} />
              <button
                type="button"
                class="enlarge"
                aria-label={t.enlarge}
                onClick={() => (open.value = true)}
              />
            </>
          )}
          {url === null && (
            <span class="absent" lang={language.value}>
              {t.notHeld}
            </span>
          )}
        </div>
      )}
      {!had && (
        <p class="lost">
          <span lang={language.value}>{t.lost}</span>
          {alt !== '' && `: ${alt}`}
        </p>
      )}
      {(caption !== '' || credit !== '') && (
        <figcaption>
          {caption !== '' && <span class="caption">{caption}</span>}{' '}
          {credit !== '' && <small class="credit">{credit}</small>}
        </figcaption>
      )}
      {open.value && <Viewer album={album} first={picture} onClose={() => (open.value = false)} />}
    </figure>
  );
}

/** Several pictures side by side, scrolled by hand or keyboard. */
export function Gallery({ pictures, number }: { pictures: Picture[]; number: number }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard
    <section class="gallery" aria-label={words.value.article.gallery(number)} tabIndex={0}>
      {pictures.map((picture) => (
        <Figure picture={picture} key={picture.url} />
      ))}
    </section>
  );
}
