/** `tsx e2e/rules/main.ts [--out file] [rule…]`: the repository's own rules. Each first proves itself on a planted fault. */
import { writeFileSync } from 'node:fs';

interface Rule {
  name: string;
  /** Violations, a sentence each; none where all is well. */
  check(): Promise<string[]>;
  /** Throws unless the rule finds planted violations and lets the right thing pass. */
  prove(): Promise<void>;
}

const rules: Readonly<Record<string, () => Promise<Rule>>> = {
  layers: () => import('./layers.ts'),
  sizes: () => import('./sizes.ts'),
  only: () => import('./only.ts'),
  languages: () => import('./languages.ts'),
  hosts: () => import('./hosts.ts'),
  paths: () => import('./paths.ts'),
  corpus: () => import('./corpus.ts'),
  licences: () => import('./licences.ts'),
  lock: () => import('./lock.mjs'),
  table: () => import('./table.ts'),
};

async function judge(load: () => Promise<Rule>): Promise<{ name: string; faults: string[] }> {
  const rule = await load();
  try {
    await rule.prove();
    return { name: rule.name, faults: await rule.check() };
  } catch (error) {
    return { name: rule.name, faults: [error instanceof Error ? error.message : String(error)] };
  }
}

const words = process.argv.slice(2);
const at = words.indexOf('--out');
const [, out] = at < 0 ? [] : words.splice(at, 2);
const unknown = words.find((word) => !(word in rules));
if (unknown !== undefined) {
  process.stderr.write(`There is no rule "${unknown}": the rules are ${Object.keys(rules).join(', ')}.\n`);
  process.exit(2);
}

let failed = 0;
const chosen = Object.entries(rules).filter(([word]) => words.length === 0 || words.includes(word));
for (const [word, load] of chosen) {
  const { name, faults } = await judge(load);
  process.stdout.write(`${faults.length ? '✗' : '✓'} ${word}: ${name}\n`);
  for (const fault of faults) process.stdout.write(`    ${fault}\n`);
  if (faults.length) failed += 1;
}
if (out) writeFileSync(out, JSON.stringify({ passed: chosen.length - failed, failed }));
process.exitCode = failed ? 1 : 0;
