/** One press in a process of its own, for its time and memory: tsx press-run.ts <newsroom>; prints JSON. */
import { press } from '../../mirrors/press/index.ts';

const [newsroom = '.'] = process.argv.slice(2);
const report = { progress() {}, warn: (sentence: string) => process.stderr.write(`${sentence}\n`) };
const { seconds, added, unchanged, files, bytes } = await press({ newsroom, report });
const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
const cpu = (userCPUTime + systemCPUTime) / 1e6;
process.stdout.write(
  JSON.stringify({ seconds, cpu, added, unchanged, files, bytes, megabytes: maxRSS / 1024 }),
);
