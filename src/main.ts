/**
 * The entry of the app: small, so that it keeps nothing from being painted. The worker has put what the front page last
 * looked like into the page; the app, which takes a slow phone most of a second to parse and render, comes after that.
 */
import { afterPaint } from './reader/parts/paint.ts';

void afterPaint().then(() => import('./app.ts'));
