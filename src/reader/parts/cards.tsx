import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useCallback, useRef } from 'preact/hooks';
import type { CardView } from '../../edition/card.ts';
import type { Density } from '../../library/records.ts';
import { Card } from './card.tsx';
import { useNear } from './near.ts';

interface Props {
  cards: readonly CardView[];
  /** The first story is the one that the page leads with. */
  lead?: boolean;
  density?: Density;
}

/** A run as it was rendered last. */
interface Made {
  cards: readonly CardView[];
  density: Density;
  node: VNode;
}

/** Cards of a list. An even number: on a wide screen two stand side by side. */
const RUN = 4;
/** Cards whose pictures a phone shows at once: they need not wait until it is observed where they are. */
const FIRST_PICTURES = 4;

/**
 * Articles as cards: one list for whoever hears it, of short runs. A run far from the screen is neither laid out nor
 * drawn. The browser looks in every frame where each such part is: with single cards, a thousand of them, a scrolling
 * list dropped a third of its frames; with runs of eight whole frames went into those that came near.
 */
export function Cards({ cards, lead = false, density = 'cards' }: Props) {
  const made = useRef<Made[]>([]);
  // The leading story has a row of its own.
  const first = lead && density === 'cards' ? RUN + 1 : RUN;
  if (cards.length === 0) return null;
  const runs = [cards.slice(0, first)];
  for (let at = first; at < cards.length; at += RUN) runs.push(cards.slice(at, at + RUN));
  // What is the same object is not looked into: of a list that grows only its end is rendered.
  made.current = runs.map((run, at) => {
    const before = made.current[at];
    if (
      before?.density === density &&
      before.cards.length === run.length &&
      run.every((card, i) => card === before.cards[i])
    )
      return before;
    const node = (
      <Run
        cards={run}
        lead={lead && at === 0}
        pictures={at === 0 ? FIRST_PICTURES : 0}
        {...{ density }}
        key={at}
      />
    );
    return { cards: run, density, node };
  });
  return (
    // biome-ignore lint/a11y/useSemanticElements: the runs in it are the elements
    <div role="list">{made.current.map(({ node }) => node)}</div>
  );
}

function Run({ cards, lead, pictures, density }: Required<Props> & { pictures: number }) {
  const list = useRef<HTMLUListElement>(null);
  const near = useSignal(false);
  useNear(
    list,
    useCallback((is: boolean) => {
      near.value = is;
    }, []),
  );
  return (
    <ul class={`cards ${density}`} role="presentation" ref={list}>
      {cards.map((card, at) => (
        <Card {...{ card, density, near }} lead={lead && at === 0} first={at < pictures} key={card.id} />
      ))}
    </ul>
  );
}
