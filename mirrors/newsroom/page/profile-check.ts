import { compile } from 'css-select';
import { nearest } from '../../nearest.ts';
import type { Profile } from './profile.ts';

const selectors = [
  ...['article', 'headline', 'author', 'section', 'published', 'updated', 'lead', 'caption', 'credit'],
  ...['body', 'label', 'drop', 'stop', 'entry'],
] as const;

/**
 * Checks a profile that somebody wrote.
 * @param wrong takes what is wrong, a part of a sentence with the profile as its subject, and throws
 */
export function readProfile(value: unknown, wrong: (what: string) => never): Profile {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return wrong('must be an object such as {"hosts": ["paper.example"], "body": ".story"}');
  const { hosts, ...parts } = value as Record<string, unknown>;
  if (!Array.isArray(hosts) || hosts.length === 0 || !hosts.every(isHost))
    return wrong('needs a list of host names such as "paper.example" as "hosts"');
  for (const [part, selector] of Object.entries(parts)) {
    if (!(selectors as readonly string[]).includes(part))
      return wrong(`has no key "${part}"; did you mean "${nearest(part, selectors)}"?`);
    if (typeof selector !== 'string' || !isSelector(selector))
      return wrong(`needs a CSS selector such as ".story" as "${part}", not ${JSON.stringify(selector)}`);
  }
  return value as Profile;
}

function isHost(value: unknown): boolean {
  return typeof value === 'string' && /^(?!www\.)[a-z0-9-]+(?:\.[a-z0-9-]+)+$/.test(value);
}

function isSelector(written: string): boolean {
  try {
    compile(written);
    return written.trim() !== '';
  } catch {
    return false;
  }
}
