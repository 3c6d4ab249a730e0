import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { extname, join, relative } from 'node:path';
import preact from '@preact/preset-vite';
import { minify } from 'terser';
import { build, type InlineConfig, type Plugin } from 'vite';
import { VitePWA } from 'vite-plugin-pwa';
import { defineConfig } from 'vitest/config';
import { PROTOCOL } from './src/edition/shell.ts';
import { packWords } from './src/reader/strings/pack.ts';

const root = import.meta.dirname;
const out = join(root, 'dist');
const app = join(out, 'app');
const wayIn = join(out, 'way-in');

/** Properties that never leave the worker (neither stored nor posted, nor the browser's): they go by short names there. */
const INNER =
  /^(after|answers|ask|asked|connectMs|end|ending|endings|enough|firstByte|hedge|hedgeMs|isWalled|judge|keyId|kind|kinOf|known|lane|lanes|maxBytes|partial|patience|patienceFor|rank|role|run|setLanes|signatures?|silence|start|walled|warm|watch|wave|what)$/;

/** Bundles one file into one script that runs by itself. */
async function bundle(entry: string, define: Record<string, string> = {}): Promise<string> {
  const config: InlineConfig = {
    configFile: false,
    root,
    publicDir: false,
    logLevel: 'warn',
    define,
    build: {
      write: false,
      target: 'es2022',
      lib: { entry, formats: ['iife'], name: 'unused', fileName: 'out' },
    },
  };
  const result = await build(config);
  const [first] = Array.isArray(result) ? result : [result];
  if (!first || !('output' in first)) throw new Error(`nothing was built from ${entry}`);
  return first.output[0].code.trim();
}

/**
 * Writes what the app is made of besides the shell: `dist/way-in` (the page of a first visit, the worker, the pure
 * verifier) and `dist/app.json`, which says how the shell's files are grouped: what the first screen needs, then the rest.
 */
function wayInPlugin(): Plugin {
  return {
    name: 'way-in',
    apply: 'build',
    enforce: 'post',
    closeBundle: {
      order: 'post',
      sequential: true,
      async handler() {
        rmSync(wayIn, { recursive: true, force: true });
        mkdirSync(wayIn, { recursive: true });
        const worker = await minify(readFileSync(join(app, 'sw.js'), 'utf8'), {
          module: true,
          ecma: 2020,
          compress: { passes: 5, unsafe: true, unsafe_arrows: true, pure_getters: true, keep_fargs: false },
          mangle: { properties: { regex: INNER } },
        });
        writeFileSync(join(wayIn, 'sw.js'), `${worker.code}\n`);
        rmSync(join(app, 'sw.js'));
        writeFileSync(join(wayIn, 'ed.js'), await bundle(join(root, 'src/worker/ed.ts')));
        const boot = (await bundle(join(root, 'src/first/boot.ts'))).replaceAll('</', '<\\/');
        const style = readFileSync(join(root, 'src/first/first.css'), 'utf8')
          .replace(/\s*\n\s*/g, '')
          .trim();
        const page = readFileSync(join(root, 'src/first/index.html'), 'utf8')
          .replace(/>\s+</g, '><')
          .replaceAll('/*BOOT*/', () => boot)
          .replaceAll('/*STYLE*/', () => style)
          .replaceAll('%BOOT_HASH%', sha256(boot))
          .replaceAll('%STYLE_HASH%', sha256(style));
        writeFileSync(join(wayIn, 'index.html'), page.trim());
        const engine = readdirSync(join(app, 'assets')).find((file) => file.startsWith('engine-'));
        const asleep = await bundle(join(root, 'src/worker/asleep.ts'), { ENGINE: JSON.stringify(engine) });
        // The worker knows it by this name, and takes what the script comes to for a function.
        writeFileSync(join(app, 'assets/asleep.js'), asleep.replace(/^var \w+ ?= ?/, ''));
        const files = listFiles(app).sort();
        // The app links the manifest itself, once the worker can answer for it: earlier it would only delay the first paint.
        const styles = files.find((file) => file.endsWith('.css'));
        const html = readFileSync(join(app, 'index.html'), 'utf8')
          .replace(/<link rel="manifest"[^>]*>/, '')
          .replace('<script type="module"', (tag) => `<link rel="stylesheet" href="./${styles}">${tag}`)
          .replace(/<script>\s*\/\/.*\n\s*([\s\S]*?)\s*<\/script>/, '<script>$1</script>');
        const script = /<script>([\s\S]*?)<\/script>/.exec(html)![1]!;
        writeFileSync(
          join(app, 'index.html'),
          html.replace("script-src 'self'", (policy) => `${policy} 'sha256-${sha256(script)}'`),
        );
        const entry = /src="\.\/(assets\/[^"]+\.js)"/.exec(html)?.[1] ?? '';
        // The first group is the page and its code; rare screens, icons and what the worker needs by itself come later.
        const isFirst = (file: string) => /\.(html|js|css)$/.test(file) && !/rest|workbox|asleep/.test(file);
        const first = files.filter(isFirst);
        const rest = files.filter((file) => !isFirst(file));
        writeFileSync(
          join(out, 'app.json'),
          JSON.stringify({
            protocol: PROTOCOL,
            lowest: 1,
            entry,
            groups: rest.length > 0 ? [first, rest] : [first],
          }),
        );
      },
    },
  };
}

/**
 * The engine as a chunk of the app's own build, so that what both need is there once; a worker that Vite builds by
 * itself carries all of it. Its address is what the module `virtual:engine` exports. (Its own export is for the worker
 * that runs it where no page is open.)
 */
const engineChunk: Plugin = {
  name: 'engine-chunk',
  resolveId: (id) => (id === 'virtual:engine' ? '\0engine' : null),
  load(id) {
    if (id !== '\0engine') return null;
    const file = this.emitFile({
      type: 'chunk',
      id: join(root, 'src/engine/main.ts'),
      name: 'engine',
      preserveSignature: 'strict',
    });
    return `export default import.meta.ROLLUP_FILE_URL_${file};`;
  },
};

/** Vite's helper loads style sheets before lazy parts; ours have none, so that an import is an import. */
const plainImports: Plugin = {
  name: 'plain-imports',
  enforce: 'pre',
  load: (id) => (id === '\0vite/preload-helper.js' ? 'export const __vitePreload = (load) => load();' : null),
};

/** JSX as calls of `createElement`, children as they come: shorter than as objects, and the bundle has it anyway. */
const plainJsx: Plugin = {
  name: 'plain-jsx',
  apply: 'build',
  enforce: 'pre',
  config: () => ({ oxc: { jsx: { runtime: 'classic', pragma: 'createElement', pragmaFrag: 'Fragment' } } }),
  transform: (code, id) =>
    id.endsWith('.tsx') ? `import { createElement, Fragment } from 'preact';${code}` : null,
};

/** Writes the words of the app in their short form. */
const shortWords: Plugin = {
  name: 'short-words',
  apply: 'build',
  enforce: 'post',
  transform(code, id) {
    const [, language] = /strings\/(ru|en)\.ts$/.exec(id) ?? [];
    return language ? packWords(language as 'ru' | 'en', code, this.parse(code)) : null;
  },
};

/** Makes what the bundler has made small smaller still, by 1 %: each byte is paid for on a bad line. */
const squeeze = (): Plugin => ({
  name: 'squeeze',
  apply: 'build',
  async generateBundle(_options, bundle) {
    for (const chunk of Object.values(bundle)) {
      if (chunk.type !== 'chunk') continue;
      const { code } = await minify(chunk.code, {
        module: true,
        ecma: 2020,
        compress: { passes: 5, unsafe: true, unsafe_arrows: true, keep_fargs: false },
      });
      chunk.code = code ?? chunk.code;
    }
  },
});

function listFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((one) => one.isFile() && extname(one.name) !== '.map' && one.name !== 'robots.txt')
    .map((one) => relative(folder, join(one.parentPath, one.name)).replaceAll('\\', '/'));
}

const sha256 = (text: string) => createHash('sha256').update(text).digest('base64');

const icons = [
  { src: 'icons/icon-192.png', sizes: '192x192', type: 'image/png' },
  { src: 'icons/icon-512.png', sizes: '512x512', type: 'image/png' },
  { src: 'icons/maskable-512.png', sizes: '512x512', type: 'image/png', purpose: 'maskable' },
];

export default defineConfig({
  root: 'src',
  base: './',
  publicDir: '../public',
  plugins: [
    preact({ devToolsEnabled: false, prefreshEnabled: false }),
    VitePWA({
      strategies: 'injectManifest',
      srcDir: 'worker',
      filename: 'sw.ts',
      injectRegister: false,
      registerType: 'prompt',
      devOptions: { enabled: false },
      // The shell is installed from a signed list through mirrors, so the plugin's own list is not wanted.
      injectManifest: {
        injectionPoint: undefined as unknown as string,
        rollupFormat: 'iife',
        target: 'es2022',
      },
      manifest: {
        id: './',
        start_url: './',
        scope: './',
        name: 'Читалка',
        short_name: 'Читалка',
        lang: 'ru',
        display: 'standalone',
        background_color: '#ffffff',
        theme_color: '#ffffff',
        icons,
      },
    }),
    plainImports,
    engineChunk,
    plainJsx,
    shortWords,
    squeeze(),
    wayInPlugin(),
  ],
  build: {
    outDir: '../dist/app',
    emptyOutDir: true,
    target: 'es2022',
    assetsInlineLimit: 0,
    modulePreload: false,
    reportCompressedSize: false,
    sourcemap: false,
  },
  test: {
    root,
    include: ['src/**/*.test.ts', 'mirrors/**/*.test.ts', 'e2e/**/*.test.ts'],
    environment: 'node',
  },
});
