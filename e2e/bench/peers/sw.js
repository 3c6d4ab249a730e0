// Policies for getting a file that are in common use, none of which knows of hashes. MIRRORS is written in by the bench.
const { searchParams, origin } = new URL(location.href);
const policy = searchParams.get('policy');
const mirrors = MIRRORS;
const kept = () => caches.open('news');

const within = (promise, ms) =>
  Promise.race([promise, new Promise((_, reject) => setTimeout(reject, ms, new Error('too slow')))]);

/** A file from one address; anything that is not a success is a failure. */
async function ask(base, path) {
  const answer = await fetch(base + path, { cache: 'no-cache' });
  if (!answer.ok) throw new Error(String(answer.status));
  return answer;
}

const policies = {
  'network-first': (path) => within(ask(origin, path), 3_000),
  async 'in-turn'(path) {
    for (const base of [origin, ...mirrors]) {
      try {
        return await within(ask(base, path), 10_000);
      } catch {
        // the next one
      }
    }
    throw new Error('no address answers');
  },
  race: (path) => Promise.any([origin, ...mirrors].map((base) => ask(base, path))),
};

self.addEventListener('install', (event) => {
  const files = ['./', 'page.js', 'news.json'].map((file) => new URL(file, location.href).pathname);
  event.waitUntil(
    kept()
      .then((cache) => cache.addAll(files))
      .then(() => self.skipWaiting()),
  );
});
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));
self.addEventListener('fetch', (event) => {
  const { pathname } = new URL(event.request.url);
  event.respondWith(
    (async () => {
      const cache = await kept();
      try {
        const answer = await policies[policy](pathname);
        event.waitUntil(cache.put(pathname, answer.clone()).catch(() => {}));
        return answer;
      } catch (error) {
        const stored = await cache.match(pathname);
        if (stored) return stored;
        throw error;
      }
    })(),
  );
});
