/** Sites that scenarios need beside the ordinary editions: a new version of the app, and what strangers signed. */
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { packJson, refOf } from '../../mirrors/press/deflate.ts';
import { press } from '../../mirrors/press/index.ts';
import { makeKey, readKeys, signFrame } from '../../mirrors/press/keys.ts';
import type { Bytes } from '../../src/edition/bytes.ts';
import { blockPath } from '../../src/edition/cid.ts';
import { openFrame, type Role, readFrame } from '../../src/edition/frame.ts';
import { headPath } from '../../src/edition/paths.ts';
import type { EditionSet } from './edition.ts';

const dist = fileURLToPath(new URL('../../dist/', import.meta.url));

/** `stranger`: the new head, signed by an unknown key. */
export async function makeStranger(editions: EditionSet): Promise<void> {
  await once(editions, 'stranger', async (site) => {
    const path = join(site, headPath(editions.publication));
    const { body } = readFrame(readBytes(path), 'head');
    writeFileSync(path, await signByStranger('head', body));
  });
}

/** `shell2`: the next version of the app. `badshell`: one after it, which a stranger signed. */
export async function makeShells(editions: EditionSet): Promise<void> {
  await once(editions, 'shell2', async (site) => {
    const app = join(editions.folder, 'app2');
    const newsroom = join(editions.folder, 'newsroom2');
    cpSync(dist, app, { recursive: true });
    const page = join(app, 'app', 'index.html');
    writeFileSync(page, readFileSync(page, 'utf8').replace('</html>', '<!-- the next version --></html>'));
    cpSync(editions.newsroom, newsroom, { recursive: true });
    await press({ newsroom, app });
    cpSync(join(newsroom, 'site'), site, { recursive: true });
  });
  await once(
    editions,
    'badshell',
    async (site) => {
      const keys = await readKeys(join(editions.newsroom, 'keys'));
      const { roles } = keys.trusted.root;
      const headFile = join(site, headPath(editions.publication));
      const head = await openFrame(readBytes(headFile), 'head', roles.head);
      const [version, digest] = head.shell as [number, string, number];
      const shell = await openFrame(readBytes(join(site, blockPath(digest))), 'shell', roles.shell);
      const bad = await signByStranger('shell', packJson(JSON.stringify({ ...shell, version: version + 1 })));
      const ref = refOf(bad);
      writeFileSync(join(site, blockPath(ref[0])), bad);
      const next = { ...head, n: (head.n as number) + 1, shell: [version + 1, ...ref] };
      writeFileSync(
        headFile,
        await signFrame('head', packJson(JSON.stringify(next)), roles.head, keys.signers),
      );
    },
    'shell2',
  );
}

async function once(
  editions: EditionSet,
  name: string,
  make: (site: string) => Promise<void>,
  from = 'new',
): Promise<void> {
  const site = editions.site(name);
  const done = join(site, '.done');
  if (existsSync(done)) return;
  mkdirSync(dirname(site), { recursive: true });
  cpSync(editions.site(from), site, { recursive: true });
  await make(site);
  writeFileSync(done, '');
}

async function signByStranger(kind: 'head' | 'shell', body: Bytes): Promise<Bytes> {
  const { signer } = makeKey();
  const role: Role = { threshold: 1, keys: [signer.key] };
  return signFrame(kind, body, role, [signer]);
}

const readBytes = (file: string): Bytes => new Uint8Array(readFileSync(file));
