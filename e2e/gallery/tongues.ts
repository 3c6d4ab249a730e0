/** The languages of the gallery, and what articles in any of them are made with. */
import { unpressed } from '../kit/index.ts';
import { NOW } from './clock.ts';

export type Tongue = 'ru' | 'en';
export const TONGUES: readonly Tongue[] = ['ru', 'en'];

/** So many hours before `NOW`: seconds since 1970. */
export const at = (hours: number): number => Math.floor(NOW / 1000 - hours * 3600);
const scene = (n: number): string => `scene-${n}.png`;

const ALTS = {
  ru: 'Рисунок: холмы, река и солнце',
  en: 'A drawing: hills, a river and the sun',
} as const;
const CREDITS = { ru: 'Рисунок: редакция', en: 'Drawing: the editors' } as const;

/** Scene number `n` as a picture of an article. */
export function picture(n: number, tongue: Tongue, caption: string) {
  return unpressed(scene(n), { alt: ALTS[tongue], caption, credit: CREDITS[tongue] });
}
