import { Icon, type IconName } from './icon.tsx';

interface Props {
  icon: IconName;
  label: string;
  onClick: () => void;
  /** There is nothing to be had from it now. */
  isOff?: boolean;
  class?: string;
}

/** A button that shows a drawing and says a word. */
export function IconButton({ icon, label, onClick, isOff, class: more = '' }: Props) {
  return (
    <button type="button" class={`icon-button ${more}`} aria-disabled={isOff} onClick={onClick}>
      <Icon name={icon} />
      <span class="quiet">{label}</span>
    </button>
  );
}
