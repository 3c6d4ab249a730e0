import engineUrl from 'virtual:engine';
import { openLibrary } from './library/library.ts';
import { startReader } from './reader/start.tsx';
import stylesUrl from './reader/styles.css?url';

void startReader({ openLibrary, engineUrl, stylesUrl });
