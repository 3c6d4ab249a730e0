/** The way in: what a first visit loads from a mirror. */
import type { Reply } from './ask.ts';
import type { Finding } from './finding.ts';

/**
 * With a full TLS handshake around them, bodies of these sizes (as sent) pass a connection that freezes after
 * 14,336 bytes counted both ways.
 */
const PAGE_BYTES = 6_700;
const WORKER_BYTES = 7_100;
/** Over this they stick even where only bytes sent down are counted. */
const STUCK_BYTES = 9_700;

type Fault = { grade: 'note' | 'wrong'; text: string };

/** Judges `index.html` and `sw.js` as they were answered. */
export function judgeWayIn(page: Reply, worker: Reply): Finding[] {
  const faults = [
    ...judgeFile('index.html', page, /^text\/html/, PAGE_BYTES),
    ...judgeFile('sw.js', worker, /^(text|application)\/(x-)?javascript/, WORKER_BYTES),
  ];
  if (/no-store/.test(worker.headers['cache-control'] ?? '')) {
    const text =
      'sw.js may not be kept (no-store), so a browser asks for it at each opening: send max-age=86400.';
    faults.push({ grade: 'wrong', text });
  }
  if (faults.length > 0) return faults.map((fault) => ({ about: 'way in', ...fault }));
  const text = `index.html is ${page.wireBytes} and sw.js ${worker.wireBytes} bytes as sent.`;
  return [{ about: 'way in', grade: 'fine', text }];
}

function judgeFile(name: string, reply: Reply, type: RegExp, limit: number): Fault[] {
  const { status, headers, wireBytes } = reply;
  const wrong = (text: string): Fault[] => [{ grade: 'wrong', text }];
  if (status >= 300 && status < 400) {
    return wrong(
      `${name} is redirected to ${headers.location ?? 'nowhere'}: serve it where it was asked for.`,
    );
  }
  if (status !== 200) return wrong(`${name} is answered ${status}: copy the whole site folder there.`);
  const sent = headers['content-type'] ?? 'no type';
  if (!type.test(sent))
    return wrong(`${name} is sent as ${sent}: set its content type, or browsers refuse it.`);
  if (wireBytes <= limit) return [];
  const advice = headers['content-encoding']
    ? 'press with a newer version'
    : 'let the mirror compress it with gzip';
  const text = `${name} is ${wireBytes} bytes as sent, over ${limit}, and may stick where connections freeze: ${advice}.`;
  return [{ grade: wireBytes > STUCK_BYTES ? 'wrong' : 'note', text }];
}
