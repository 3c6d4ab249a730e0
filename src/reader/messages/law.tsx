import { sameLanguage } from '../store/edition.ts';
import { language, words } from '../strings/strings.ts';
import { paragraphsOf, shown } from './choose.ts';

export type Subject = 'appeal' | 'newsletter' | 'public' | 'private';

/** The month that the built-in texts speak of. */
const WRITTEN = Date.UTC(2026, 10, 15);

/** What the law says, by a message of the publication or by the app itself; always with its date. */
export function Law({ about }: { about: Subject }) {
  const t = words.value.law;
  // A warning that cannot be read warns nobody: one in another language does not replace the app's own.
  const said = shown('law').find(
    (one) => one.about === about && (one.language === '' || sameLanguage(one.language, language.value)),
  );
  return (
    <>
      {(said ? paragraphsOf(said.text) : [t[about]]).map((text) => (
        <p key={text}>{text}</p>
      ))}
      <p class="meta">{t.dated(monthOf(said ? (said.from ?? said.time) * 1000 : WRITTEN))}</p>
    </>
  );
}

function monthOf(at: number): string {
  return new Intl.DateTimeFormat(language.value, { month: 'long', year: 'numeric', timeZone: 'UTC' }).format(
    at,
  );
}
