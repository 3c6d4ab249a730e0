import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { Withdrawn } from '../../library/records.ts';
import { library, tell } from '../store/ports.ts';
import { language, words } from '../strings/strings.ts';

/**
 * The publication took the article back, and the reader saved it (or very many went at once): nothing goes before the
 * reader agrees.
 */
export function TakenBack({ id }: { id: string }) {
  const found = useSignal<Withdrawn | undefined>(undefined);
  useEffect(() => {
    let gone = false;
    void library()
      .withdrawn()
      .then((all) => {
        if (!gone) found.value = all[id];
      });
    return () => {
      gone = true;
    };
  }, [id]);
  if (found.value?.state !== 'asks') return null;
  const t = words.value.article;
  const { reason } = found.value;
  return (
    <div class="notice" lang={language.value}>
      <p>
        <strong>{t.takenBack}</strong>
      </p>
      {reason !== '' && <p dir="auto">{reason}</p>}
      <button
        type="button"
        class="button"
        onClick={() => {
          tell({ type: 'agree', id });
          location.hash = '#/';
        }}
      >
        {t.letGo}
      </button>
    </div>
  );
}
