import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { CardView } from '../../edition/card.ts';
import { Cards } from '../parts/cards.tsx';
import { learn } from '../store/known.ts';
import { follow, library } from '../store/ports.ts';
import { words } from '../strings/strings.ts';

/** What the reader chose to keep, the newest choice first. */
export function Saved() {
  const cards = useSignal<CardView[] | null>(null);
  useEffect(() => {
    let gone = false;
    const look = async (): Promise<void> => {
      const places = await library().saved();
      const found = await library().cardsOf(places.map(({ id }) => id));
      if (gone) return;
      cards.value = places.flatMap(({ id }) => found.get(id) ?? []);
      await learn(places.map(({ id }) => id));
    };
    void look();
    const end = follow((change) => {
      if (change.what === 'articles' || change.what === 'cards') void look();
    });
    return () => {
      gone = true;
      end();
    };
  }, [cards]);
  const t = words.value.saved;
  return (
    <>
      <h1 tabIndex={-1}>{t.title}</h1>
      {cards.value?.length === 0 && <p class="empty">{t.empty}</p>}
      <Cards cards={cards.value ?? []} />
    </>
  );
}
