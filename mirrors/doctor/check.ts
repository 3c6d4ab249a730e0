/** A look at mirrors from outside: what a reader would meet there. */
import { promises as dns } from 'node:dns';
import type { Ref } from '../../src/edition/body.ts';
import type { Bytes } from '../../src/edition/bytes.ts';
import { MAX_BLOCK } from '../../src/edition/cid.ts';
import { MAX_FRAME } from '../../src/edition/frame.ts';
import { openMirrors } from '../../src/edition/mirrors.ts';
import { headPath, mirrorsPath, type PublicationCard } from '../../src/edition/paths.ts';
import { isRefusal } from '../../src/edition/refusal.ts';
import { getBlock, type LoadedHead, loadHead, loadShell, WrongFile } from '../press/load.ts';
import { ask, NoReply, protocolOf, type Reply } from './ask.ts';
import { type Finding, isHealthy, type MirrorCheck } from './finding.ts';
import { judgeManners } from './manners.ts';
import { largestRecord } from './records.ts';
import { renderChecks } from './table.ts';
import { judgeWayIn } from './way-in.ts';

export { type Finding, isHealthy, type MirrorCheck } from './finding.ts';
export { renderChecks } from './table.ts';

/** Blocks that are fetched and hashed: enough to meet a bad disk or a rewriting proxy, quick on a slow line. */
const SAMPLE = 12;
const TIMEOUT_MS = 15_000;
/** Readers ask every mirror for something newer when a head is older: the press renews it daily. */
const OLD_HEAD_S = 26 * 3600;
const CAP_BYTES = 1_000_000;

export interface CheckOptions {
  timeoutMs?: number;
  /** The time, in ms since 1970. */
  now?: () => number;
}

/** Looks at each mirror in turn, then compares them. Never throws for what a mirror does. */
export async function check(urls: readonly string[], options: CheckOptions = {}): Promise<MirrorCheck[]> {
  const checks: MirrorCheck[] = [];
  for (const url of urls) {
    if (/^https?:\/\//i.test(url) && URL.canParse(url)) {
      checks.push(await checkMirror(new URL(url.endsWith('/') ? url : `${url}/`).href, options));
    } else {
      const text = `"${url}" is no address: give one such as https://mirror.example/.`;
      const findings: Finding[] = [{ about: 'way in', grade: 'wrong', text }];
      checks.push({ url, publication: null, edition: null, signed: null, findings });
    }
  }
  for (const one of checks) compareEditions(one, checks);
  return checks;
}

/**
 * The command `check`: the table, or JSON, on stdout.
 * @returns the exit code: 1 where a reader would feel something
 */
export async function checkCommand(
  urls: readonly string[],
  options: { json?: boolean } = {},
): Promise<0 | 1> {
  const checks = await check(urls);
  process.stdout.write(options.json ? `${JSON.stringify(checks, null, 2)}\n` : renderChecks(checks));
  return isHealthy(checks) ? 0 : 1;
}

async function checkMirror(url: string, options: CheckOptions): Promise<MirrorCheck> {
  const { timeoutMs = TIMEOUT_MS, now = Date.now } = options;
  const result: MirrorCheck = { url, publication: null, edition: null, signed: null, findings: [] };
  const found = (about: Finding['about'], grade: Finding['grade'], text: string) => {
    result.findings.push({ about, grade, text });
  };
  const objects: Reply[] = [];
  const get = async (path: string): Promise<Bytes | null> => {
    const capBytes = path.startsWith('ipfs/') ? MAX_BLOCK : path.endsWith('/roots') ? CAP_BYTES : MAX_FRAME;
    const reply = await ask(new URL(path, url).href, { timeoutMs, capBytes });
    objects.push(reply);
    if (reply.status === 404) return null;
    if (reply.status !== 200) throw new WrongFile(path, `is answered ${reply.status}`);
    return reply.body;
  };

  let about: Finding['about'] = 'way in';
  try {
    const file = (path: string) => ask(new URL(path, url).href, { timeoutMs, capBytes: CAP_BYTES });
    result.findings.push(...judgeWayIn(await file(''), await file('sw.js')));
    const card = readCard(await file('publication.json'));
    result.publication = card.id;

    about = 'head';
    const loaded = await loadHead(get, card.id);
    const { head } = loaded;
    result.edition = head.n;
    result.signed = new Date(head.time * 1000).toISOString();
    found('head', 'fine', `Edition ${head.n}, signed by the publication ${card.id}.`);
    result.findings.push(judgeAge(loaded, now() / 1000));
    await judgeFreshness(new URL(headPath(card.id), url).href, timeoutMs, found);

    about = 'blocks';
    const sample = await blockSample(get, loaded);
    const started = performance.now();
    for (const digest of sample) await getBlock(get, digest);
    const each = Math.round((performance.now() - started) / Math.max(1, sample.length));
    found('blocks', 'fine', `${sample.length} fetched (${each} ms each), and every one is what was signed.`);

    about = 'names';
    result.findings.push(await judgeNames(get, loaded, url));
  } catch (error) {
    found(about, 'wrong', sentence(error, url));
  }
  const protocol = await protocolOf(url, timeoutMs).catch(() => 'http/1.1'); // Said above: it cannot be reached.
  const record = await largestRecord(url, timeoutMs).catch(() => null); // The same.
  if (objects.length > 0) result.findings.push(...judgeManners(objects, { protocol, record }));
  return result;
}

function readCard(reply: Reply): PublicationCard {
  if (reply.status !== 200) {
    throw new WrongFile('publication.json', `is answered ${reply.status}: copy the whole site folder there`);
  }
  try {
    const card = JSON.parse(new TextDecoder().decode(reply.body)) as PublicationCard;
    if (typeof card.id === 'string' && /^[a-z2-7]{26}$/.test(card.id)) return card;
  } catch {
    // No JSON: a block page, most likely. Said below.
  }
  throw new WrongFile('publication.json', 'names no publication: is this a mirror, or a page in its place');
}

function judgeAge({ head }: LoadedHead, nowS: number): Finding {
  const hours = Math.max(0, Math.round((nowS - head.time) / 3600));
  const signed = new Date(head.time * 1000).toISOString().slice(0, 16).replace('T', ' ');
  if (head.expires < nowS) {
    const text = `The head of ${signed} UTC has expired: press and copy the site there, or readers are warned.`;
    return { about: 'age', grade: 'wrong', text };
  }
  if (nowS - head.time > OLD_HEAD_S) {
    const text = `The head is ${hours} hours old (${signed} UTC): press every day, so that readers know it is the newest.`;
    return { about: 'age', grade: 'note', text };
  }
  return { about: 'age', grade: 'fine', text: `The head was signed ${hours} h ago (${signed} UTC).` };
}

/** A head that a cache on the way keeps is yesterday's edition to readers. */
async function judgeFreshness(
  url: string,
  timeoutMs: number,
  found: (about: Finding['about'], grade: Finding['grade'], text: string) => void,
): Promise<void> {
  const { headers } = await ask(url, { timeoutMs, capBytes: MAX_FRAME });
  const rule = headers['cache-control'] ?? '';
  const keptS = /no-cache|no-store/.test(rule) ? 0 : Number(/max-age=(\d+)/.exec(rule)?.[1] ?? 0);
  if (keptS > 300) {
    found('head', 'note', `Caches may keep the head for ${keptS} s: send "Cache-Control: no-cache" with it.`);
  }
}

/** Digests of blocks of every kind: the newest packs, segments, the shell. */
async function blockSample(
  get: (path: string) => Promise<Bytes | null>,
  loaded: LoadedHead,
): Promise<string[]> {
  const { head } = loaded;
  const shell = await loadShell(get, loaded);
  const chunks = shell?.shell.groups.flatMap(([digests]) => digests) ?? [];
  const kinds = [
    head.packs.map(digestOfRef).reverse(),
    head.spans.map(([digest]) => digest).reverse(),
    chunks,
  ];
  const sample: string[] = [];
  for (let at = 0; sample.length < SAMPLE && kinds.some((kind) => kind.length > at); at++) {
    sample.push(...kinds.flatMap((kind) => kind.slice(at, at + 1)));
  }
  return [...new Set(sample)].slice(0, SAMPLE);
}

const digestOfRef = ([digest]: Ref) => digest;

async function judgeNames(
  get: (path: string) => Promise<Bytes | null>,
  { publication, trusted }: LoadedHead,
  url: string,
): Promise<Finding> {
  const about = 'names';
  const bytes = await get(mirrorsPath(publication));
  if (!bytes)
    return {
      about,
      grade: 'note',
      text: 'There is no list of mirrors: name them in tamizdat.json and press.',
    };
  const list = await openMirrors(bytes, {
    publication,
    role: trusted.root.roles.head,
    knownVersion: 0,
    base: 'http://localhost/',
  });
  const urls = list.mirrors.flatMap(([, ...names]) => names);
  const lost: string[] = [];
  for (const host of new Set(urls.map((one) => new URL(one).hostname))) {
    if (!/(^|\.)localhost$|^[\d.]+$|^\[/.test(host) && !(await resolves(host))) lost.push(host);
  }
  if (lost.length > 0) {
    const text = `In the signed list stand names that lead nowhere (${lost.join(', ')}): mend them, or take them out and press.`;
    return { about, grade: 'note', text };
  }
  if (!urls.includes(url)) {
    const text = `This address does not stand in the signed list of ${urls.length}: add it to tamizdat.json, or readers never find it.`;
    return { about, grade: 'note', text };
  }
  return { about, grade: 'fine', text: `It stands in the signed list with ${urls.length - 1} others.` };
}

async function resolves(host: string): Promise<boolean> {
  return dns.lookup(host).then(
    () => true,
    () => false,
  );
}

/** The commonest fault of a mirror: it works and is behind. Seen only beside another one. */
function compareEditions(one: MirrorCheck, all: readonly MirrorCheck[]): void {
  const newest = all
    .filter((other) => other.publication === one.publication && other.edition !== null)
    .sort((first, second) => second.edition! - first.edition!)[0];
  if (!newest || one.edition === null || one.edition >= newest.edition!) return;
  const text = `It serves edition ${one.edition} while ${newest.url} has ${newest.edition}: copy the newest site there.`;
  one.findings.push({ about: 'head', grade: 'wrong', text });
}

function sentence(error: unknown, url: string): string {
  if (error instanceof WrongFile) {
    const advice = / is missing| is answered| names no/.test(error.message)
      ? ''
      : ': copy the site there again';
    return `${error.message}${advice}.`;
  }
  if (error instanceof NoReply)
    return `${url} ${error.message}: see whether it runs, and whether it is blocked from here.`;
  if (isRefusal(error))
    return `Its list of mirrors is not what was signed (${error.name}): copy the site there again.`;
  throw error;
}
