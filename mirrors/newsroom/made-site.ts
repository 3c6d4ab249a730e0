/** A web site for tests: a real server on 127.0.0.1 that answers what it is told to. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type LeftOut, leftOutSentence } from './left-out.ts';

/** Notes in one list all that a source says besides its articles. */
export const hearing = (lines: string[]) => ({
  report: (line: string) => void lines.push(line),
  leave: (what: LeftOut) => void lines.push(`${leftOutSentence(what)}.`),
});

/** What an address answers. */
export type Answer = string | ((request: IncomingMessage, response: ServerResponse) => void);

export interface MadeSite {
  /** Without a slash at the end. */
  url: string;
  /** Path and query to the answer; 404 for all others. */
  pages: Map<string, Answer>;
  /** What was asked for, in order. */
  asked: string[];
  close(): Promise<void>;
}

export async function makeSite(pages: Record<string, Answer> = {}): Promise<MadeSite> {
  const answers = new Map(Object.entries(pages));
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const path = request.url ?? '';
    asked.push(path);
    const answer = answers.get(path);
    if (answer === undefined) response.writeHead(404).end();
    else if (typeof answer === 'string') response.end(answer);
    else answer(request, response);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    pages: answers,
    asked,
    async close() {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}
