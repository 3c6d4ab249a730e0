interface Policy {
  createScriptURL(url: string): unknown;
}
interface Factory {
  createPolicy(name: string, rules: { createScriptURL(url: string): string }): Policy;
}

let policy: Policy | undefined;
const admitted = new Set<string>();

/**
 * Turns an address into what `new Worker` and `register` take under Trusted Types. Only `sw.js` beside the
 * document and the engine's own file get through; anything else throws a TypeError.
 */
export function scriptUrl(url: string, engine: string): string {
  admitted.add(new URL('sw.js', document.baseURI).href).add(new URL(engine, document.baseURI).href);
  const factory = (globalThis as { trustedTypes?: Factory }).trustedTypes;
  if (!factory) return check(url);
  policy ??= factory.createPolicy('reader', { createScriptURL: check });
  // The DOM types of this compiler know strings only; the browser wants the object.
  return policy.createScriptURL(url) as string;
}

function check(url: string): string {
  const whole = new URL(url, document.baseURI).href;
  if (!admitted.has(whole)) throw new TypeError(`script address not admitted: ${whole}`);
  return whole;
}
