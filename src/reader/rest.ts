/**
 * What the first screen does not need, as one file of its own: small files deflate badly one by one,
 * and each would be one more object to fetch.
 */
export { About } from './about/about.tsx';
export { Viewer } from './article/viewer.tsx';
export { Install } from './front/install.tsx';
export { AfterText } from './messages/after.tsx';
export { Mirrors } from './mirrors/mirrors.tsx';
export { Saved } from './saved/saved.tsx';
export { Search } from './search/search.tsx';
export { Settings } from './settings/settings.tsx';
export { Share } from './share/share.tsx';
export { Welcome } from './welcome/welcome.tsx';
