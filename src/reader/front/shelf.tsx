import { Icon } from '../parts/icon.tsx';
import { addressOf } from '../router.ts';
import { clearShelf, putAway, restoreShelf, unfinished } from '../store/shelf.ts';
import { words } from '../strings/strings.ts';

/** The article that was last left in the middle. It can be put away, and brought back. */
export function Shelf() {
  const t = words.value.front;
  const card = unfinished.value;
  if (card === null && putAway.value.length === 0) return null;
  return (
    <section class="shelf" aria-labelledby="shelf">
      <div>
        <h2 id="shelf">{t.unfinished}</h2>
        {card === null ? (
          <p role="status">{t.isPutAway}</p>
        ) : (
          <p lang={card.language || undefined} dir="auto">
            <a href={addressOf({ screen: 'article', id: card.id, q: card.q })}>{card.title || t.untitled}</a>
          </p>
        )}
      </div>
      {card === null ? (
        <button type="button" class="button" onClick={() => void restoreShelf()}>
          {t.undo}
        </button>
      ) : (
        <button type="button" class="icon-button" onClick={() => void clearShelf()}>
          <Icon name="close" />
          <span class="quiet">{t.putAway}</span>
        </button>
      )}
    </section>
  );
}
