import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import type { Draft } from './draft.ts';
import { readSource } from './index.ts';

async function read(
  files: Record<string, string>,
  lines: string[] = [],
): Promise<{ folder: string; drafts: Draft[] }> {
  const folder = await mkdtemp(join(tmpdir(), 'newsroom-'));
  await mkdir(join(folder, 'articles'));
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, 'articles', name)), { recursive: true });
    await writeFile(join(folder, 'articles', name), text);
  }
  const drafts = await readSource(
    { folder: 'articles' },
    { folder, language: 'ru', report: (line) => lines.push(line) },
  );
  return { folder, drafts };
}

it('reads an article with front matter, its picture and the links between languages', async () => {
  const { folder, drafts } = await read({
    'en/one.md': `---
title: One
date: 2026-11-03
updated: 2026-11-04T10:00:00Z
section: Start
authors: [Jane Roe, name@mail.example]
tags: [a, b]
summary: In short.
picture: ../pictures/one.png
alt: A drawing
caption: A drawing of it. Photo: Agency
translation: first
order: 2
---
# One

Some **bold** words and a [link](https://a.example/), [another](two.md).

- x
- y

![inside](../pictures/two.png)
`,
    'ru/odin.md': '---\ntitle: Один\ntranslation: first\n---\nТекст.',
  });
  expect(drafts).toHaveLength(2);
  expect(drafts[0]).toEqual({
    key: 'en/one.md',
    source: 'articles',
    title: 'One',
    summary: 'In short.',
    by: ['Jane Roe'],
    url: '',
    published: Date.UTC(2026, 10, 3) / 1000,
    updated: Date.UTC(2026, 10, 4, 10) / 1000,
    section: 'Start',
    tags: ['a', 'b'],
    language: 'en',
    body: [
      [
        'img',
        {
          url: 'pictures/one.png',
          alt: 'A drawing',
          caption: 'A drawing of it.',
          credit: 'Agency',
          width: 0,
          height: 0,
        },
      ],
      ['p', 'Some ', ['strong', 'bold'], ' words and a ', ['a', 'https://a.example/', 'link'], ', another.'],
      ['ul', ['x'], ['y']],
      ['img', { url: 'pictures/two.png', alt: 'inside', caption: '', credit: '', width: 0, height: 0 }],
    ],
    files: new Map([
      ['pictures/one.png', join(folder, 'articles/pictures/one.png')],
      ['pictures/two.png', join(folder, 'articles/pictures/two.png')],
    ]),
    order: 2,
    translations: { ru: 'ru/odin.md' },
  });
  expect(drafts[1]).toMatchObject({
    language: 'ru',
    summary: 'Текст.',
    published: null,
    translations: { en: 'en/one.md' },
  });
});

it('reads front matter of TOML as well', async () => {
  const { drafts } = await read({
    'a.md':
      '+++\ntitle = "One: two"\ndate = 2026-11-02T10:00:00Z\ntags = [\n  "a",\n  "b"\n]\ndraft = false\n[params]\nx = 1\n+++\nText = this.',
    'b.md': "+++\ntitle = 'Draft'\ndraft = true\n+++\nText",
  });
  expect(drafts).toMatchObject([
    {
      title: 'One: two',
      published: Date.UTC(2026, 10, 2, 10) / 1000,
      tags: ['a', 'b'],
      body: ['Text = this.'],
    },
  ]);
});

it('has footnotes as such, and as typed what only looks like a mark of one', async () => {
  const { drafts } = await read({
    'a.md': `---
title: One
---
The bridge was closed.[^1] Nobody said why.[^why]
[^why]: A second note
    of *two* lines.

    And two paragraphs.
[^1]: The ministry, <https://a.example/>.

After [^none] and \`[^1]\`, again[^1].
`,
  });
  expect(drafts[0]!.body).toEqual([
    ['p', 'The bridge was closed.', ['ref', 'n1'], ' Nobody said why.', ['ref', 'n2']],
    ['note', 'n2', ['p', 'A second note of ', ['em', 'two'], ' lines.'], 'And two paragraphs.'],
    ['note', 'n1', ['p', 'The ministry, ', ['a', 'https://a.example/', 'https://a.example/'], '.']],
    ['p', 'After [^none] and ', ['code', '[^1]'], ', again', ['ref', 'n1'], '.'],
  ]);
});

it('leaves out what is no article, and reports what is broken', async () => {
  const lines: string[] = [];
  const { drafts } = await read(
    {
      'README.md': 'words',
      'draft.md': '---\ndraft: true\n---\nx',
      'bad.md': '---\n: [\n---\nx',
      '2024-05-06-good.md': '# Good\n\nText',
    },
    lines,
  );
  expect(drafts.map((draft) => [draft.title, draft.published])).toEqual([
    ['Good', Date.UTC(2024, 4, 6) / 1000],
  ]);
  expect(lines).toHaveLength(1);
  expect(lines[0]).toMatch(/bad\.md" cannot be read: /);
});

it('takes no file from outside the newsroom', async () => {
  const lines: string[] = [];
  const { drafts } = await read({ 'a.md': '# A\n\n![x](../../../../../etc/passwd)' }, lines);
  const files = [...(drafts[0]!.files?.values() ?? [])];
  expect(files.filter((file) => file.startsWith('/etc'))).toEqual([]);
});

it('says that a folder is empty or missing', async () => {
  await expect(read({})).rejects.toThrow(/holds no article/);
  await expect(
    readSource({ folder: 'no' }, { folder: '/tmp/none', language: 'ru', report: () => {} }),
  ).rejects.toThrow(/does not exist/);
});
