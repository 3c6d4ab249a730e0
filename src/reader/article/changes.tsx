import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { Article } from '../../edition/body.ts';
import type { Past } from '../../library/records.ts';
import { lazy } from '../parts/lazy.tsx';
import { Moment } from '../parts/moment.tsx';
import { library } from '../store/ports.ts';
import { language, words } from '../strings/strings.ts';

const Compare = lazy('Compare');

/**
 * Says that the text is not what it was: when the source names a time of its update, or when another text was held
 * before. What changed can be looked at where the earlier text is here.
 */
export function Changes({ article }: { article: Article }) {
  const past = useSignal<Past[]>([]);
  const isOpen = useSignal(false);
  useEffect(() => {
    let gone = false;
    void library()
      .past(article.id)
      .then((found) => {
        if (!gone) past.value = found;
      });
    return () => {
      gone = true;
    };
  }, [article]);
  const t = words.value.article;
  const [latest] = past.value;
  const updated = article.updated !== undefined && article.updated > article.published;
  if (!updated && !latest) return null;
  return (
    <>
      <p class="times changed" lang={language.value}>
        {updated ? (
          <Moment label={t.updated} at={article.updated! * 1000} />
        ) : (
          <Moment label={t.corrected} at={latest!.at} />
        )}
        {latest && (
          <button type="button" class="link" onClick={() => (isOpen.value = true)}>
            {t.changes}
          </button>
        )}
      </p>
      {isOpen.value && <Compare article={article} past={past.value} onClose={() => (isOpen.value = false)} />}
    </>
  );
}
