import { Dialog } from '../parts/dialog.tsx';
import { words } from '../strings/strings.ts';

/** Which key does what. */
export function Help({ onClose }: { onClose: () => void }) {
  const { keys: t, article, close, nav, search } = words.value;
  const rows: [keys: string[], text: string][] = [
    [['J'], article.next],
    [['K'], t.previous],
    [['O'], t.open],
    [['S'], t.save],
    [['/'], search.title],
    [['G', 'H'], nav.front],
    [['G', 'S'], nav.saved],
    [['G', 'M'], nav.mirrors],
    [['?'], t.title],
    [['Esc'], close],
  ];
  return (
    <Dialog name="keys" label={t.title} onClose={onClose}>
      <h2>{t.title}</h2>
      <dl>
        {rows.map(([keys, text]) => (
          <div key={text}>
            <dt>
              <kbd>{keys[0]}</kbd>
              {keys[1] && (
                <>
                  {' '}
                  {t.after} <kbd>{keys[1]}</kbd>
                </>
              )}
            </dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
