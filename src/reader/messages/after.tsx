import type { Message } from '../../edition/message.ts';
import { OUTSIDE, safeLink } from '../parts/link.ts';
import { edition, nameOf } from '../store/edition.ts';
import { words } from '../strings/strings.ts';
import { Appeal } from './appeal.tsx';
import { Box } from './box.tsx';
import { shown } from './choose.ts';
import { Outside } from './outside.tsx';

/** What the paper says to its readers, after a text and never over it. */
export function AfterText() {
  const [newsletter] = shown('newsletter');
  return (
    <>
      <Banner />
      {newsletter && <Newsletter message={newsletter} />}
      {shown('notice').map((message) => (
        <Notice message={message} key={message.id} />
      ))}
      <Appeal />
    </>
  );
}

/** A line or two that can be closed. */
export function Banner() {
  const t = words.value.messages;
  const [message] = shown('banner');
  if (!message) return null;
  return (
    <Box message={message} label={t.banner} closes>
      <Outside url={message.url} label={t.more} about="appeal" />
    </Box>
  );
}

function Notice({ message }: { message: Message }) {
  const t = words.value.messages;
  const from = t.from(nameOf(edition.value?.name, words.value.app));
  return (
    <Box message={message} label={from} from={from} closes>
      <Outside url={message.url} label={t.more} about="appeal" />
    </Box>
  );
}

function Newsletter({ message }: { message: Message }) {
  const t = words.value.messages;
  return (
    <Box message={message} label={t.newsletter} closes>
      <Outside url={message.url} label={t.subscribe} about="newsletter" />
      <LinkOrText value={message.preview} label={t.preview} />
      <LinkOrText value={message.privacy} label={t.privacy} />
    </Box>
  );
}

/** What a newsletter shows of itself: an address as a link, a text as it is, folded where it is long. */
function LinkOrText({ value, label }: { value: string | undefined; label: string }) {
  if (!value) return null;
  const href = safeLink(value);
  if (href)
    return (
      <p>
        <a class="line" href={href} {...OUTSIDE}>
          {label}
        </a>
      </p>
    );
  return value.length < 200 ? (
    <p class="meta">{value}</p>
  ) : (
    <details>
      <summary>{label}</summary>
      <p>{value}</p>
    </details>
  );
}
