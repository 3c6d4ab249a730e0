/** Forms of a noun by plural category; English has `one` and `other`, Russian `one`, `few` and `many`. */
export type Forms = Partial<Record<Intl.LDMLPluralRule, string>>;

/** Returns a function that picks the form of a noun for a count, in one language; the last form given serves for the rest. */
export function pluralOf(language: string): (n: number, forms: Forms) => string {
  let rules: Intl.PluralRules | undefined;
  return (n, forms) => {
    rules ??= new Intl.PluralRules(language);
    return forms[rules.select(n)] ?? forms.other ?? forms.many ?? '';
  };
}
