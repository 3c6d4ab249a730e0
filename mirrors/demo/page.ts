/** The control page: its three files joined into one document that loads nothing. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';

/** The document and the Content-Security-Policy that admits its own style and script alone. */
export async function controlPage(): Promise<{ html: string; policy: string }> {
  const [frame, style, script] = await Promise.all(
    ['control.html', 'control.css', 'control.js'].map((name) =>
      readFile(new URL(`page/${name}`, import.meta.url), 'utf8'),
    ),
  );
  const html = frame!.replace('/* style */', () => style!).replace('/* script */', () => script!);
  const policy = [
    "default-src 'none'",
    `style-src '${hash(style!)}'`,
    `script-src '${hash(script!)}'`,
    "connect-src 'self'",
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
  return { html, policy };
}

function hash(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}
