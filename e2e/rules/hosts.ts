/** The app names no host: it knows its mirrors from signed lists alone, and nothing of it can call elsewhere. */
import { expectFound, expectNone, isTest, readTree, stripComments, type Tree } from './tree.ts';

const address = /\b(?:https?|wss?|ftp):\/\/([^\s/'"`<>)\\,;$]+)/gi;
// Names that cannot be called: this machine, and identifiers of XML vocabularies that only look like addresses.
const harmless =
  /^(?:localhost|(?:\*\.|[a-z0-9-]+\.)+localhost|127\.0\.0\.1|\[::1\])(?::(?:\d*|\*))?$|^www\.w3\.org$/i;

function withoutComments(path: string, text: string): string {
  if (/\.(?:html|svg)$/.test(path)) return text.replace(/<!--[\s\S]*?-->/g, '');
  // In a style sheet two slashes begin no comment.
  if (path.endsWith('.css')) return text.replace(/\/\*[\s\S]*?\*\//g, '');
  return stripComments(text);
}

function judge(tree: Tree): string[] {
  return [...tree].flatMap(([path, text]) => {
    const code = withoutComments(path, text);
    return [...code.matchAll(address)].flatMap(([, host = '']) => {
      if (!/[a-z0-9]/i.test(host) || harmless.test(host)) return [];
      return [`${path} names the host ${host}`];
    });
  });
}

export const name = 'the app names no host';

export async function check(): Promise<string[]> {
  const source = new Map(
    [...readTree(['src'], /\.(?:[jt]sx?|css|html|json|svg)$/)].filter(([path]) => !isTest(path)),
  );
  const built = readTree(['dist'], /\.(?:[cm]?js|css|html|json|webmanifest|svg|txt)$/);
  return [...new Set([...judge(source), ...judge(built)])];
}

export async function prove(): Promise<void> {
  const planted = new Map([
    ['src/a.ts', `fetch('https://collect.metrics.org/x');`],
    ['dist/assets/a.js', 'let a=`wss://push.host.net:8443/`;'],
    ['src/b.css', '@import url(http://fonts.host.org/a.css);'],
    ['src/c.ts', `const base = 'https://mirror.example/';`],
  ]);
  expectFound(judge(planted), [/collect\.metrics/, /push\.host/, /fonts\.host/, /c\.ts names/]);
  const right = new Map([
    ['src/a.ts', `// see https://bugs.browser.org/1\nconst ns = 'http://www.w3.org/2000/svg';`],
    ['src/csp.ts', `const loopback = 'connect-src http://*.localhost:* http://localhost:*';`],
    ['src/b.ts', 'const at = `http://localhost:$' + '{port}/`; const any = `https://$' + '{host}/`;'],
  ]);
  expectNone(judge(right));
}
