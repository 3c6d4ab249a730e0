import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { CardView } from '../../edition/card.ts';
import { addressOf } from '../router.ts';
import { library } from '../store/ports.ts';
import { words } from '../strings/strings.ts';

/** Other articles that the source relates to this one, as far as their cards are held. */
export function Related({ ids }: { ids: readonly string[] }) {
  const cards = useSignal<CardView[]>([]);
  const key = ids.join();
  useEffect(() => {
    let gone = false;
    void Promise.all(ids.map((id) => library().card(id))).then((found) => {
      if (!gone) cards.value = found.filter((card) => card !== null);
    });
    return () => {
      gone = true;
    };
  }, [key]);
  if (cards.value.length === 0) return null;
  return (
    <nav class="related" aria-labelledby="related">
      <h2 id="related">{words.value.article.related}</h2>
      <ul>
        {cards.value.map((card) => (
          <li key={card.id} lang={card.language || undefined}>
            <a href={addressOf({ screen: 'article', id: card.id, q: card.q })}>{card.title}</a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
