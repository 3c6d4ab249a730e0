/** What the specs and benches share: a publication on breakable addresses, a browser to restart, a look inside it. */
export * from './articles.ts';
export * from './axe.ts';
export * from './bodies.ts';
export * from './browser.ts';
export * from './corpus.ts';
export * from './engines.ts';
export * from './forge.ts';
export * from './full-body.ts';
export * from './harm.ts';
export * from './library.ts';
export * from './messages.ts';
export * from './paper.ts';
export * from './payloads.ts';
export * from './reading.ts';
export * from './seed.ts';
export * from './strangers.ts';
export * from './touch.ts';
