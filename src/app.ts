import engineUrl from './engine/main.ts?worker&url';
import { openLibrary } from './library/library.ts';
import { startReader } from './reader/start.tsx';
import styles from './reader/styles.css?inline';

void startReader({ openLibrary, engineUrl, styles });
