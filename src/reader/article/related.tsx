import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { CardView } from '../../edition/card.ts';
import { addressOf } from '../router.ts';
import { nextCard } from '../store/lists.ts';
import { library } from '../store/ports.ts';
import { words } from '../strings/strings.ts';

/** Where to go from an article: what its source relates to it, as far as their cards are held, and the next one. */
export function Related({ ids, id }: { ids: readonly string[]; id: string }) {
  const cards = useSignal<CardView[]>([]);
  const key = ids.join();
  useEffect(() => {
    let gone = false;
    void library()
      .cardsOf(ids)
      .then((found) => {
        if (!gone) cards.value = ids.flatMap((one) => found.get(one) ?? []);
      });
    return () => {
      gone = true;
    };
  }, [key]);
  const t = words.value;
  const next = nextCard(id);
  return (
    <>
      {cards.value.length > 0 && <Cards name="related" label={t.article.related} cards={cards.value} />}
      {next && <Cards name="next" label={t.article.next} cards={[next]} />}
    </>
  );
}

function Cards({ name, label, cards }: { name: string; label: string; cards: readonly CardView[] }) {
  return (
    <nav class={name} aria-labelledby={name}>
      <h2 id={name}>{label}</h2>
      <ul>
        {cards.map((card) => (
          <li key={card.id} lang={card.language || undefined}>
            <a href={addressOf({ screen: 'article', id: card.id, q: card.q })}>
              {card.title || words.value.front.untitled}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
