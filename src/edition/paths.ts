/** Where signed frames lie below a mirror's base (docs/format.md section 1). */
export const headPath = (publication: string) => `ed1/${publication}/head`;
export const rootsPath = (publication: string) => `ed1/${publication}/roots`;
export const mirrorsPath = (publication: string, group = 'public') => `ed1/${publication}/mirrors/${group}`;

/** What `publication.json` and the inert JSON of a first page carry. */
export interface PublicationCard {
  v: 1;
  id: string;
  /** base64url of root 1's frame. */
  root: string;
  names: Record<string, string>;
  mirrors: [network: string, base: string, ...more: string[]][];
}
