/** The articles of the gallery's paper: news of no place and nobody, in words that look like news. */
import type { Article, Block } from '../../src/edition/body.ts';
import { bodyArticle, unpressed } from '../kit/index.ts';
import { NOW } from './clock.ts';

/** Words by language: Russian first, as everywhere. */
interface Told {
  title: string;
  summary: string;
  section: string;
  paragraphs: string[];
}

/** Hours before `NOW`, and whether it has a picture (numbers of scenes); the same story in both languages. */
interface Story {
  key: string;
  hours: number;
  scene?: number;
  /** Comes with the second edition. */
  later?: boolean;
  ru: Told;
  en?: Told;
}

const STORIES: readonly Story[] = [
  {
    ...{ key: 'yard', hours: 3.2, scene: 2 },
    ru: {
      title: 'Суд вернул жильцам двор, который три года считался ничьим',
      summary: 'За это время на нём успели поставить шлагбаум, снять шлагбаум и посадить двенадцать лип.',
      section: 'Право',
      paragraphs: [
        'Областной суд признал двор между тремя домами общей собственностью жильцов. Спор начался, когда на въезде появился шлагбаум, о котором никто из соседей не просил.',
        'Жильцы собрали подписи, нашли в архиве план квартала и показали суду, что границу двора провели ещё до войны. Город не возразил.',
        'Теперь соседи решают, что делать с парковкой. Липы договорились не трогать.',
      ],
    },
    en: {
      title: 'Court gives a courtyard back to the people who live around it',
      summary: 'In three years it had seen a barrier go up, the barrier come down, and twelve lime trees.',
      section: 'Law',
      paragraphs: [
        'A regional court has found that the yard between three houses belongs to those who live in them. The quarrel began when a barrier appeared that no neighbour had asked for.',
        'The neighbours collected signatures, found an old plan of the quarter and showed the court that the border of the yard was drawn long ago. The city did not object.',
        'Now they argue about parking. Nobody wants to touch the lime trees.',
      ],
    },
  },
  {
    ...{ key: 'bill', hours: 5.2 },
    ru: {
      title: 'Как проверить счёт за отопление: пять строк, в которых ошибаются чаще всего',
      summary: 'Понадобятся прошлогодний счёт, площадь квартиры и десять минут.',
      section: 'Город',
      paragraphs: [
        'Сравните площадь в счёте с площадью в договоре. Лоджию считать не должны.',
        'Посмотрите, по какому тарифу посчитан первый месяц года: новый действует не с января.',
        'Если дом отапливает котельная во дворе, строки «передача тепла» в счёте быть не может.',
      ],
    },
    en: {
      title: 'How to check a heating bill: five lines that are wrong most often',
      summary: 'You need last year’s bill, the size of your flat, and ten minutes.',
      section: 'City',
      paragraphs: [
        'Compare the area on the bill with the one in your contract. A balcony does not count.',
        'See which tariff was used for the first month: the new one does not begin in January.',
        'If your house has a boiler of its own, there can be no line for “transmission”.',
      ],
    },
  },
  {
    ...{ key: 'letters', hours: 8.2, scene: 3 },
    ru: {
      title: 'Сорок тысяч писем, которые не дошли, вернутся в семьи',
      summary: 'Архив начал искать тех, кому их писали восемьдесят лет назад.',
      section: 'Память',
      paragraphs: [
        'Письма нашли в подвале почтамта, когда меняли трубы. Они лежали в мешках, разложенные по улицам, и каждое третье прочесть уже нельзя.',
        'Архивисты просят не приезжать за письмами самим: список фамилий появится зимой, и по нему можно будет подать заявку.',
        'Первые двадцать писем уже отдали. Одно из них адресовано дому, которого больше нет, но у его соседей нашлись внуки.',
      ],
    },
    en: {
      title: 'Forty thousand letters that never arrived will go home',
      summary: 'An archive is looking for the families they were written to, eighty years ago.',
      section: 'Memory',
      paragraphs: [
        'The letters were found in the cellar of a post office when its pipes were changed. They lay in sacks, sorted by street, and every third cannot be read any more.',
        'The archive asks people not to come for them: a list of names will be out this winter, and anyone can apply by it.',
        'The first twenty are back already. One was written to a house that no longer stands; a neighbour’s grandchildren took it.',
      ],
    },
  },
  {
    ...{ key: 'bus', hours: 30, scene: 4 },
    ru: {
      title: 'Автобус № 18 снова доедет до больницы',
      summary: '',
      section: 'Город',
      paragraphs: [
        'Маршрут укоротили весной, и последние полтора километра пассажиры шли пешком вдоль дороги без тротуара.',
        'С понедельника автобус снова идёт до больницы. В выходные интервал останется прежним, сорок минут.',
      ],
    },
    en: {
      title: 'Bus 18 will stop at the hospital again',
      summary: '',
      section: 'City',
      paragraphs: [
        'The line was cut short in spring, and people walked the last mile beside a road without a pavement.',
        'From Monday on it goes all the way. At weekends there will be a bus every forty minutes, as before.',
      ],
    },
  },
  {
    ...{ key: 'library', hours: 52, scene: 5 },
    ru: {
      title: 'Школьная библиотека, в которую записана вся деревня',
      summary: 'Читателей в ней больше, чем жителей: за книгами приезжают из двух соседних сёл.',
      section: 'Память',
      paragraphs: [
        'Библиотека занимает бывшую учительскую и закрывается, когда уходит последний читатель.',
        'Новых книг сюда не присылали шесть лет. Всё, что появилось с тех пор, привезли сами жители.',
      ],
    },
    en: {
      title: 'A school library with more readers than the village has people',
      summary: 'They come for books from two villages more.',
      section: 'Memory',
      paragraphs: [
        'The library has moved into the old staff room, and closes when the last reader leaves.',
        'No new books have been sent for six years. All that came since was brought by readers.',
      ],
    },
  },
  {
    ...{ key: 'power', hours: 75 },
    ru: {
      title:
        'Энергетики предупредили о переключениях в электросетях Верхнеключевского и Нижнеключевского микрорайонов',
      summary: 'Свет будут отключать по ночам, не дольше чем на два часа.',
      section: 'Город',
      paragraphs: [
        'Список домов вывесят в подъездах за три дня. Лифты на время переключений остановят.',
        'Если дома есть медицинский прибор, который работает от сети, о нём нужно сообщить диспетчеру заранее.',
      ],
    },
    en: {
      title: 'Two districts will be without light for some hours at night',
      summary: 'Lists of houses will hang in the entrances three days before.',
      section: 'City',
      paragraphs: [
        'Lifts will stand still while the network is switched over.',
        'Whoever has a medical device at home that needs power should tell the dispatcher.',
      ],
    },
  },
  {
    ...{ key: 'frames', hours: 100, scene: 6 },
    ru: {
      title: 'Музей деревянных домов просит не выбрасывать наличники',
      summary: 'Даже сломанные: по ним узнаю́т руку мастера.',
      section: 'Память',
      paragraphs: ['Наличник можно принести в любой день. Гвозди вынимать не нужно.'],
    },
  },
  {
    ...{ key: 'post', hours: 150 },
    ru: {
      title: 'Почтовые переводы: что изменится с января',
      summary: 'Паспорт понадобится и при сумме меньше прежнего порога.',
      section: 'Право',
      paragraphs: [
        'Почта просит не переводить деньги в последние дни декабря: очереди ждут в каждом отделении.',
      ],
    },
    en: {
      title: 'Money by post: what changes in January',
      summary: 'A passport will be asked for even with small sums.',
      section: 'Law',
      paragraphs: ['The post asks to send nothing in the last days of December.'],
    },
  },
  {
    ...{ key: 'snow', hours: 1.2, scene: 7, later: true },
    ru: {
      title: 'Снег выпал рано, и дворники вышли ночью',
      summary: 'К утру расчистили главные улицы, но не переходы.',
      section: 'Город',
      paragraphs: [
        'За ночь выпала половина месячной нормы. Техники хватило на главные улицы.',
        'До полудня город просит не ездить через Старый мост: на спуске лёд.',
      ],
    },
    en: {
      title: 'Snow came early, and so did the ploughs',
      summary: 'Main streets were clear by morning, crossings were not.',
      section: 'City',
      paragraphs: [
        'Half of a month’s snow fell in one night. There were ploughs enough for the main streets.',
        'Until noon the city asks not to drive over the Old Bridge: there is ice on the slope.',
      ],
    },
  },
  {
    ...{ key: 'strike', hours: 1.7, later: true },
    ru: {
      title: 'Учителя двух школ вернулись на работу: зарплату за осень выплатили',
      summary: 'Долг признали после второй жалобы.',
      section: 'Право',
      paragraphs: ['Деньги пришли в один день, без объяснений. Проверка продолжается.'],
    },
    en: {
      title: 'Teachers of two schools are back at work: autumn’s wages were paid',
      summary: 'The debt was admitted after a second complaint.',
      section: 'Law',
      paragraphs: ['The money came in one day, without a word. The inquiry goes on.'],
    },
  },
];

/** Title of the story that has every kind of node, by language. */
export const BRIDGE = {
  ru: 'Мост через Обь открыли на месяц раньше срока',
  en: 'Bridge over the Ob opens a month early',
} as const;

export type Tongue = keyof typeof BRIDGE;

const at = (hours: number): number => Math.floor(NOW / 1000 - hours * 3600);
const scene = (n: number): string => `scene-${n}.png`;

const ALTS = {
  ru: 'Рисунок: холмы, река и солнце',
  en: 'A drawing: hills, a river and the sun',
} as const;
const CREDITS = { ru: 'Рисунок: редакция', en: 'Drawing: the editors' } as const;

function picture(n: number, tongue: Tongue, caption: string) {
  return unpressed(scene(n), { alt: ALTS[tongue], caption, credit: CREDITS[tongue] });
}

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

/** The article with everything in it; corrected in the second edition. */
function bridge(tongue: Tongue, corrected: boolean): Article {
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

/** One article that runs from right to left. */
const arabic = (): Article =>
  bodyArticle('arabic', ['افتُتح الجسر صباح اليوم قبل موعده بشهر.', 'وسيُفتح ممرّ المشاة في الربيع.'], {
    ...{ title: 'الجسر فوق النهر يُفتح قبل موعده بشهر', language: 'ar', section: 'Город' },
    ...{ summary: 'القطارات تسير في الاتجاهين.', published: at(6.2) },
  });

const TONGUES: readonly Tongue[] = ['ru', 'en'];

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

/** What the paper says to its readers, in both languages. */
export const said: Record<string, unknown>[] = TONGUES.flatMap((language) => {
  const isRu = language === 'ru';
  const say = (ru: string, en: string): string => (isRu ? ru : en);
  return [
    {
      kind: 'strap',
      language,
      text: say('Читайте нас и тогда, когда не открывается ничего.', 'Read us even when nothing opens.'),
    },
    {
      ...{
        kind: 'banner',
        language,
        title: say('Мы больше не показываем рекламу', 'We no longer show advertising'),
      },
      text: say(
        'С лета её нет ни на сайте, ни здесь.',
        'Since summer there is none, neither on our site nor here.',
      ),
      url: 'https://paper.example/why',
    },
    {
      ...{ kind: 'newsletter', language, title: say('Каждую пятницу', 'Every Friday') },
      text: say('Главное за неделю в одном письме.', 'The week in one letter.'),
      ...{ url: 'https://paper.example/letter', preview: 'https://paper.example/letter/last' },
      privacy: 'https://paper.example/privacy',
    },
    {
      ...{ kind: 'notice', language, title: say('Дорогие читатели', 'Dear readers') },
      text: say(
        'Наш сайт закрывают в третий раз, а вы всё равно нас находите. Спасибо.\n\nЕсли знаете, кому пригодится Читалка, покажите, как её открыть.',
        'Our site is being closed for the third time, and still you find us. Thank you.\n\nIf you know somebody who could use Reader, show them how to open it.',
      ),
    },
    {
      ...{ kind: 'appeal', language, title: say('Поддержите нас', 'Support us'), currency: 'EUR' },
      text: say(
        'Мы живём на деньги читателей. Поможет любая сумма.',
        'We live on what readers give. Any sum helps.',
      ),
      amounts: { once: [10, 25, 50], monthly: [3, 5, 10], annual: [50, 100] },
      url: 'https://paper.example/give?how={period}&sum={amount}',
    },
  ];
});
