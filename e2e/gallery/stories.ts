/** The short stories of the gallery's paper: news of no place and nobody, in words that look like news. */

/** Words by language: Russian first, as everywhere. */
export interface Told {
  title: string;
  summary: string;
  section: string;
  paragraphs: string[];
}

/** Hours before `NOW`, and whether it has a picture (numbers of scenes); the same story in both languages. */
export interface Story {
  key: string;
  hours: number;
  scene?: number;
  /** Comes with the second edition. */
  later?: boolean;
  ru: Told;
  en?: Told;
}

export const STORIES: readonly Story[] = [
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
