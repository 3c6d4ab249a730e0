/** What the gallery's paper says to its readers. */
import { TONGUES } from './tongues.ts';

/** In both languages. */
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
