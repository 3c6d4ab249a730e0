/** Marks of site generators in Markdown: Liquid, Nunjucks, Handlebars, Hugo, ERB, Kramdown. */

/** Stretches that are shown as typed: fences, code in a line, and what the generator itself was told to leave alone. */
const shown =
  /(^(`{3,}|~{3,})[^\n]*\n[\s\S]*?^\2[`~]*[ \t]*$|(?<!`)(`+)(?!`)(?:(?!\n\s*\n)[\s\S])*?(?<!`)\3(?!`))/gm;

/**
 * Markdown without the marks that only the site's own generator could fill in. What the front matter knows is put in
 * its place; code stays as typed.
 */
export function withoutTemplates(markdown: string, front: { [name: string]: unknown }): string {
  if (!/\{[{%:#]|<%/.test(markdown)) return markdown;
  const kept: string[] = [];
  const keep = (text: string): string => `\ue000${kept.push(text) - 1}\ue000`;
  const held = markdown
    .replaceAll('\ue000', '')
    .replace(
      /^[ \t]*\{%-?\s*highlight\s+([\w+-]*)[^%]*-?%\}\r?\n?([\s\S]*?)\{%-?\s*endhighlight\s*-?%\}/gm,
      (_, language: string, code: string) => keep(`\`\`\`${language}\n${code.replace(/\n?$/, '\n')}\`\`\``),
    )
    // Inside code `raw` is there for the generator, too.
    .replace(shown, (code) => keep(code.replace(/\{%-?\s*(?:end)?(?:raw|verbatim)\s*-?%\}/g, '')))
    .replace(
      /\{%-?\s*(?:raw|verbatim)\s*-?%\}([\s\S]*?)\{%-?\s*end(?:raw|verbatim)\s*-?%\}/g,
      (_, text: string) => keep(text),
    );
  const bare = held
    .replace(/\{%-?\s*comment\s*-?%\}[\s\S]*?\{%-?\s*endcomment\s*-?%\}/g, '')
    .replace(/\{#[\s\S]*?#\}|\{\{!--[\s\S]*?--\}\}/g, '')
    .replace(/\{\{[<%]\s*(?:figure|img|image)\s+([\s\S]*?)[>%]\}\}/g, (_, attributes: string) =>
      figure(attributes),
    )
    .replace(
      /\{(?:\{[<%]|%-?)\s*(youtube|vimeo)\s+(?:id\s*=\s*)?["']?([\w-]{6,15})["']?(?:\s[^{}]*?)?(?:[>%]\}\}|-?%\})/g,
      (_, host: string, id: string) => film(host, id),
    )
    .replace(/\{\{[<%]\s*\/?[\s\S]*?[>%]\}\}/g, '')
    .replace(/\{\{-?\s*([\s\S]*?)\s*-?\}\}/g, (_, expression: string) => filled(expression, front))
    .replace(/^[ \t]*\{%[\s\S]*?%\}[ \t]*(?:\r?\n|$)/gm, '')
    .replace(/\{%[\s\S]*?%\}/g, '')
    .replace(/<%[\s\S]*?%>/g, '')
    // Kramdown's attributes, after a block or within a line.
    .replace(/^[ \t]*\{::?[^}\n]*\}[ \t]*(?:\r?\n|$)/gm, '')
    .replace(/(?<=[\])>*_`\w.])\{:[^}\n]*\}/g, '');
  return bare.replace(/\ue000(\d+)\ue000/g, (_, at: string) => kept[Number(at)] ?? '');
}

/** What an expression stands for, as far as the text itself tells: a string, a value of the front matter. */
function filled(expression: string, front: { [name: string]: unknown }): string {
  const [, quoted, filters = ''] = /^["']([^"']*)["']((?:\s*\|[\s\S]*)?)$/.exec(expression) ?? [];
  // A filter that makes an address of a path leaves the path; any other makes what nobody here can know.
  if (quoted !== undefined)
    return /^(?:\s*\|\s*(?:url|relative_url|absolute_url|relURL|absURL|escape|t))*\s*$/.test(filters)
      ? quoted
      : '';
  const name = /^(?:page\.|this\.|post\.|\.Params\.)?(\w+)$/.exec(expression)?.[1];
  const value = name ? front[name] : undefined;
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

/** A film as a frame, which becomes a card. */
function film(host: string, id: string): string {
  const address = host === 'vimeo' ? `https://vimeo.com/${id}` : `https://www.youtube.com/watch?v=${id}`;
  return `\n\n<iframe src="${address}"></iframe>\n\n`;
}

/** Hugo's figure as Markdown. */
function figure(attributes: string): string {
  const value = (name: string): string =>
    new RegExp(`\\b${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)'|(\\S+))`)
      .exec(attributes)
      ?.slice(1)
      .find(Boolean) ?? '';
  const src = value('src') || /^\s*["']([^"']+)["']/.exec(attributes)?.[1];
  if (!src) return '';
  const quoted = (text: string): string => text.replaceAll('"', '&quot;');
  const words = value('caption') || value('title');
  return `\n\n<figure><img src="${quoted(src)}" alt="${quoted(value('alt'))}">${words ? `<figcaption>${words}</figcaption>` : ''}</figure>\n\n`;
}
