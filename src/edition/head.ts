import type { Ref } from './body.ts';
import type { Bytes } from './bytes.ts';
import type { Card } from './card.ts';
import { digestOf } from './cid.ts';
import { type Role, readFrame, verifyFrame } from './frame.ts';
import { Refusal } from './refusal.ts';
import { checkCards, isDigestRef, isSpan } from './segment.ts';
import { asObject, demand, isCount, isDigest, isText, parseJson, unpackText } from './text.ts';

/** A sealed segment, or a directory of them: digest, bytes on the wire, first and last q, level (0: a segment). */
export type Span = [digest: string, bytes: number, first: number, last: number, level: number];

/** The pointer to the newest edition (docs/format.md section 6). Times in seconds since 1970. */
export interface Head {
  v: 1;
  publication: string;
  /** Number of the root whose keys signed this. */
  root: number;
  /** Version: grows with every edition. */
  n: number;
  time: number;
  expires: number;
  sections: [id: string, names: Record<string, string>][];
  /** Ids in the editors' order, by language. */
  top: Record<string, string[]>;
  /** Editors' picks of any age and, gapless from `from` to `last`, the newest. */
  cards: Card[];
  packs: Ref[];
  /** Every record with q from here on stands in `cards`. */
  from: number;
  last: number;
  /** Sealed segments, the newest last, and directories of older ones before them. */
  spans: Span[];
  withdrawn: Ref | null;
  /** Version of the public mirror list. */
  mirrors: number;
  shell: [version: number, digest: string, bytes: number] | null;
  messages: Ref[];
  x: { req?: string[] };
}

/** What a reader remembers of the head that it last accepted. */
export interface KnownHead {
  n: number;
  digest: string;
}

/** Feature words of `x.req` that this code knows. */
const FEATURES: readonly string[] = [];

/** A newer head of the publication's own, which asks for abilities that are missing here. */
export class UnknownFeature extends Refusal {
  /** What can be read of it: its number, its root, and the newer app that it names, which may have them. */
  readonly about: Pick<Head, 'n' | 'root' | 'shell'>;

  constructor(words: string, about: UnknownFeature['about']) {
    super('UnknownFeature', words);
    this.about = about;
  }
}

/**
 * Opens a head in the order of docs/format.md section 11: size, magic, signatures, then inflating and parsing.
 * Throws `Rollback` for one older than `known`, `Fork` for an equal number with other bytes,
 * `UnknownFeature` where it asks for abilities that are missing here.
 */
export async function openHead(
  bytes: Bytes,
  trust: { publication: string; role: Role; known: KnownHead | null },
): Promise<{ head: Head; digest: string }> {
  const frame = readFrame(bytes, 'head');
  await verifyFrame(frame, trust.role);
  const digest = await digestOf(frame.body);
  const head = asObject(parseJson(await unpackText(frame.body, 131_072)));
  demand(
    head.v === 1 && isCount(head.n) && isCount(head.root) && isCount(head.time) && isCount(head.expires),
    'head',
  );
  if (head.publication !== trust.publication) throw new Refusal('WrongPublication');
  const { known } = trust;
  if (known && head.n < known.n) throw new Refusal('Rollback', `edition ${head.n}, held ${known.n}`);
  if (known && head.n === known.n && digest !== known.digest) throw new Refusal('Fork', `edition ${head.n}`);
  const { req = [] } = asObject(head.x ?? {});
  demand(Array.isArray(req) && req.every(isText), 'x.req');
  const missing = req.filter((word) => !FEATURES.includes(word));
  const { n, root, shell } = head as unknown as Head;
  if (missing.length > 0)
    throw new UnknownFeature(missing.join(', '), { n, root, shell: isShellRef(shell) ? shell : null });
  return { head: checkHead(head), digest };
}

function isShellRef(shell: unknown): shell is NonNullable<Head['shell']> {
  return Array.isArray(shell) && isCount(shell[0]) && isDigest(shell[1]) && isCount(shell[2]);
}

function checkHead(head: Record<string, unknown>): Head {
  const { sections, packs, spans, cards, from, last, shell, withdrawn, messages } = head;
  demand(
    Array.isArray(sections) && sections.every((one) => Array.isArray(one) && isText(one[0])),
    'sections',
  );
  for (const [, names] of sections) demand(Object.values(asObject(names)).every(isText), 'section names');
  demand(isCount(from) && isCount(last), 'q');
  demand(Array.isArray(packs) && packs.every(isDigestRef), 'packs');
  demand(Array.isArray(spans), 'spans');
  let next = 1;
  for (const span of spans) {
    demand(isSpan(span), 'span');
    const [, , first, end] = span;
    if (first < next || end < first || end > last) throw new Refusal('WrongOrder', `span ${first}…${end}`);
    next = end + 1;
  }
  for (const ids of Object.values(asObject(head.top))) demand(Array.isArray(ids) && ids.every(isText), 'top');
  demand(withdrawn === null || isDigestRef(withdrawn), 'withdrawn');
  demand(shell === null || isShellRef(shell), 'shell');
  demand(isCount(head.mirrors) && Array.isArray(messages) && messages.every(isDigestRef), 'messages');
  const seen = new Set<number>();
  for (const [q] of checkCards(cards, packs.length)) {
    if (q > last || seen.has(q)) throw new Refusal('WrongOrder', `q ${q}`);
    seen.add(q);
  }
  return head as unknown as Head;
}
