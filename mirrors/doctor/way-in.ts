/** The way in: what a first visit loads from a mirror. */
import type { Reply } from './ask.ts';
import type { Finding } from './finding.ts';

/**
 * With a full TLS handshake around them, bodies of these sizes (as sent) pass a connection that freezes after
 * 14,336 bytes counted both ways.
 */
const PAGE_BYTES = 6_700;
const WORKER_BYTES = 7_100;

/** Judges `index.html` and `sw.js` as they were answered. */
export function judgeWayIn(page: Reply, worker: Reply): Finding[] {
  const wrong = [
    ...judgeFile('index.html', page, /^text\/html/, PAGE_BYTES),
    ...judgeFile('sw.js', worker, /^(text|application)\/(x-)?javascript/, WORKER_BYTES),
  ];
  if (/no-store/.test(worker.headers['cache-control'] ?? '')) {
    wrong.push(
      'sw.js may not be kept (no-store), so a browser asks for it at each opening: send max-age=86400.',
    );
  }
  if (wrong.length > 0) return wrong.map((text) => ({ about: 'way in', grade: 'wrong', text }));
  const text = `index.html is ${page.wireBytes} and sw.js ${worker.wireBytes} bytes as sent.`;
  return [{ about: 'way in', grade: 'fine', text }];
}

function judgeFile(name: string, reply: Reply, type: RegExp, limit: number): string[] {
  const { status, headers, wireBytes } = reply;
  if (status >= 300 && status < 400) {
    return [`${name} is redirected to ${headers.location ?? 'nowhere'}: serve it where it was asked for.`];
  }
  if (status !== 200) return [`${name} is answered ${status}: copy the whole site folder there.`];
  const sent = headers['content-type'] ?? 'no type';
  if (!type.test(sent)) return [`${name} is sent as ${sent}: set its content type, or browsers refuse it.`];
  if (wireBytes <= limit) return [];
  const advice = headers['content-encoding'] ? 'press the site anew' : 'let the mirror compress it with gzip';
  return [
    `${name} is ${wireBytes} bytes as sent, over ${limit}, and sticks where connections freeze: ${advice}.`,
  ];
}
