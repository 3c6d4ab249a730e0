import type { ComponentChildren, VNode } from 'preact';
import { type Block, inlineText, isPicture } from '../../edition/body.ts';
import { OUTSIDE, safeLink } from '../parts/link.ts';
import { isoTime, longTime } from '../parts/time.ts';
import type { Strings } from '../strings/strings.ts';
import { Embed } from './embed.tsx';
import { Figure, Gallery } from './figure.tsx';
import { backToText, Footnote } from './footnote.tsx';

interface Context {
  words: Strings;
  language: string;
  /** Footnotes by id, in the order of reading. */
  notes: Map<string, Note>;
  /** Boxes that scroll, numbered, so that each has a name of its own. */
  tables: number;
  galleries: number;
  /** Level of the last heading: levels never jump, or those who listen lose their place. */
  level: number;
}

/**
 * Turns a body tree (docs/format.md section 7) into elements. Known tags become what they mean; of an unknown
 * tag the text is shown. Nothing in it is ever taken for HTML. Each top block carries its number as `data-p`.
 */
export function renderBody(body: readonly Block[], words: Strings, language: string): VNode[] {
  const context: Context = { words, language, notes: notesOf(body), tables: 0, galleries: 0, level: 1 };
  return body.map((block, at) => (
    <div class="block" data-p={at} key={at}>
      {renderBlock(block, context)}
    </div>
  ));
}

interface Note {
  number: number;
  blocks: unknown[];
}

function notesOf(body: readonly unknown[]): Map<string, Note> {
  const notes = new Map<string, Note>();
  const walk = (node: unknown): void => {
    if (!Array.isArray(node)) return;
    if (node[0] === 'note' && typeof node[1] === 'string')
      notes.set(node[1], { number: notes.size + 1, blocks: node.slice(2) });
    node.forEach(walk);
  };
  body.forEach(walk);
  return notes;
}

function renderBlock(block: unknown, context: Context): ComponentChildren {
  if (typeof block === 'string') return <p>{block}</p>;
  if (!Array.isArray(block)) return null;
  const [tag, ...rest] = block as [unknown, ...unknown[]];
  const { words } = context;
  switch (tag) {
    case 'p':
      return <p>{renderInlines(rest, context)}</p>;
    case 'h2':
    case 'h3':
    case 'h4': {
      context.level = Math.min(Number(tag[1]), context.level + 1);
      const Heading = `h${context.level}` as 'h2' | 'h3' | 'h4';
      return <Heading>{renderInlines(rest, context)}</Heading>;
    }
    case 'label':
      return (
        <p class="label" role="note" aria-label={words.article.label}>
          {renderInlines(rest, context)}
        </p>
      );
    case 'ul':
      return <ul>{rest.map((item) => renderItem(item, context))}</ul>;
    case 'ol': {
      const [start, ...items] = rest;
      return (
        <ol start={typeof start === 'number' ? start : 1}>
          {items.map((item) => renderItem(item, context))}
        </ol>
      );
    }
    case 'quote':
      return <blockquote>{rest.map((child) => renderBlock(child, context))}</blockquote>;
    case 'table':
      return renderTable(rest, context);
    case 'code':
      return (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard
        <pre tabIndex={0}>
          <code>{String(rest[0] ?? '')}</code>
        </pre>
      );
    case 'img':
      return isPicture(rest[0]) ? <Figure picture={rest[0]} /> : null;
    case 'gallery':
      return <Gallery pictures={rest.filter(isPicture)} number={++context.galleries} />;
    case 'embed':
      return <Embed host={String(rest[0] ?? '')} url={String(rest[1] ?? '')} title={String(rest[2] ?? '')} />;
    case 'note':
      return renderNote(rest, context);
    case 'entry': {
      const [seconds, ...children] = rest;
      const at = Number(seconds) * 1000;
      return (
        <section class="entry">
          <time dateTime={isoTime(at)} lang={context.language}>
            {isoTime(at) && longTime(at, context.language)}
          </time>
          {children.map((child) => renderBlock(child, context))}
        </section>
      );
    }
    case 'hr':
      return <hr />;
    default: {
      const text = inlineText(block);
      return text.trim() === '' ? null : <p>{text}</p>;
    }
  }
}

function renderItem(item: unknown, context: Context): VNode {
  const blocks = Array.isArray(item) ? item : [];
  // An item of one paragraph needs none around it.
  if (blocks.length === 1 && typeof blocks[0] === 'string') return <li>{blocks[0]}</li>;
  return <li>{blocks.map((child) => renderBlock(child, context))}</li>;
}

function renderTable([headRows, ...rows]: unknown[], context: Context): VNode {
  const lines = rows.filter((row) => Array.isArray(row)) as unknown[][];
  const cells = (row: unknown[], Cell: 'th' | 'td'): VNode => (
    <tr>
      {row.map((cell) => (
        <Cell {...(Cell === 'th' ? { scope: 'col' } : {})}>
          {renderInlines(Array.isArray(cell) ? cell : [cell], context)}
        </Cell>
      ))}
    </tr>
  );
  const head = typeof headRows === 'number' ? headRows : 0;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard
    <section class="scroll" tabIndex={0} aria-label={context.words.article.table(++context.tables)}>
      <table>
        {head > 0 && <thead>{lines.slice(0, head).map((row) => cells(row, 'th'))}</thead>}
        <tbody>{lines.slice(head).map((row) => cells(row, 'td'))}</tbody>
      </table>
    </section>
  );
}

function renderNote([id, ...children]: unknown[], context: Context): VNode {
  const name = String(id);
  const number = context.notes.get(name)?.number ?? 0;
  return (
    <aside
      class="note"
      role="note"
      data-note={name}
      tabIndex={-1}
      aria-label={context.words.article.note(number)}
    >
      <button
        type="button"
        onClick={(event) => backToText(event, name)}
        aria-label={context.words.article.noteBack}
      >
        {number}
      </button>
      <div>{children.map((child) => renderBlock(child, context))}</div>
    </aside>
  );
}

function renderInlines(children: readonly unknown[], context: Context): ComponentChildren[] {
  return children.map((child) => renderInline(child, context));
}

function renderInline(node: unknown, context: Context): ComponentChildren {
  if (typeof node === 'string') return node;
  if (!Array.isArray(node)) return null;
  const [tag, ...rest] = node as [unknown, ...unknown[]];
  switch (tag) {
    case 'a': {
      const href = safeLink(rest[0]);
      const children = renderInlines(rest.slice(1), context);
      return href === null ? (
        children
      ) : (
        <a href={href} {...OUTSIDE}>
          {children}
        </a>
      );
    }
    case 'em':
    case 'strong':
    case 'sub':
    case 'sup':
    case 's':
    case 'u':
    case 'code': {
      const Tag = tag;
      return <Tag>{renderInlines(rest, context)}</Tag>;
    }
    case 'br':
      return <br />;
    case 'ref': {
      const name = String(rest[0]);
      const note = context.notes.get(name);
      if (!note) return null;
      const content = () => note.blocks.map((block) => renderBlock(block, context));
      return <Footnote name={name} number={note.number} content={content} />;
    }
    default:
      return inlineText(node);
  }
}
