/** The articles of the gallery's paper, by edition. */
import type { Article, Block } from '../../src/edition/body.ts';
import { bodyArticle } from '../kit/index.ts';
import { bridge } from './bridge.ts';
import { STORIES, type Story } from './stories.ts';
import { at, picture, TONGUES, type Tongue } from './tongues.ts';

function toArticle(story: Story, tongue: Tongue): Article[] {
  const told = story[tongue];
  if (!told) return [];
  const caption = tongue === 'ru' ? 'Так это выглядело вчера.' : 'What it looked like yesterday.';
  const [first = '', ...rest] = told.paragraphs;
  const body: Block[] = [
    first,
    ...(story.scene ? [picture(story.scene, tongue, caption)].map((one): Block => ['img', one]) : []),
    ...rest,
  ];
  return [
    bodyArticle(`${story.key}${tongue}`, body, {
      ...{ title: told.title, summary: told.summary, section: told.section, language: tongue },
      ...{ published: at(story.hours), by: [tongue === 'ru' ? 'Редакция' : 'The editors'] },
      tags: tongue === 'ru' ? ['город', 'суд'] : ['city', 'court'],
    }),
  ];
}

/** One article that runs from right to left. */
const arabic = (): Article =>
  bodyArticle('arabic', ['افتُتح الجسر صباح اليوم قبل موعده بشهر.', 'وسيُفتح ممرّ المشاة في الربيع.'], {
    ...{ title: 'الجسر فوق النهر يُفتح قبل موعده بشهر', language: 'ar', section: 'Город' },
    ...{ summary: 'القطارات تسير في الاتجاهين.', published: at(6.2) },
  });

/** Id of the article that runs from right to left. */
export const ARABIC = arabic().id;

/** What the first edition has. */
export function firstArticles(): Article[] {
  const told = STORIES.filter((story) => !story.later);
  return TONGUES.flatMap((tongue) => [
    ...told.flatMap((story) => toArticle(story, tongue)),
    bridge(tongue, false),
  ]).concat(arabic());
}

/** What the second edition brings: two more stories in each language, and corrections of the long one. */
export function laterArticles(): Article[] {
  const told = STORIES.filter((story) => story.later);
  return TONGUES.flatMap((tongue) => [
    ...told.flatMap((story) => toArticle(story, tongue)),
    bridge(tongue, true),
  ]);
}

/** Id of a story, as its articles have it. */
export function idOf(key: string, tongue: Tongue): string {
  return bodyArticle(`${key}${tongue}`, []).id;
}
