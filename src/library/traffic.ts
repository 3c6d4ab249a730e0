import type { Traffic, TrafficDay } from './records.ts';
import { openStore } from './store.ts';

const DAYS_KEPT = 30;
const DAY = 86_400_000;
export const NO_TRAFFIC: Traffic = { head: 0, texts: 0, pictures: 0, app: 0 };

/** Adds bytes to those of the day: numbers alone are kept, and for 30 days. */
export async function addTraffic(publication: string, bytes: Traffic, now: number): Promise<void> {
  const today = Math.floor(now / DAY);
  const transaction = (await openStore()).transaction('meta', 'readwrite');
  const key: [string, string] = [publication, 'traffic'];
  const days = ((await transaction.store.get(key)) as TrafficDay[] | undefined) ?? [];
  const before = days.find((one) => one.day === today)?.bytes ?? NO_TRAFFIC;
  const sum = Object.fromEntries(
    Object.entries(before).map(([kind, one]) => [kind, one + bytes[kind as keyof Traffic]]),
  ) as Traffic;
  const rest = days.filter((one) => one.day !== today && one.day > today - DAYS_KEPT && one.day < today);
  void transaction.store.put([...rest, { day: today, bytes: sum }], key);
  await transaction.done;
}
