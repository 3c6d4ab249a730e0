/** Why bytes were refused (docs/format.md section 11). Each name has a test. */
export type RefusalName =
  | 'WrongMagic'
  | 'WrongKind'
  | 'WrongPublication'
  | 'TooLarge'
  | 'Truncated'
  | 'TooFewSignatures'
  | 'RootNotNext'
  | 'Rollback'
  | 'Fork'
  | 'WrongHash'
  | 'InflatedTooLarge'
  | 'BadDeflate'
  | 'UnknownCodec'
  | 'NotJson'
  | 'TooDeep'
  | 'TooManyNodes'
  | 'WrongShape'
  | 'WrongOrder'
  | 'DuplicateId'
  | 'UnsafeMirror'
  | 'UnknownFeature'
  | 'OldShell';

/** Bytes that a reader must not take. `name` is stable and meant for programs, `message` for people. */
export class Refusal extends Error {
  constructor(name: RefusalName, message = '') {
    super(message || name);
    this.name = name;
  }
}

/** Whether an error is the refusal of that name (or any refusal where no name is given). */
export function isRefusal(error: unknown, name?: RefusalName): error is Refusal {
  return error instanceof Refusal && (name === undefined || error.name === name);
}
