/** One article in which every node of a body stands at least once. */
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dice, prose } from '../../mirrors/press/made-newsroom.ts';
import type { Block } from '../../src/edition/body.ts';
import { drawLarge, unpressed } from './bodies.ts';

/** Times of the live blog in it, the newest first: seconds since 1970. */
export const ENTRIES = [1_763_902_800, 1_763_899_200] as const;

/** The body, and the files of its four pictures by their addresses. */
export async function fullBody(): Promise<{ body: Block[]; files: Map<string, string> }> {
  const folder = await mkdtemp(join(tmpdir(), 'pictures-'));
  const files = new Map<string, string>();
  for (let i = 1; i <= 4; i++) files.set(`p${i}.png`, await drawLarge(join(folder, `p${i}.png`), i));
  const throwDice = dice(77);
  const picture = (i: number) =>
    unpressed(`p${i}.png`, {
      alt: `Круги на сером поле, вид ${i}`,
      caption: `Подпись к картинке ${i}.`,
      credit: `Фото ${i}: Редакция`,
    });
  const paragraphs = Array.from({ length: 6 }, () => prose(throwDice, 420));
  const body: Block[] = [
    ['label', 'ДАННОЕ СООБЩЕНИЕ СОЗДАНО ДЛЯ ПРОВЕРКИ ПОМЕТОК.'],
    ['p', 'Мост открыли утром', ['ref', 'n1'], '. Движение ', ['strong', 'восстановлено'], '.'],
    ['img', picture(1)],
    paragraphs[0]!,
    ['h2', 'Что известно'],
    ['p', paragraphs[1]!, ' ', ['a', 'https://other.example/page', 'Ссылка наружу'], '.'],
    ['ul', ['Первый пункт'], ['Второй пункт', ['ul', ['Вложенный пункт']]], ['Третий пункт']],
    ['ol', 3, ['Третий шаг'], ['Четвёртый шаг']],
    ['quote', 'Мы ждали этого три года.', ['p', ['em', 'Глава района']]],
    ['h3', 'Цифры'],
    [
      'table',
      1,
      [['Год'], ['Поездов в сутки'], ['Пассажиров за год'], ['Опозданий больше часа'], ['Замечания']],
      [['2024'], ['12'], ['1 204 300'], ['31'], ['Ремонт северного пути']],
      [['2025'], ['18'], ['1 677 010'], ['12'], ['Оба пути открыты']],
    ],
    ['gallery', picture(2), picture(3), picture(4)],
    paragraphs[2]!,
    ['embed', 'video.example', 'https://video.example/watch/1', 'Запись церемонии'],
    [
      'code',
      'curl -s mirror/head | sha256sum\n# строка подлиннее, которая не помещается на экран телефона целиком',
    ],
    ['hr'],
    ['h2', 'Хроника'],
    ['entry', ENTRIES[0], 'Первый поезд прошёл по мосту.', paragraphs[3]!],
    ['entry', ENTRIES[1], 'Движение перекрыто до полудня.'],
    paragraphs[4]!,
    ['p', paragraphs[5]!, ['ref', 'n2']],
    ['note', 'n1', 'По данным управления дорог.'],
    ['note', 'n2', ['p', 'Отчёт за ', ['em', '2025 год'], '.']],
  ];
  return { body, files };
}
