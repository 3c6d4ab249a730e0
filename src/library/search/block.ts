/**
 * A block of the index: stems in order, and for each the articles that hold it. Articles are numbered within their
 * segment; a posting is twice the number, and one more if the word stands in the title.
 */
export interface Block {
  segment: number;
  /** One a line. */
  stems: string;
  /** For each stem the length of its list in bytes, then the list: differences of postings. Numbers as LEB128. */
  lists: ArrayBuffer;
}

export type Postings = Map<string, number[]>;

/** Packs postings, each list in order. */
export function packBlock(segment: number, postings: Postings): Block {
  const stems = [...postings.keys()].sort();
  const bytes: number[] = [];
  for (const stem of stems) {
    const list: number[] = [];
    let before = 0;
    for (const posting of postings.get(stem)!) {
      writeNumber(list, posting - before);
      before = posting;
    }
    writeNumber(bytes, list.length);
    for (const byte of list) bytes.push(byte);
  }
  return { segment, stems: stems.join('\n'), lists: Uint8Array.from(bytes).buffer };
}

/** Reads the lists of the stems that `wants` says yes to. */
export function readBlock(
  { stems, lists }: Block,
  wants: (stem: string) => boolean,
  take: (posting: number, stem: string) => void,
): void {
  if (stems === '') return;
  const bytes = new Uint8Array(lists);
  let at = 0;
  const readNumber = (): number => {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = bytes[at++]!;
      value |= (byte & 127) << shift;
      if (byte < 128) return value;
    }
  };
  for (const stem of stems.split('\n')) {
    const length = readNumber();
    const end = at + length;
    if (wants(stem))
      for (let posting = 0; at < end; ) {
        posting += readNumber();
        take(posting, stem);
      }
    at = end;
  }
}

function writeNumber(bytes: number[], value: number): void {
  let left = value;
  for (; left > 127; left >>>= 7) bytes.push((left & 127) | 128);
  bytes.push(left);
}
