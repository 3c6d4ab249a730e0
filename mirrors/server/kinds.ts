/** What a mirror says about a file: its type, how long it may be kept, whether gzip is worth it. */

const types: Record<string, string> = {
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  mjs: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  json: 'application/json; charset=utf-8',
  webmanifest: 'application/manifest+json; charset=utf-8',
  txt: 'text/plain; charset=utf-8',
  svg: 'image/svg+xml; charset=utf-8',
  png: 'image/png',
  ico: 'image/x-icon',
  avif: 'image/avif',
  webp: 'image/webp',
  jpg: 'image/jpeg',
  woff2: 'font/woff2',
  car: 'application/vnd.ipld.car',
};

/** The media type of a site path. Blocks are raw blocks, whatever they hold; frames are bytes. */
export function typeOf(path: string): string {
  if (path.startsWith('ipfs/')) return 'application/vnd.ipld.raw';
  const extension = /\.([a-z0-9]+)$/i.exec(path)?.[1]?.toLowerCase() ?? '';
  return types[extension] ?? 'application/octet-stream';
}

/** Whether a file is text that gzip makes much smaller. Blocks and frames are deflated already. */
export function isText(path: string): boolean {
  return !isObject(path) && /^(text\/|application\/(json|manifest)|image\/svg)/.test(typeOf(path));
}

/** Whether a path is a frame or block, whose bytes readers verify themselves. */
export function isObject(path: string): boolean {
  return path.startsWith('ipfs/') || path.startsWith('ed1/');
}

/**
 * The Cache-Control of a site path. A block never changes. Frames are asked for anew each time. `sw.js` may be
 * kept for a day: a browser then makes no request for it at each opening. The page itself is always confirmed.
 */
export function cacheRule(path: string): string {
  if (path.startsWith('ipfs/')) return 'public, max-age=31536000, immutable';
  if (path.startsWith('ed1/') || path.endsWith('.html')) return 'no-cache';
  if (path === 'sw.js' || path === 'ed.js' || path.startsWith('icons/')) return 'public, max-age=86400';
  return 'public, max-age=300';
}
