/**
 * A service worker can import nothing after it was installed. What the bundler made (imports at the beginning of a file,
 * exports at its end) is run as functions instead, those of a file's imports before it.
 */

/** Gives the text of a file. */
export type Read = (name: string) => Promise<string>;

const IMPORT = /^(?:import{(.*?)}from|import)"\.\/(.*?)";/;
const EXPORT = /export{([^}]*)};?\s*$/;

/** Runs a file and what it imports, each once. Returns what it exports. */
export function linkFile(name: string, read: Read): Promise<Record<string, unknown>> {
  const begun: Record<string, Promise<Record<string, unknown>>> = {};
  const link = async (file: string): Promise<Record<string, unknown>> => {
    let code = await read(file);
    let head = '"use strict";';
    const parts: Record<string, unknown>[] = [];
    for (let found = IMPORT.exec(code); found; found = IMPORT.exec(code)) {
      const [all, names = '', from = ''] = found;
      code = code.slice(all.length);
      head += `const{${names.replaceAll(' as ', ':')}}=parts[${parts.length}];`;
      begun[from] ??= link(from);
      parts.push(await begun[from]);
    }
    code = code.replace(EXPORT, (_, names: string) => `return{${names.split(',').map(member)}}`);
    return new Function('parts', head + code)(parts) ?? {};
  };
  return link(name);
}

/** `inner as outer`, or a name that stays, as a member of an object. */
function member(name: string): string {
  const [inner, outer = inner] = name.split(' as ');
  return `${outer}:${inner}`;
}
