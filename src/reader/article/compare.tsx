import { useSignal } from '@preact/signals';
import { type Article, bodyText } from '../../edition/body.ts';
import type { Past } from '../../library/records.ts';
import { Choice } from '../parts/choice.tsx';
import { Dialog } from '../parts/dialog.tsx';
import { longTime } from '../parts/time.ts';
import { language, words } from '../strings/strings.ts';
import { compareTexts, type Stretch } from './diff.ts';

const TAGS = { same: 'span', gone: 'del', new: 'ins' } as const;

/** What changed in an article since an earlier text of it. */
export function Compare({
  article,
  past,
  onClose,
}: {
  article: Article;
  past: readonly Past[];
  onClose: () => void;
}) {
  const chosen = useSignal(0);
  const t = words.value.article;
  const before = past[chosen.value] ?? past[0]!;
  const paragraphs = compareTexts(
    `${before.title}\n${before.text}`,
    `${article.title}\n${bodyText(article.body)}`,
  );
  return (
    <Dialog name="sheet compare" label={t.changes} onClose={onClose}>
      <h2>{t.changes}</h2>
      <Choice
        name="version"
        label={t.version}
        value={String(chosen.value)}
        options={past.map(({ at }, i) => [String(i), t.until(longTime(at, language.value))])}
        onChoose={(i) => (chosen.value = Number(i))}
      />
      {paragraphs.map((paragraph) =>
        typeof paragraph === 'number' ? (
          <p class="meta">{t.same(paragraph)}</p>
        ) : (
          <p lang={article.language || undefined} dir="auto">
            {paragraph.map(toElement)}
          </p>
        ),
      )}
    </Dialog>
  );
}

function toElement([kind, items]: Stretch) {
  const Tag = TAGS[kind];
  return [<Tag>{items.join(' ')}</Tag>, ' '];
}
