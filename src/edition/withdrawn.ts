import { asObject, demand, isCount, isText, parseJson, unpackText } from './text.ts';

/** An article that a publication has taken back (docs/format.md section 16): its id, why (may be empty), when (seconds since 1970). */
export type Withdrawal = [id: string, reason: string, time: number];

/** Opens the block that a head names as `withdrawn`. Throws `WrongShape`, and what `parseJson` throws. */
export async function openWithdrawn(block: Uint8Array): Promise<Withdrawal[]> {
  const list = asObject(parseJson(await unpackText(block)));
  demand(list.v === 1 && Array.isArray(list.withdrawn), 'withdrawn');
  for (const one of list.withdrawn) {
    demand(Array.isArray(one) && isText(one[0]) && isText(one[1]) && isCount(one[2]), 'withdrawal');
  }
  return list.withdrawn as Withdrawal[];
}
