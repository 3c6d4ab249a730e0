import type { VNode } from 'preact';
import { describe, expect, test } from 'vitest';
import type { Block } from '../../edition/body.ts';
import { en } from '../strings/en.ts';
import { renderBody } from './body.tsx';

/** Elements as nested arrays: name (with what matters of its attributes), then children. Components by name. */
function shape(node: unknown): unknown {
  if (Array.isArray(node))
    return node.flatMap((child) => (Array.isArray(child) ? shape(child) : [shape(child)]) as unknown[]);
  if (typeof node !== 'object' || node === null) return node;
  const { type, props } = node as VNode<Record<string, unknown>>;
  const name = typeof type === 'function' ? (type as { name: string }).name : String(type);
  const attributes = ['href', 'start', 'data-note', 'data-ref'].flatMap((key) =>
    props[key] === undefined ? [] : `${key}=${props[key]}`,
  );
  const children = shape([props.children]) as unknown[];
  return [
    [name, ...attributes].join(' '),
    ...children.filter((child) => child !== undefined && child !== null && child !== false),
  ];
}

const body = (...blocks: unknown[]) =>
  renderBody(blocks as Block[], en, 'en').map((block) => (shape(block) as unknown[]).slice(1)[0]);

describe('the body of an article', () => {
  test('paragraphs and inline marks become elements', () => {
    expect(body('Plain', ['p', 'A ', ['strong', 'bold ', ['em', 'both']], ['br'], ['code', 'x']])).toEqual([
      ['p', 'Plain'],
      ['p', 'A ', ['strong', 'bold ', ['em', 'both']], ['br'], ['code', 'x']],
    ]);
  });

  test('only links of the web and of mail can be followed', () => {
    expect(
      body([
        'p',
        ['a', 'https://example.org/x', 'web'],
        ['a', 'mailto:a@example.org', 'mail'],
        ['a', 'javascript:alert(1)', 'no'],
        ['a', '/x', 'rel'],
      ]),
    ).toEqual([
      ['p', ['a href=https://example.org/x', 'web'], ['a href=mailto:a@example.org', 'mail'], 'no', 'rel'],
    ]);
  });

  test('a link tells its target nothing', () => {
    const [block] = renderBody([['p', ['a', 'https://example.org/', 'x']]], en, 'en');
    const text = JSON.stringify(block, (key, value) => (key.startsWith('__') ? undefined : value));
    expect(text).toContain('"rel":"noopener noreferrer"');
    expect(text).toContain('"referrerpolicy":"no-referrer"');
    expect(text).toContain('"target":"_blank"');
  });

  test('headings never skip a level', () => {
    expect(body(['h4', 'a'], ['h2', 'b'], ['h4', 'c'], ['h4', 'd'], ['h3', 'e'])).toEqual([
      ['h2', 'a'],
      ['h2', 'b'],
      ['h3', 'c'],
      ['h4', 'd'],
      ['h3', 'e'],
    ]);
  });

  test('lists keep their numbers and what is inside', () => {
    expect(body(['ul', ['one'], ['two', ['ul', ['inner']]]], ['ol', 3, ['three']])).toEqual([
      ['ul', ['li', 'one'], ['li', ['p', 'two'], ['ul', ['li', 'inner']]]],
      ['ol start=3', ['li', 'three']],
    ]);
  });

  test('a table has its head apart, in a box that scrolls', () => {
    expect(body(['table', 1, [['Year'], ['Cranes']], [['2026'], [['strong', '310']]]])).toEqual([
      [
        'section',
        [
          'table',
          ['thead', ['tr', ['th', 'Year'], ['th', 'Cranes']]],
          ['tbody', ['tr', ['td', '2026'], ['td', ['strong', '310']]]],
        ],
      ],
    ]);
  });

  test('a label stays as typed, a quote quotes, code is code', () => {
    expect(body(['label', 'AS TYPED'], ['quote', 'Said', ['p', 'so']], ['code', 'a < b'], ['hr'])).toEqual([
      ['p', 'AS TYPED'],
      ['blockquote', ['p', 'Said'], ['p', 'so']],
      ['pre', ['code', 'a < b']],
      ['hr'],
    ]);
  });

  test('a mark unfolds its footnote, which leads back; a mark without a footnote is left out', () => {
    expect(body(['p', 'Text', ['ref', 'n1'], ['ref', 'lost']], ['note', 'n1', 'The note'])).toEqual([
      ['p', 'Text', ['Footnote']],
      ['aside data-note=n1', ['button', 1], ['div', ['p', 'The note']]],
    ]);
  });

  test('pictures and embeds are shown by their own parts', () => {
    const picture = { url: 'x', alt: '', caption: '', credit: '', width: 3, height: 2 };
    expect(
      body(
        ['img', picture],
        ['gallery', picture, picture],
        ['embed', 'video.example', 'https://video.example/', 'T'],
      ),
    ).toEqual([['Figure'], ['Gallery'], ['Embed']]);
  });

  test('of what nobody knows the text is shown, and nothing breaks', () => {
    expect(
      body(['poll', 'A question', ['em', 'and more']], ['p', ['blink', 'inline']], ['ul', 'odd'], 7, null, [
        'img',
        'odd',
      ]),
    ).toEqual([
      ['p', 'A questionand more'],
      ['p', 'inline'],
      ['ul', ['li']],
      undefined,
      undefined,
      undefined,
    ]);
  });
});
