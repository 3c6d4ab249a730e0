import robotsParser from 'robots-parser';

/** The name that robots.txt may speak to. */
export const robotName = 'Tamizdat';

/** What a host's robots.txt says of an address. */
export interface Verdict {
  /** Null where the file could not be had: then nothing may be asked for. */
  allowed: boolean | null;
  /** Seconds between requests that it asks for; 0 where it asks for none. */
  delay: number;
}

interface Rules {
  isDisallowed(url: string, agent: string): boolean | undefined;
  getCrawlDelay(agent: string): number | undefined;
}

// The package is CommonJS and describes itself as a module.
const parse = robotsParser as unknown as (url: string, text: string) => Rules;

/**
 * Asks robots.txt, once for each origin and source: not every source may reach every host.
 * @param read gets the file's text; empty where there is none, null where it could not be had: then nothing is allowed
 * (RFC 9309, section 2.3.1.4).
 */
export function openRobots(
  read: (url: string, sources?: readonly string[]) => Promise<string | null>,
): (url: string, sources?: readonly string[]) => Promise<Verdict> {
  const asked = new Map<string, Promise<Rules | null>>();
  return async (url, sources) => {
    const { origin } = new URL(url);
    const file = `${origin}/robots.txt`;
    const name = `${origin} ${sources?.join(' ') ?? ''}`;
    const known =
      asked.get(name) ?? read(file, sources).then((text) => (text === null ? null : parse(file, text)));
    asked.set(name, known);
    const rules = await known;
    if (!rules) return { allowed: null, delay: 0 };
    return {
      allowed: rules.isDisallowed(url, robotName) !== true,
      delay: rules.getCrawlDelay(robotName) ?? 0,
    };
  };
}
