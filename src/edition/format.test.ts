import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { viewCard } from './card.ts';
import { checkBlock, cidOf, MAX_BLOCK } from './cid.ts';
import { hexLines, pressExample } from './example.test-helper.ts';
import { MAX_FRAME } from './frame.ts';
import { openHead } from './head.ts';
import { joinParts, openPack } from './pack.ts';
import { followRoots, joinRoots, openFirstRoot } from './root.ts';
import { openSegment } from './segment.ts';
import { MAX_INFLATED } from './text.ts';

const here = new URL('.', import.meta.url);
const document = readFileSync(new URL('../../docs/format.md', here), 'utf8');
const section = (n: number) => document.split(/^## /m).find((text) => text.startsWith(`${n}. `)) ?? '';

describe('docs/format.md', () => {
  it('prints the example byte by byte as it is pressed', async () => {
    const example = await pressExample();
    const text = section(14);
    for (const name of ['root', 'pack', 'segment', 'head'] as const) {
      expect(text).toContain(
        `\`\`\`json\n${example.texts[name]}\n\`\`\`\n\n\`\`\`text\n${hexLines(example.bytes[name])}\n\`\`\``,
      );
      expect(text).toContain(`, ${example.bytes[name].length} bytes`);
    }
    const names = [
      example.publication,
      example.article.id,
      ...Object.values({ ...example.keys, ...example.cids }),
    ];
    for (const name of names) expect(text).toContain(name);
  });

  it('prints an example that opens from the first root to the article', async () => {
    const { publication, bytes, cids, article } = await pressExample();
    const trusted = await followRoots(joinRoots([bytes.root]), await openFirstRoot(bytes.root, publication));
    const { head } = await openHead(bytes.head, { publication, role: trusted.root.roles.head, known: null });
    const [span] = head.spans;
    expect(cidOf(span![0])).toBe(cids.segment);
    const { cards, packs } = await openSegment(await checkBlock(bytes.segment, span![0]), span!);
    expect(cards).toEqual(head.cards);
    const view = viewCard(cards[0]!, packs);
    expect(cidOf(view.packs[0]![0])).toBe(cids.pack);
    const lines = await openPack(await checkBlock(bytes.pack, view.packs[0]![0]));
    expect(joinParts([lines[view.line]!])).toEqual(article);
  });

  it('names every refusal of the code and no other', () => {
    const described = [...section(11).matchAll(/^\| `(\w+)` \|/gm)].map(([, name]) => name);
    expect(described.sort()).toEqual(refusals());
  });

  it('has a test for each refusal', () => {
    const tests = readdirSync(here)
      .filter((name) => name.endsWith('.test.ts'))
      .map((name) => readFileSync(new URL(name, here), 'utf8'))
      .join('\n');
    for (const name of refusals()) expect(tests).toMatch(new RegExp(`refused\\([^;]*'${name}'\\)`));
  });

  it('has the limits of the code', () => {
    for (const limit of [MAX_BLOCK, MAX_FRAME, MAX_INFLATED, Number.MAX_SAFE_INTEGER])
      expect(section(13)).toContain(limit.toLocaleString('en'));
  });

  it('has each section that the code cites', () => {
    const cited = readdirSync(here)
      .filter((name) => name.endsWith('.ts'))
      .flatMap((name) => [...readFileSync(new URL(name, here), 'utf8').matchAll(/format\.md section (\d+)/g)])
      .map(([, n]) => Number(n));
    expect(cited.length).toBeGreaterThan(8);
    for (const n of cited) expect(section(n)).not.toBe('');
  });
});

function refusals(): string[] {
  const code = readFileSync(new URL('refusal.ts', here), 'utf8');
  return [...code.matchAll(/^ {2}\| '(\w+)'/gm)].map(([, name]) => name!).sort();
}
