/**
 * What the first screen does not need, as one file of its own: small files deflate badly one by one,
 * and each would be one more object to fetch.
 */

import styles from './styles/late.css?inline';

const sheet = new CSSStyleSheet();
sheet.replaceSync(styles);
document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];

export { About } from './about/about.tsx';
export { Aloud } from './article/aloud.tsx';
export { Compare } from './article/compare.tsx';
export { TakenBack } from './article/taken-back.tsx';
export { Typography } from './article/typography.tsx';
export { Viewer } from './article/viewer.tsx';
export { Gestures } from './front/gestures.tsx';
export { Install } from './front/install.tsx';
export { Keys } from './keys/keys.tsx';
export { AfterText } from './messages/after.tsx';
export { Mirrors } from './mirrors/mirrors.tsx';
export { Saved } from './saved/saved.tsx';
export { Search } from './search/search.tsx';
export { Settings } from './settings/settings.tsx';
export { Share } from './share/share.tsx';
export { Storage } from './storage/storage.tsx';
export { Welcome } from './welcome/welcome.tsx';
