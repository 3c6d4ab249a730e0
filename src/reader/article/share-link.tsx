import { Icon } from '../parts/icon.tsx';
import { addressOf } from '../router.ts';
import { words } from '../strings/strings.ts';

/** The way to the share sheet: a screen of its own, so that "back" closes it. */
export function ShareLink({ id, q }: { id: string; q: number | null }) {
  return (
    <a class="button" href={addressOf({ screen: 'share', id, q })}>
      <Icon name="share" /> {words.value.share.title}
    </a>
  );
}
