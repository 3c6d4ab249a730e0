#!/usr/bin/env node
// The command as an installed package has it: what is installed is the source, read by tsx.
import { register } from 'tsx/esm/api';

register();
await import('./cli.ts');
