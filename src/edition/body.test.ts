import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Block, bodyText, type Picture, picturesOf } from './body.ts';

const picture = (url: string): Picture => ({
  url,
  alt: 'alt',
  caption: 'caption',
  credit: 'credit',
  width: 0,
  height: 0,
});

const body: Block[] = [
  'One.',
  ['h2', 'Two ', ['em', 'two']],
  ['p', 'A ', ['a', 'https://example.org/', 'link ', ['strong', 'bold']], ['ref', '1'], ['br'], 'end'],
  ['ul', ['x', ['ol', 3, ['y']]], [['p', 'z']]],
  ['quote', 'q', ['img', picture('1')]],
  ['table', 1, [['a'], ['b', ['em', 'c']]], [['d'], []]],
  ['code', 'let x;'],
  ['label', 'a legal label'],
  ['embed', 'video.example', 'https://video.example/1', 'title'],
  ['gallery', picture('2'), picture('3')],
  ['note', '1', 'noted'],
  ['entry', 1_763_900_000, 'live', ['img', picture('4')]],
  ['hr'],
  ' ',
];

describe('the text of a body', () => {
  it('is its paragraphs, headings, items, quotes and rows, and nothing else', () => {
    expect(bodyText(body).split('\n')).toEqual([
      ...[
        'One.',
        'Two two',
        'A link bold end',
        'x',
        'y',
        'z',
        'q',
        'a | bc',
        'd | ',
        'let x;',
        'noted',
        'live',
      ],
    ]);
  });

  it('has the text of tags that nobody knows', () => {
    expect(bodyText([['aside', 'later ', ['blink', 'words']] as unknown as Block])).toBe('later words');
  });

  it('is found in any JSON without an error', () => {
    const tag = fc.constantFrom(
      'p',
      'ul',
      'ol',
      'quote',
      'table',
      'code',
      'img',
      'gallery',
      'note',
      'entry',
      'a',
      'new',
    );
    const { node } = fc.letrec<{ node: unknown }>((tie) => ({
      node: fc.oneof(
        { depthSize: 'small' },
        fc.jsonValue({ maxDepth: 1 }),
        fc.tuple(tag, tie('node'), tie('node')),
        fc.array(tie('node'), { maxLength: 2 }),
      ),
    }));
    fc.assert(
      fc.property(fc.array(node), (nodes) => {
        expect(typeof bodyText(nodes as Block[])).toBe('string');
        expect(Array.isArray(picturesOf(nodes as Block[]))).toBe(true);
      }),
    );
  });
});

describe('the pictures of a body', () => {
  it('are all of them in the order of reading', () => {
    expect(picturesOf(body).map(({ url }) => url)).toEqual(['1', '2', '3', '4']);
  });
});
