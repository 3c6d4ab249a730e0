/**
 * What the service worker runs where no page is open: a file of the shell, so that it arrives signed and can be mended.
 * It starts the engine, whose own files are those that it shares with the app.
 */
import { linkFile } from './link.ts';

/** The engine's file, named by the build. */
declare const ENGINE: string;

/** @param serve gives a file of the shell in charge, verified. Resolves once the engine has put everything down. */
export default async (serve: (path: string) => Promise<Response | null>): Promise<unknown> => {
  const engine = await linkFile(ENGINE, async (name) => (await serve(`assets/${name}`))!.text());
  return engine.lastWord;
};
