import { type Inline, inlineText } from '../../src/edition/body.ts';

/** Longest text that is still a label. Some laws demand whole sentences in capitals. */
const longest = 500;

const russianStatus =
  /иностранн(?:ым|ыми|ого|ому|ом|ых|ые|ый)\s+(?:агент|средств)|иноагент|нежелательн(?:ой|ыми|ая|ую|ым)|экстремистск|террористическ|ФУНКЦИИ ИНОСТРАННОГО АГЕНТА/i;
const russianRuling =
  /(?:^|[^\p{L}])(?:признан(?:а|о|ы|ная|ной|ный|ным|ные|ными)?|внес[её]н(?:а|о|ы)?|включ[её]н(?:а|о|ы)?|объявлен(?:а|о|ы)?|считает(?:ся)?|является|являются)(?![\p{L}])/iu;
/** The formula that the law has every message of a foreign agent begin with. */
const russianFormula =
  /(?:сообщение|материал|информация).{0,60}(?:создан|распростран|произвед).{0,80}(?:иностранн|иноагент)/isu;
const russianBan =
  /(?:^|[^\p{L}])запрещ[её]н(?:а|о|ы|ная|ной|ный|ные|ную)?\s+(?:на\s+территории|в)\s+(?:России|РФ|Российской\s+Федерации)/iu;
const englishLabel =
  /\b(?:is|are|was|were|has been|have been)\b[^.]{0,80}\b(?:terrorist|extremist|undesirable|foreign agents?)\b[^.]{0,80}\b(?:in|by)\s+(?:the\s+)?Russia/i;
const englishBan =
  /\b(?:is|are)\b(?:[^.]{0,60}\b(?:terrorist|extremist|undesirable)\b[^.]{0,40})?\bbanned in (?:the )?Russia(?:n Federation)?\b/i;

/** What every label speaks of. */
const status =
  /агент|нежелательн|экстремист|террорист|запрещ|terroris|extremis|undesirable|foreign agent|banned/i;

/** Words that only a report has, never a label: somebody says, or it happened on a day. */
const report =
  /(?:^|[^\p{L}])(?:сообщил\p{L}*|заявил\p{L}*|рассказал\p{L}*|пишет|передает|понедельник|вторник|сред[уы]|четверг|пятниц[уы]|суббот[уы]|воскресенье|said|told|wrote|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)(?![\p{L}])/iu;

/** Whether a paragraph standing on its own is a label that a law demands. It is kept as typed and is never a summary. */
export function isLabel(line: readonly Inline[]): boolean {
  return isLabelText(inlineText(['p', ...line]));
}

/** As `isLabel`, for plain text. Every sentence of it must be one: a report that mentions a status is no label. */
export function isLabelText(written: string): boolean {
  if (written.length > longest * 2) return false;
  const text = written.replace(/[\s\u00a0]+/g, ' ').trim();
  if (text.length < 12 || text.length > longest || !status.test(text) || report.test(text)) return false;
  const sentences = text.split(/(?<=[.!?])\s+(?=[\p{Lu}«"*])/u);
  return sentences.length <= 3 && sentences.every(isLabelSentence);
}

function isLabelSentence(sentence: string): boolean {
  const starred = /^[*([]/.test(sentence);
  // What is said of somebody in brackets is a remark within a report.
  const text = starred ? sentence : sentence.replace(/\([^)]*\)/g, ' ');
  const shouted = text === text.toUpperCase();
  if (text.length > 300 && !starred && !shouted) return false;
  if (englishBan.test(text) || englishLabel.test(text) || russianBan.test(text)) return true;
  return russianFormula.test(text) || (russianStatus.test(text) && russianRuling.test(text));
}
