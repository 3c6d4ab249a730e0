/** From the path of a request to a file of the site, and nothing outside it. */
import { realpath, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';

/** A file of the site: `path` as in a URL without its first slash, `file` on disk, sizes in bytes. */
export interface SiteFile {
  path: string;
  file: string;
  sizeBytes: number;
  changedMs: number;
}

/**
 * The path inside the site that a request's target asks for, `index.html` standing for a folder,
 * or null where no site file can be meant (a way out of the folder, hidden files, broken escapes).
 */
export function sitePath(target: string): string | null {
  // A query is ignored: trustless-gateway clients add `?format=raw`.
  const raw = target.replace(/^https?:\/\/[^/]*/i, '').split(/[?#]/, 1)[0] ?? '';
  if (!raw.startsWith('/')) return null;
  let decoded: string;
  try {
    decoded = decodeURIComponent(raw);
  } catch {
    return null; // Broken percent escapes name no file of ours.
  }
  if (/[\\\0]/.test(decoded)) return null;
  const path = decoded.slice(1);
  const parts = path.split('/');
  const last = parts.pop() ?? '';
  if (parts.some((part) => part === '' || part.startsWith('.')) || last.startsWith('.')) return null;
  return last === '' ? `${path}index.html` : path;
}

/** The file that a site path names, or null where there is none or a symbolic link leads out of the site. */
export async function findFile(site: string, path: string): Promise<SiteFile | null> {
  try {
    const file = await realpath(join(site, path));
    const root = await realpath(site);
    if (!file.startsWith(root + sep)) return null;
    const found = await stat(file);
    return found.isFile() ? { path, file, sizeBytes: found.size, changedMs: found.mtimeMs } : null;
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}

function isMissing(error: unknown): boolean {
  const code = (error as NodeJS.ErrnoException).code ?? '';
  return ['ENOENT', 'ENOTDIR', 'ENAMETOOLONG', 'ELOOP'].includes(code);
}
