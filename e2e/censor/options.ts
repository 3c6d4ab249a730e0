/** What `npm run censor` is told. */
import { dice, MACHINES } from './edition.ts';
import {
  cut,
  fin,
  flap,
  freeze,
  freezePackets,
  handshakes,
  only,
  type Rule,
  residual,
  rst,
  stalls,
  swallow,
  throttle,
  whiteList,
} from './rules.ts';

export const HELP = `npm run censor -- [--rule RULE]… [--rtt MS] [--open]

Serves the built-in guide from app.test and five mirrors (m1 … m5, four names each) over TLS, behind a censor.
Prints the line that starts Chromium so that it finds them; with --open it starts Chromium itself.
What the censor sees and does is told on stderr, line by line; the counts by name are printed at the end.

--rtt MS   time there and back (default 50)
--rule     may be given several times; @m1,m2 behind it binds these machines only (app, m1 … m5):
  handshakes          the 4th ClientHello of a quick run (gaps under 400 ms) closes that name for a minute
  freeze=16000        after so many bytes down nothing comes through; freeze=14336/both counts both ways
  packets=25          after so many packets with data nothing comes through
  cut=16000           RST after so many bytes down
  rst, rst=accept     RST upon the ClientHello, or at once
  fin                 the end of the connection upon the ClientHello
  swallow             ClientHellos vanish, the socket stays open
  allow=ok.test,…     a white list: all other names are swallowed
  residual=a.m1.test  RST upon this name, then 180 s of silence at the whole address
  throttle=1750       so many bytes a second for all connections together
  stalls=0.2          this share of connections stops somewhere
  flap=5000/10000     the line is up and down for so many ms in turn

Example: npm run censor -- --rule handshakes --rule freeze=16000 --rule swallow@m1,m2
`;

export type Options =
  | { kind: 'help' }
  | { kind: 'wrong'; sentence: string }
  | { kind: 'run'; rules: Rule[]; rttMs: number; opens: boolean };

/** Reads the words of the command line. */
export function parseOptions(words: readonly string[]): Options {
  const rules: Rule[] = [];
  let rttMs = 50;
  let opens = false;
  for (let i = 0; i < words.length; i++) {
    const [word = '', given] = (words[i] ?? '').split(/=(.*)/s);
    const value = () => given ?? words[++i] ?? '';
    if (word === '--help' || word === '-h') return { kind: 'help' };
    if (word === '--open') opens = true;
    else if (word === '--rtt') {
      rttMs = Number(value());
      if (!(rttMs >= 0)) return wrong('--rtt takes milliseconds, such as --rtt 50');
    } else if (word === '--rule') {
      const text = value();
      const rule = ruleOf(text);
      if (!rule) return wrong(`there is no rule "${text}"`);
      rules.push(rule);
    } else return wrong(`there is no option "${words[i]}"`);
  }
  return { kind: 'run', rules, rttMs, opens };
}

const wrong = (what: string): Options => ({
  kind: 'wrong',
  sentence: `${what[0]!.toUpperCase()}${what.slice(1)}: see npm run censor -- --help.`,
});

/** The rule that a word such as `freeze=16000@m1` means, or null. */
export function ruleOf(text: string): Rule | null {
  const [what = '', where] = text.split('@');
  const [name = '', value = ''] = what.split(/=(.*)/s);
  const rule = plainRule(name, value);
  const machines: readonly string[] = MACHINES;
  if (where !== undefined && !where.split(',').every((one) => machines.includes(one))) return null;
  return rule && where ? only({ machines: where.split(',') }, rule) : rule;
}

function plainRule(name: string, value: string): Rule | null {
  const [first = '', second = ''] = value.split('/');
  const n = Number(first);
  const isCount = first !== '' && n > 0;
  switch (name) {
    case 'handshakes':
      return value ? null : handshakes();
    case 'freeze':
      return isCount && /^(both|down|)$/.test(second) ? freeze(n, second === 'both' ? 'both' : 'down') : null;
    case 'packets':
      return isCount ? freezePackets(n) : null;
    case 'cut':
      return isCount ? cut(n) : null;
    case 'rst':
      return value === '' || value === 'accept' ? rst(value === 'accept' ? 'accept' : 'hello') : null;
    case 'fin':
      return value ? null : fin();
    case 'swallow':
      return value ? null : swallow();
    case 'allow':
      return value ? whiteList(value.split(',')) : null;
    case 'residual':
      return value ? residual(value.split(',')) : null;
    case 'throttle':
      return isCount ? throttle(n) : null;
    case 'stalls':
      return isCount && n <= 1 ? stalls(n, dice(Date.now())) : null;
    case 'flap':
      return isCount && Number(second) > 0 ? flap({ upMs: n, downMs: Number(second) }) : null;
    default:
      return null;
  }
}
