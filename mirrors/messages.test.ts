import { describe, expect, it } from 'vitest';
import { parseConfig } from './config.ts';

const read = (...messages: unknown[]) =>
  parseConfig(JSON.stringify({ name: 'Весть', messages }), '/news/tamizdat.json').messages;
const fault = (message: unknown) => {
  try {
    read(message);
  } catch (error) {
    return (error as Error).message;
  }
  return 'taken';
};

describe('messages in tamizdat.json', () => {
  it('are read with their dates, a day as `until` counting to its end', () => {
    const [strap] = read({ kind: 'strap', text: ' Одна строка. ', from: '2026-11-01', until: '2026-11-30' });
    expect(strap).toEqual({
      ...{ kind: 'strap', language: '', title: '', text: 'Одна строка.', hidden: [] },
      ...{ from: Date.UTC(2026, 10, 1) / 1000, until: Date.UTC(2026, 11, 1) / 1000 - 1 },
    });
  });

  it('that ask for money or an address are hidden in Russia, in Belarus and where nobody said, whatever they say', () => {
    const url = 'https://paper.example/give?sum={amount}&how={period}';
    const amounts = { once: [5, 10], monthly: [2], annual: [] };
    const [appeal, letter, banner] = read(
      { kind: 'appeal', title: 'Помогите', url, amounts, currency: 'USD', hidden: [] },
      { kind: 'newsletter', text: 'Раз в неделю.', url: 'mailto:news@paper.example', hidden: ['elsewhere'] },
      { kind: 'banner', text: 'Без рекламы.', hidden: ['by'] },
    );
    expect(appeal).toMatchObject({ url, amounts, currency: 'USD', hidden: ['ru', 'by', 'unknown'] });
    expect(letter!.hidden).toEqual(['ru', 'by', 'unknown', 'elsewhere']);
    expect(banner!.hidden).toEqual(['by']);
  });

  it('with a fault are refused in one sentence that says which, what and what to write', () => {
    const appeal = { kind: 'appeal', text: 'x', url: 'https://a.example/' };
    for (const [message, words] of [
      ['text', 'message 1 must be an object such as {"kind": "strap", "text": "…"}.'],
      [{ text: 'x' }, 'message 1 needs a "kind": one of "strap", "banner", "appeal"'],
      [{ kind: 'banr', text: 'x' }, 'has the unknown kind "banr"; did you mean "banner"?'],
      [{ kind: 'strap' }, 'message 1 ("strap") needs a "text".'],
      [{ kind: 'strap', txet: 'x' }, 'has no key "txet"; did you mean "text"?'],
      [{ kind: 'strap', text: 'x', url: 'https://a.example/' }, 'message 1 ("strap") takes no "url".'],
      [{ kind: 'notice', text: 5 }, 'needs text as "text"'],
      [{ kind: 'notice', text: 'x', language: 'Русский' }, 'needs a code such as "ru" or "en"'],
      [{ kind: 'notice', text: 'x', hidden: 'ru' }, 'needs a list of regions as "hidden"'],
      [{ kind: 'notice', text: 'x', hidden: ['rus'] }, 'unknown region "rus"; did you mean "ru"?'],
      [{ kind: 'notice', text: 'x', from: '1 ноября' }, 'needs a date such as "2026-11-20" as "from"'],
      [{ kind: 'notice', text: 'x', from: '2026-11-02', until: '2026-11-01' }, 'ends before it begins'],
      [{ kind: 'appeal', text: 'x' }, 'needs a "url", the page that it leads to'],
      [{ ...appeal, url: 'javascript:alert(1)' }, 'needs a whole https or mailto address as "url"'],
      [{ ...appeal, amounts: { monthly: ['2'] } }, 'needs a list of sums above 0 as "monthly"'],
      [{ ...appeal, amounts: { weekly: [2] } }, 'unknown period "weekly" in "amounts"'],
      [{ ...appeal, amounts: { once: [5] } }, 'names sums and needs their "currency"'],
      [{ ...appeal, amounts: [], currency: 'USD' }, 'needs {"once": […]'],
      [{ ...appeal, currency: 'dollars' }, 'such as "USD", as "currency"'],
      [{ kind: 'law', text: 'x', about: 'taxes' }, 'has the unknown about "taxes"'],
    ] as const) {
      const said = fault(message);
      expect(said).toContain(words);
      expect(said, 'names the file and is one sentence').toMatch(
        /^\/news\/tamizdat\.json: message 1.*[^.][.?]$/,
      );
    }
  });
});
