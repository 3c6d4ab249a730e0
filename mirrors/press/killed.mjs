// A press that is killed at its n-th change of a file, a write in the middle: for tests.
// node killed.mjs <bundled press> <n> <options as JSON>; prints how many changes there were.
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';

const [bundle, at, json] = /** @type {[string, string, string]} */ (process.argv.slice(2));
const { time, ...options } = JSON.parse(json);
let changes = 0;
for (const name of /** @type {const} */ (['writeFile', 'rename', 'rm', 'mkdir'])) {
  const real = fs.promises[name];
  // @ts-expect-error: one wrapper for functions of several shapes.
  fs.promises[name] = async (path, ...rest) => {
    if (++changes === Number(at)) {
      if (name === 'writeFile') fs.writeFileSync(path, rest[0].slice(0, rest[0].length / 2));
      process.kill(process.pid, 'SIGKILL');
    }
    // @ts-expect-error: as above.
    return real(path, ...rest);
  };
}
syncBuiltinESMExports();
const { press } = await import(bundle);
await press({ ...options, now: () => time });
process.stdout.write(`${changes}\n`);
