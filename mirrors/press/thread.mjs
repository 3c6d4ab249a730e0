// Begins a thread (pool.ts): threads do not inherit what lets the main one read TypeScript.
import { workerData } from 'node:worker_threads';
import { register } from 'tsx/esm/api';

register();
await import(workerData);
