/**
 * The entry of the app: small, so that it paints at once. On a slow phone the whole app takes most of a second to be
 * parsed and rendered; what the front page last looked like is drawn before that, from the library.
 */
import { drawLastScreen } from './reader/last-screen.ts';
import styles from './reader/styles.css?inline';

drawLastScreen(styles)
  // Without it the page is only painted later: a broken store is told of by the app itself.
  .catch((error: unknown) => console.warn(error))
  .then(() => import('./app.ts'));
