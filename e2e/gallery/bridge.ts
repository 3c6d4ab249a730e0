/** The story that has every kind of node. */
import type { Article, Block } from '../../src/edition/body.ts';
import { bodyArticle } from '../kit/index.ts';
import { at, picture, type Tongue } from './tongues.ts';

/** Title of the story that has every kind of node, by language. */
export const BRIDGE = {
  ru: 'Мост через Обь открыли на месяц раньше срока',
  en: 'Bridge over the Ob opens a month early',
} as const;

/** The article with everything in it; corrected in the second edition. */
export function bridge(tongue: Tongue, corrected: boolean): Article {
  const isRu = tongue === 'ru';
  const say = (ru: string, en: string): string => (isRu ? ru : en);
  const body: Block[] = [
    [
      'p',
      say('Мост открыли утром', 'The bridge opened this morning'),
      ['ref', 'n1'],
      say('. Движение ', '. Traffic is '),
      ['strong', say('восстановлено', 'back')],
      say(
        ' по обоим путям, первый поезд прошёл без остановки.',
        ' on both tracks, and the first train passed without a stop.',
      ),
    ],
    ['img', picture(1, tongue, say('Левый берег, утро первого дня.', 'The left bank on the first morning.'))],
    say(
      corrected
        ? 'Строить начали три года назад, и дважды работу останавливала большая вода. В этом году река была спокойной, и последний пролёт поставили за девять дней.'
        : 'Строить начали два года назад, и дважды работу останавливала большая вода. В этом году река была спокойной, и последний пролёт поставили за двенадцать дней.',
      corrected
        ? 'Building began three years ago, and floods stopped it twice. This year the river was calm, and the last span was set in nine days.'
        : 'Building began two years ago, and floods stopped it twice. This year the river was calm, and the last span was set in twelve days.',
    ),
    ['h2', say('Что известно', 'What is known')],
    [
      'ul',
      [say('Поезда идут по обоим путям.', 'Trains run on both tracks.')],
      [
        say('Пешеходный проход откроют весной.', 'The footway opens in spring.'),
        ['ul', [say('Лестницы ещё не готовы.', 'Its stairs are not ready.')]],
      ],
      [say('Старый мост закроют на ремонт.', 'The old bridge will be closed for repair.')],
    ],
    [
      'quote',
      say(
        'Мы ждали этого три года и привыкли ездить в объезд.',
        'We had waited for three years and got used to the long way round.',
      ),
      ['p', ['em', say('Жительница левого берега', 'A woman from the left bank')]],
    ],
    ['h3', say('В цифрах', 'In figures')],
    [
      'table',
      1,
      [
        [say('Год', 'Year')],
        [say('Поездов в сутки', 'Trains a day')],
        [say('Пассажиров за год', 'Passengers a year')],
        [say('Замечания', 'Remarks')],
      ],
      [['2024'], ['12'], ['1 204 300'], [say('Ремонт северного пути', 'Northern track under repair')]],
      [['2025'], ['18'], ['1 677 010'], [say('Оба пути открыты', 'Both tracks open')]],
    ],
    [
      'gallery',
      picture(8, tongue, say('Правый берег.', 'The right bank.')),
      picture(9, tongue, say('Опора номер семь.', 'Pier seven.')),
    ],
    say(
      'Грузовым поездам мост пока закрыт: испытания под полной нагрузкой назначены на декабрь.',
      'Freight trains have to wait: tests under full load are set for December.',
    ),
    [
      'embed',
      'video.example',
      'https://video.example/watch/1',
      say('Первый поезд на мосту', 'The first train on the bridge'),
    ],
    ['h2', say('Хроника', 'As it happened')],
    ['entry', at(2), say('Первый поезд прошёл по мосту.', 'The first train crossed the bridge.')],
    ['entry', at(4), say('Движение перекрыли до полудня.', 'Traffic was stopped until noon.')],
    ['hr'],
    [
      'p',
      say(
        'О том, что будет со старым мостом, город расскажет отдельно',
        'What becomes of the old bridge the city will say later',
      ),
      ['ref', 'n2'],
      '.',
    ],
    [
      'label',
      say(
        'Настоящий материал подготовлен только для проверки того, как выглядят обязательные пометки.',
        'This text was made only to see what a notice required by law looks like.',
      ),
    ],
    ['note', 'n1', say('По данным управления дорог.', 'According to the railway office.')],
    ['note', 'n2', ['p', say('Отчёт за ', 'Report for '), ['em', '2025'], '.']],
  ];
  return bodyArticle(`bridge${tongue}`, body, {
    ...{ title: BRIDGE[tongue], language: tongue, section: say('Город', 'City'), published: at(2.2) },
    summary: say(
      'Поезда пошли по обоим путям. Пешеходам придётся подождать до весны.',
      'Trains run on both tracks. Walkers have to wait until spring.',
    ),
    by: [say('Редакция', 'The editors')],
    tags: isRu ? ['мост', 'поезда'] : ['bridge', 'trains'],
    related: ['bus', 'library', 'power'].map((key) => bodyArticle(`${key}${tongue}`, []).id),
    ...(corrected && { updated: at(0.8) }),
  });
}
