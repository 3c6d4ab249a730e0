/** What a look at a mirror found. */

/** `wrong`: a reader would feel it. `note`: it works, but less well than it could where the net is hostile. */
export type Grade = 'fine' | 'note' | 'wrong';

export interface Finding {
  about: 'way in' | 'head' | 'age' | 'blocks' | 'cors' | 'connection' | 'privacy' | 'names';
  grade: Grade;
  /** One sentence; where something is not fine it says what to do. */
  text: string;
}

export interface MirrorCheck {
  url: string;
  /** Id of the publication, where it could be read. */
  publication: string | null;
  /** Number of the edition served, and when it was signed (ISO 8601, UTC). */
  edition: number | null;
  signed: string | null;
  findings: Finding[];
}

/** Whether nothing was found that a reader would feel. */
export function isHealthy(checks: readonly MirrorCheck[]): boolean {
  return checks.every((check) => check.findings.every((finding) => finding.grade !== 'wrong'));
}
