import type { Draft } from './draft.ts';

/** A draft as one line of text. */
export function draftText({ files, ...draft }: Draft): string {
  return JSON.stringify(files ? { ...draft, files: [...files] } : draft);
}

/** What `draftText` made a text of. */
export function draftFrom(text: string): Draft {
  const { files, ...draft } = JSON.parse(text) as Omit<Draft, 'files'> & { files?: [string, string][] };
  return files ? { ...draft, files: new Map(files) } : draft;
}
