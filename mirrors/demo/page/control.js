// The control page's own script: draws what the server tells each second, sends what is switched. No library.
const kinds = {
  fine: 'fine',
  refused: 'dead',
  'black-hole': 'dead',
  forbidden: 'dead',
  'block-page': 'dead',
  freeze: 'poor',
  reset: 'poor',
  slow: 'poor',
  tampering: 'false',
  yesterday: 'false',
};

const strings = {
  en: {
    title: 'Tamizdat: control page',
    lead: 'Here you play the censor. Open the paper at one of the addresses, then break that address, and others: you should be able to go on reading through those that are left.',
    language: 'Language',
    press: 'The press',
    edition: 'Newest edition:',
    publish: 'Publish a new article',
    addresses: 'Addresses',
    try: 'What to try',
    steps: [
      'Open the main address in another window and wait until the paper says that it is kept.',
      'Break the main address here, for example with “black hole”, and publish a new article.',
      'Look at the paper again, or open it anew: the new article comes through a mirror, without a tap.',
      'Break mirrors as well, each in another way. As long as one of them is fine, news arrives; false text never does.',
    ],
    main: 'main address',
    mirror: 'mirror',
    fault: 'What happens to it',
    kind: { fine: '● works', dead: '■ cut off', poor: '▲ hampered', false: '◆ deceives' },
    units: ['B', 'KB', 'MB', 'GB'],
    counts: ['Connections', 'Requests', 'Sent'],
    drawn: (name, most) => `${name}: the last minute, at most ${most} a second`,
    publishing: 'Pressing and signing…',
    published: (edition, seconds) =>
      `Edition ${edition} is out (${seconds} s). It lies on all four addresses.`,
    failed: (why) => `It did not work: ${why}`,
    gone: 'The demonstration is not running any more: start it again with “npm start”.',
    noEarlier: ' There is no earlier edition yet: publish an article first.',
    faults: {
      fine: ['Fine', 'Answers as it should.'],
      refused: ['Refused', 'Every connection is refused at once, as when a server is gone.'],
      'black-hole': ['Black hole', 'Connections are accepted and never answered; open ones fall silent too.'],
      forbidden: ['403', 'Every request gets the status 403 and a page of the provider.'],
      'block-page': ['Block page (200)', 'Every request gets a block page that looks like a good answer.'],
      freeze: ['Freeze after 16 KB', 'A connection falls silent after 16,000 bytes and stays open.'],
      reset: ['Reset after 16 KB', 'A connection is torn down after 16,000 bytes.'],
      tampering: ['Tampering', 'One bit of every block and of the head is false.'],
      yesterday: [
        "Yesterday's edition",
        'The head of the edition before the newest is served, truly signed.',
      ],
      slow: ['2 KB/s', 'All connections together get two kilobytes a second.'],
    },
  },
  ru: {
    title: 'Тамиздат: пульт',
    lead: 'Здесь вы играете за цензора. Откройте газету по одному из адресов, а потом сломайте этот адрес и другие: читать её должно быть можно через те, что остались.',
    language: 'Язык',
    press: 'Печать',
    edition: 'Последний выпуск:',
    publish: 'Опубликовать новую статью',
    addresses: 'Адреса',
    try: 'Что попробовать',
    steps: [
      'Откройте основной адрес в другом окне и дождитесь, пока газета сообщит, что сохранена.',
      'Сломайте здесь основной адрес, например «чёрной дырой», и опубликуйте новую статью.',
      'Вернитесь к газете или откройте её заново: новая статья придёт через зеркало, сама.',
      'Сломайте и зеркала, каждое по-своему. Пока хоть одно в порядке, новости доходят, а подделка — никогда.',
    ],
    main: 'основной адрес',
    mirror: 'зеркало',
    fault: 'Что с ним происходит',
    kind: { fine: '● работает', dead: '■ отрезан', poor: '▲ с помехами', false: '◆ обманывает' },
    units: ['Б', 'КБ', 'МБ', 'ГБ'],
    counts: ['Соединения', 'Запросы', 'Отдано'],
    drawn: (name, most) => `${name}: последняя минута, не больше ${most} в секунду`,
    publishing: 'Собираем и подписываем…',
    published: (edition, seconds) =>
      `Вышел выпуск ${edition} (${seconds} с). Он лежит на всех четырёх адресах.`,
    failed: (why) => `Не получилось: ${why}`,
    gone: 'Демонстрация больше не работает: запустите её снова командой «npm start».',
    noEarlier: ' Прежнего выпуска ещё нет: сначала опубликуйте статью.',
    faults: {
      fine: ['В порядке', 'Отвечает как положено.'],
      refused: ['Отказ', 'Любое соединение сразу отвергается, как если бы сервера не стало.'],
      'black-hole': ['Чёрная дыра', 'Соединения принимаются, ответа нет никогда; открытые тоже замолкают.'],
      forbidden: ['403', 'На любой запрос приходит код 403 и страница провайдера.'],
      'block-page': ['Заглушка (200)', 'На любой запрос приходит заглушка, похожая на хороший ответ.'],
      freeze: ['Замирает после 16 КБ', 'После 16 000 байт соединение замолкает, оставаясь открытым.'],
      reset: ['Обрыв после 16 КБ', 'После 16 000 байт соединение обрывается.'],
      tampering: ['Подделка', 'В каждом блоке и в заголовке выпуска изменён один бит.'],
      yesterday: ['Вчерашний выпуск', 'Отдаётся заголовок прошлого выпуска с верной подписью.'],
      slow: ['2 КБ/с', 'На все соединения вместе два килобайта в секунду.'],
    },
  },
};

/** Place of the bytes among the three counts. */
const BYTES = 2;

const byId = (id) => document.getElementById(id);
let language = (navigator.languages ?? [navigator.language]).some((one) => one.startsWith('ru'))
  ? 'ru'
  : 'en';
let text = strings[language];
let last = null;
const cards = [];

function translate() {
  text = strings[language];
  document.documentElement.lang = language;
  document.title = text.title;
  byId('language').value = language;
  for (const node of document.querySelectorAll('[data-text]')) node.textContent = text[node.dataset.text];
  byId('steps').replaceChildren(...text.steps.map((step) => make('li', step)));
  byId('result').textContent = '';
  for (const card of cards) card.translate();
  if (last) show(last);
}

function make(tag, content = '') {
  const node = document.createElement(tag);
  node.textContent = content;
  return node;
}

/** Short enough for a third of a phone's width: 1,234,567 bytes are "1.2 MB". */
function short(value, isBytes) {
  const power = isBytes ? Math.min(text.units.length - 1, Math.floor(Math.log10(Math.max(1, value)) / 3)) : 0;
  const number = new Intl.NumberFormat(language, { maximumFractionDigits: 1 }).format(value / 1000 ** power);
  return isBytes ? `${number}\u00a0${text.units[power]}` : number;
}

function openCard(index) {
  const root = byId('card').content.firstElementChild.cloneNode(true);
  const [link, badge, select] = ['a', '.badge', 'select'].map((one) => root.querySelector(one));
  const figures = [0, 1, 2].map(() => {
    const box = make('div');
    const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
    const path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
    svg.setAttribute('viewBox', '0 0 120 36');
    svg.setAttribute('preserveAspectRatio', 'none');
    svg.setAttribute('role', 'img');
    svg.append(path);
    const drawing = make('dd');
    drawing.append(svg);
    const parts = { name: make('dt'), total: make('dd'), svg, path };
    box.append(parts.name, parts.total, drawing);
    root.querySelector('.counts').append(box);
    return parts;
  });
  select.append(...Object.keys(kinds).map((fault) => Object.assign(make('option'), { value: fault })));
  select.addEventListener('change', () => {
    post('fault', { name: last.addresses[index].name, fault: select.value }).catch(complain);
  });
  byId('addresses').append(root);
  const card = {
    translate() {
      root.querySelector('.switch span').textContent = text.fault;
      for (const option of select.options) option.textContent = text.faults[option.value][0];
      figures.forEach((one, at) => {
        one.name.textContent = text.counts[at];
      });
    },
    show(address, seconds, hasEarlier) {
      const kind = kinds[address.fault];
      root.dataset.kind = kind;
      link.href = address.url;
      link.textContent = address.url.replace(/^http:\/\/|\/$/g, '');
      badge.textContent = `${index === 0 ? text.main : text.mirror} · ${text.kind[kind]}`;
      select.setAttribute('aria-label', `${address.name}: ${text.fault}`);
      if (document.activeElement !== select || select.value === '') select.value = address.fault;
      const hint = address.fault === 'yesterday' && !hasEarlier ? text.noEarlier : '';
      root.querySelector('.meaning').textContent = text.faults[address.fault][1] + hint;
      [address.connections, address.requests, address.bytes].forEach((total, at) => {
        figures[at].total.textContent = short(total, at === BYTES);
        draw(
          figures[at],
          seconds.map((one) => one[at]),
          at,
        );
      });
    },
  };
  card.translate();
  return card;
}

/** A bar a second, the highest as high as the box. */
function draw(figure, values, at) {
  const most = Math.max(...values);
  const bars = values.map((value, second) =>
    value > 0 ? `M${second * 2 + 1} 36V${36 - Math.max(2, (value / most) * 34)}` : '',
  );
  figure.path.setAttribute('d', bars.join(''));
  figure.svg.setAttribute('aria-label', text.drawn(text.counts[at], short(most, at === BYTES)));
}

function show(state) {
  last = state;
  byId('edition').textContent = String(state.edition);
  byId('publish').setAttribute('aria-disabled', String(state.publishing));
  state.addresses.forEach((address, index) => {
    cards[index] ??= openCard(index);
    cards[index].show(address, state.history[index], state.earlier);
  });
}

async function post(call, body) {
  const response = await fetch(`api/${call}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const value = await response.json();
  if (!response.ok) throw new Error(value.error);
  return value;
}

function say(message, isWrong) {
  byId('result').textContent = message;
  byId('result').classList.toggle('wrong', isWrong);
}

function complain(error) {
  say(text.failed(error.message), true);
}

byId('language').addEventListener('change', (event) => {
  language = event.target.value;
  translate();
});

byId('publish').addEventListener('click', async () => {
  if (byId('publish').getAttribute('aria-disabled') === 'true') return;
  const started = performance.now();
  say(text.publishing, false);
  try {
    const { edition } = await post('publish', { language });
    say(text.published(edition, short((performance.now() - started) / 1000)), false);
  } catch (error) {
    complain(error);
  }
});

const events = new EventSource('api/events');
let isGone = false;
events.addEventListener('message', (event) => {
  if (isGone) say('', false);
  isGone = false;
  show(JSON.parse(event.data));
});
events.addEventListener('error', () => {
  isGone = true;
  say(text.gone, true);
});
translate();
