/**
 * The body tree of an article (docs/format.md section 7): arrays whose first member is a tag.
 * It is data, never HTML: a reader renders the tags it knows and shows the text of those that it does not.
 */

/** What stands inside a line of text. `a`: address, then content; `ref`: id of a footnote. */
export type Inline =
  | string
  | ['a', string, ...Inline[]]
  | ['em' | 'strong' | 'sub' | 'sup' | 's' | 'u' | 'code', ...Inline[]]
  | ['br']
  | ['ref', string];

/** A stored object: digest (base64url of SHA-256, 43 characters) and its size on the wire in bytes. */
export type Ref = [digest: string, bytes: number];

/** A picture as pressed. Sizes in pixels; `list` and `article` are absent where the picture could not be had. */
export interface Picture {
  /** Address in the source, absolute where it has one. Never fetched by a reader. */
  url: string;
  alt: string;
  caption: string;
  credit: string;
  /** Of the largest size kept; 0 where the picture could not be had. */
  width: number;
  height: number;
  /** Thumbhash, base64 without padding. */
  hash?: string;
  /** One AVIF block each: at most about 192 and 480 pixels wide. */
  list?: Ref;
  article?: Ref;
  /** A block of 32-byte digests; the chunks they name, joined, are the AVIF file. Bytes are of the file. */
  full?: [digest: string, bytes: number];
  /** SHA-256 of the largest file kept, base64url. */
  sha256?: string;
}

/** What one item of a list holds. */
export interface Item extends Array<Block> {}

/**
 * What a body is made of. `ol`: first number, then items; `table`: how many head rows, then rows of cells;
 * `embed`: host, address, title; `note`: id of the footnote; `entry` (of a live blog): seconds since 1970.
 * (The members have no labels: with them TypeScript takes the recursion for a circle.)
 */
export type Block =
  | string
  | ['p' | 'h2' | 'h3' | 'h4' | 'label', ...Inline[]]
  | ['ul', ...Item[]]
  | ['ol', number, ...Item[]]
  | ['quote', ...Block[]]
  | ['table', number, ...Inline[][][]]
  | ['code', string]
  | ['img', Picture]
  | ['gallery', ...Picture[]]
  | ['embed', string, string, string]
  | ['note', string, ...Block[]]
  | ['entry', number, ...Block[]]
  | ['hr'];

/** One line of a pack: a whole article. Times in seconds since 1970, UTC. */
export interface Article {
  id: string;
  title: string;
  summary: string;
  by: string[];
  url: string;
  published: number;
  /** Present and false where the source has no date or an impossible one; `published` is then the first sight. */
  dated?: false;
  updated?: number;
  section: string;
  tags: string[];
  language: string;
  /** As written in `tamizdat.json`. */
  source: string;
  /** Ids of other articles. */
  related?: string[];
  /** Language to id. */
  translations?: Record<string, string>;
  body: Block[];
}

/** All pictures of a body in the order of reading. */
export function picturesOf(body: readonly Block[]): Picture[] {
  const found: Picture[] = [];
  const walk = (node: unknown): void => {
    if (!Array.isArray(node)) return;
    if (node[0] === 'img' || node[0] === 'gallery') {
      for (const picture of node.slice(1)) if (isPicture(picture)) found.push(picture);
    } else for (const child of node) walk(child);
  };
  for (const node of body) walk(node);
  return found;
}

/** Whether a value from an edition may be treated as a picture. */
export function isPicture(value: unknown): value is Picture {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    typeof (value as Picture).url === 'string'
  );
}

/** The text of inline content, footnote marks left out. */
export function inlineText(children: unknown): string {
  if (typeof children === 'string') return children;
  if (!Array.isArray(children)) return '';
  const [tag, ...rest] = children as [unknown, ...unknown[]];
  if (tag === 'br') return ' ';
  if (tag === 'ref') return '';
  if (tag === 'a') return rest.slice(1).map(inlineText).join('');
  return rest.map(inlineText).join('');
}

/**
 * Paragraphs, headings, list items, quotes and table rows in order, one line each;
 * captions, credits, labels and embeds are left out (docs/contract).
 */
export function bodyText(body: readonly Block[]): string {
  const lines: string[] = [];
  // What comes signed may still come from a later version: a list that is none is passed over.
  const walkAll = (nodes: unknown): void => {
    if (Array.isArray(nodes)) for (const node of nodes) walk(node);
  };
  const walk = (node: Block): void => {
    if (typeof node === 'string') lines.push(node);
    else if (Array.isArray(node))
      switch (node[0]) {
        case 'p':
        case 'h2':
        case 'h3':
        case 'h4':
          lines.push(inlineText(['p', ...node.slice(1)]));
          break;
        case 'ul':
          for (const item of node.slice(1)) walkAll(item);
          break;
        case 'ol':
          for (const item of node.slice(2)) walkAll(item);
          break;
        case 'quote':
          walkAll(node.slice(1));
          break;
        case 'note':
        case 'entry':
          walkAll(node.slice(2));
          break;
        case 'table':
          for (const row of node.slice(2)) {
            if (Array.isArray(row))
              lines.push(row.map((cell) => inlineText(['p', ...list(cell)])).join(' | '));
          }
          break;
        case 'code':
          lines.push(inlineText(node[1]));
          break;
        case 'label':
        case 'img':
        case 'gallery':
        case 'embed':
        case 'hr':
          break;
        default:
          lines.push(inlineText(node));
      }
  };
  walkAll(body);
  return lines.filter((line) => line.trim() !== '').join('\n');
}

const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : [value]);
