/** What plugins for several languages add to a post in the REST interface. */
import type { Draft } from './draft.ts';
import { type Loose, list, str } from './loose.ts';
import { languageIn } from './translations.ts';

/** The language tag of a post; empty where no plugin says one. */
export function postLanguage(post: Loose): string {
  return [post?.lang, post?.polylang_current_lang, post?.wpml_current_locale].map(str).find(Boolean) ?? '';
}

/**
 * What a post says of its translations, by address or, where there is only a number, by the address that WordPress has
 * for every number; and that address of its own, by which translations call it.
 * Polylang: `translations`, an object of language to number (https://polylang.pro/doc/rest-api/); its free
 * companions: `polylang_translations`; WPML's: `wpml_translations`, lists of {locale or lang, id, href}.
 * @param home base address of the site, as in `tamizdat.json`
 */
export function postTranslations(post: Loose, home: string): Pick<Draft, 'translations' | 'names'> {
  const byLanguage = Object.entries((post?.translations ?? {}) as object).map(([language, to]) => ({
    ...{ language, to: to as unknown },
  }));
  const listed = [...list(post?.polylang_translations), ...list(post?.wpml_translations)].map((one) => ({
    ...{ language: str((one as Loose)?.locale) || str((one as Loose)?.lang), to: one },
  }));
  const own = str(post?.id);
  const found: Record<string, string> = {};
  for (const { language, to } of [...byLanguage, ...listed]) {
    const code = languageIn(language);
    const id = str(to) || str((to as Loose)?.id);
    const href = str((to as Loose)?.href);
    const name = /^https?:\/\//i.test(href) ? href : /^\d+$/.test(id) ? numbered(home, id) : '';
    if (code !== '' && name !== '' && id !== own) found[code] ??= name;
  }
  const isOfSeveral = postLanguage(post) !== '' && own !== '';
  return {
    ...(Object.keys(found).length > 0 && { translations: found }),
    ...(isOfSeveral && { names: [numbered(home, own)] }),
  };
}

function numbered(home: string, id: string): string {
  return `${home.replace(/(?:wp-json\/?.*)?$/i, '').replace(/([^/])$/, '$1/')}?p=${id}`;
}
