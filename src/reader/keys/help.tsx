import { useEffect, useRef } from 'preact/hooks';
import { Icon } from '../parts/icon.tsx';
import { words } from '../strings/strings.ts';

/** Which key does what. */
export function Help({ onClose }: { onClose: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  const { keys: t, close } = words.value;
  const rows: [keys: string[], text: string][] = [
    [['J'], t.next],
    [['K'], t.previous],
    [['O'], t.open],
    [['S'], t.save],
    [['/'], t.search],
    [['G', 'H'], t.front],
    [['G', 'S'], t.saved],
    [['G', 'M'], t.mirrors],
    [['?'], t.help],
    [['Esc'], t.close],
  ];
  return (
    <dialog ref={dialog} class="keys" aria-labelledby="keys" onClose={onClose}>
      <header>
        <h2 id="keys">{t.title}</h2>
        <button type="button" class="icon-button" onClick={() => dialog.current?.close()}>
          <Icon name="close" />
          <span class="quiet">{close}</span>
        </button>
      </header>
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
    </dialog>
  );
}
