/** A thread that packs runs. */
import { packRun } from './packing.ts';
import { serveThread } from './pool.ts';

serveThread(packRun);
