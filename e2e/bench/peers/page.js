// An app as others build them: a list of news, then all texts, each got as its policy says. Notes when what was there.
const peer = {
  stored: null,
  head: null,
  article: null,
  front: null,
  whole: null,
  n: 0,
  wrong: 0,
  ready: false,
};
window.peer = peer;
const policy = new URLSearchParams(location.search).get('policy');
let began = 0;

/** Asks for the list, shows it, then asks for every text at once, as apps do. */
window.sync = async (from = performance.now()) => {
  began = from;
  const passed = () => Math.round(performance.now() - began);
  let news;
  try {
    news = await (await fetch(`news.json?policy=${policy}`, { cache: 'no-cache' })).json();
  } catch {
    peer.wrong += document.querySelector('li') ? 0 : 1; // a page that is not what was asked for, or nothing at all
    return;
  }
  document.querySelector('ol').innerHTML = news.titles.map((title) => `<li>${title}`).join('');
  peer.stored ??= passed();
  peer.n = news.n;
  if (!news.isNew) return;
  peer.head = passed();
  const load = async ([path, digest]) => {
    const bytes = await (await fetch(`../${path}`)).arrayBuffer();
    const sum = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
    if ([...sum].map((byte) => byte.toString(16).padStart(2, '0')).join('') !== digest) {
      peer.wrong++;
      throw new Error('not what was asked for');
    }
    peer.article ??= passed();
  };
  const front = Promise.all(news.front.map(load)).then(() => {
    peer.front = passed();
  });
  await Promise.all([front, ...news.rest.map(load)]).then(
    () => {
      peer.whole = passed();
    },
    () => {},
  );
};

(async () => {
  if (policy !== 'origin') {
    await navigator.serviceWorker.register(`sw.js?policy=${policy}`);
    await navigator.serviceWorker.ready;
    if (!navigator.serviceWorker.controller)
      await new Promise((resolve) => {
        navigator.serviceWorker.oncontrollerchange = resolve;
      });
  }
  await window.sync(0);
  peer.ready = true;
})();
