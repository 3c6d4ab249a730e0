import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import { decodeText } from './charset.ts';

const russian = 'Съешь же ещё этих мягких французских булок, да выпей чаю. В Москве завтра ожидается дождь.';
const xml = (label: string, text = russian): string =>
  `<?xml version="1.0"${label && ` encoding="${label}"`}?><rss><title>${text}</title></rss>`;

describe('decodeText', () => {
  it('lets valid UTF-8 win over every wrong label', () => {
    const bytes = new TextEncoder().encode(xml('gb2312'));
    expect(decodeText(bytes, 'text/xml; charset=windows-1251')).toBe(xml('gb2312'));
  });

  it('reads what the document declares', () => {
    for (const label of ['windows-1251', 'koi8-r', 'iso-8859-5']) {
      expect(decodeText(iconv.encode(xml(label), label))).toBe(xml(label));
    }
  });

  it('guesses undeclared Russian, Korean, Chinese and Japanese from the bytes', () => {
    const samples: [string, string][] = [
      ['windows-1251', russian],
      ['koi8-r', russian],
      ['euc-kr', '안녕하세요 오늘의 뉴스입니다 대한민국 서울에서 전해드립니다 날씨가 맑습니다'],
      ['gb2312', '中国人民今天的新闻报道说明了国家的经济发展情况以及社会的进步'],
      ['shift_jis', 'これは今日のニュースです。東京では雨が降っています。ありがとうございました。'],
    ];
    for (const [charset, text] of samples) {
      expect(decodeText(iconv.encode(xml('', text), charset)), charset).toContain(text);
    }
  });

  it('sees UTF-16 and UTF-32 with and without a byte order mark', () => {
    for (const charset of ['utf-16le', 'utf-16be', 'utf-32le', 'utf-32be']) {
      for (const addBOM of [true, false]) {
        expect(decodeText(iconv.encode(xml('utf-16'), charset, { addBOM })), `${charset} ${addBOM}`).toBe(
          xml('utf-16'),
        );
      }
    }
  });

  it('keeps UTF-8 with a few stray bytes readable', () => {
    const bytes = Buffer.concat([Buffer.from(xml('utf-8')), Buffer.from([0xa9]), Buffer.from(russian)]);
    expect(decodeText(bytes)).toBe(`${xml('utf-8')}©${russian}`);
  });

  it('reads Latin-1 as browsers do', () => {
    expect(decodeText(iconv.encode(xml('iso-8859-1', 'Ça va “bien” à Évry'), 'windows-1252'))).toContain(
      '“bien” à Évry',
    );
  });
});
