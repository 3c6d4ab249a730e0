/** How a mirror treats connections, other origins and those who ask. */
import type { Reply } from './ask.ts';
import type { Finding } from './finding.ts';

/** Records up to this size let a browser show what has come of a page that is frozen half-way (bytes). */
const RECORD_BYTES = 4_096;

/** How a mirror speaks: the protocol that browsers would choose, its largest TLS record (null over plain http). */
export interface Line {
  protocol: string;
  record: number | null;
}

/** Judges the answers to a head and to blocks, which readers ask for from other addresses. */
export function judgeManners(replies: readonly Reply[], line: Line): Finding[] {
  return [judgeOrigins(replies), judgeConnection(replies, line), judgePrivacy(replies)];
}

function judgeOrigins(replies: readonly Reply[]): Finding {
  const about = 'cors';
  if (replies.every((reply) => reply.headers['access-control-allow-origin'] === '*')) {
    return { about, grade: 'fine', text: 'Readers at other addresses may read its files.' };
  }
  const text =
    'Readers at other addresses may not read its files: send "Access-Control-Allow-Origin: *" with every answer.';
  return { about, grade: 'wrong', text };
}

function judgeConnection(replies: readonly Reply[], { protocol, record }: Line): Finding {
  const about = 'connection';
  if (protocol !== 'http/1.1') {
    const text = `It offers ${protocol}, which puts many objects into one connection that a censor then freezes: allow HTTP/1.1 only.`;
    return { about, grade: 'note', text };
  }
  if (replies.some((reply) => /\bh3/.test(String(reply.headers['alt-svc'] ?? '')))) {
    return {
      about,
      grade: 'note',
      text: 'It invites browsers to HTTP/3, which is often blocked: send no Alt-Svc.',
    };
  }
  if (replies.some((reply) => reply.headers.connection?.toLowerCase() !== 'close')) {
    const text =
      'It keeps connections open, and long ones are frozen: send "Connection: close", one object each.';
    return { about, grade: 'note', text };
  }
  if (record !== null && record > RECORD_BYTES) {
    const text = `Its TLS records are up to ${record} bytes, so a frozen page stays blank: in nginx, set ssl_buffer_size 1400.`;
    return { about, grade: 'note', text };
  }
  return { about, grade: 'fine', text: 'HTTP/1.1, one object a connection.' };
}

function judgePrivacy(replies: readonly Reply[]): Finding {
  const about = 'privacy';
  if (replies.some((reply) => reply.headers['set-cookie'])) {
    return {
      about,
      grade: 'wrong',
      text: 'It sets cookies, by which readers can be told apart: switch them off.',
    };
  }
  return { about, grade: 'fine', text: 'It sets no cookie.' };
}
