/** The command `open`. */
import { PublisherError } from '../config.ts';
import { GetError, openGetter } from '../newsroom/get.ts';
import { extract } from './extract.ts';
import { type Edition, type SiteGet, WrongFile } from './load.ts';
import { openEdition, openFolder } from './open.ts';
import { mirrorGet, publicationAt } from './places.ts';
import { showArticle } from './show.ts';

/**
 * Verifies a site folder or an address whole, then prints it: as JSON Lines, or one line for people.
 * @returns the exit code
 * @throws PublisherError naming the file that is wrong
 */
export async function openAnywhere(
  where: string,
  options: { json: boolean; extractTo?: string; print?: (text: string) => void },
): Promise<number> {
  const print = options.print ?? ((text: string) => process.stdout.write(text));
  const web = openGetter();
  try {
    const { edition, get } = await openOne(where, web.get);
    if (options.extractTo !== undefined) await extract(edition, get, options.extractTo);
    const newestFirst = [...edition.entries].reverse();
    if (options.json) {
      for (const { article } of newestFirst) print(`${JSON.stringify(showArticle(article))}\n`);
    } else {
      const { head, publication } = edition;
      const signed = new Date(head.time * 1000).toISOString();
      print(
        `${where} is whole: edition ${head.n} of ${publication}, signed ${signed}, ${edition.entries.length} articles.\n`,
      );
    }
    return 0;
  } catch (error) {
    if (error instanceof WrongFile) {
      throw new PublisherError(
        `${where} is not whole: ${error.message}; press it again, or restore it from a mirror.`,
      );
    }
    if (error instanceof GetError) throw new PublisherError(`${where} ${error.message}: try again later.`);
    throw error;
  } finally {
    await web.close();
  }
}

async function openOne(
  where: string,
  get: Parameters<typeof mirrorGet>[1],
): Promise<{ edition: Edition; get: SiteGet }> {
  if (!/^https?:\/\//i.test(where)) return openFolder(where);
  const base = where.endsWith('/') ? where : `${where}/`;
  const site = mirrorGet(base, get);
  const { id } = await publicationAt(site, base);
  return { edition: await openEdition(site, id), get: site };
}
