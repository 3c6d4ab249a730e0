/** What surrounds articles, known by the words that sites use in their classes, and by the words of the text. */

const noiseClass =
  /(?:^|[\s_-])(?:related|recommend\w*|promo\w*|newsletter\w*|subscri\w*|sign-?up|share|sharing|social\w*|comments?|disqus|sidebar|cookie\w*|consent|gdpr|adverts?|advertis\w*|ads?|adslot|sponsor\w*|banner|popup|modal|paywall|login|menu|navigation|nav|breadcrumbs?|tags?|topics?|keywords|trending|most-?read|popular|read-?more|read-?also|see-?also|teasers?|outbrain|taboola|donat\w*|widget|toolbar|pagination|pager|author-?bio|about-?author|bio|byline|author-?info|timestamp|dateline|publish-?date|pubdate|skip|disclaimer|rating|poll|copyright|syndicat\w*|print-?only|more-?stories|more-?on|next-?article|up-?next|footer|recirc\w*|onward\w*|app-?download|follow-?us|correction-?link|infobox|jump-?link\w*|player\w*|video-?meta)(?:$|[\s_-])/i;
const hiddenClass =
  /(?:^|[\s_-])(?:visually-?hidden|sr-?only|screen-?reader(?:-text)?|invisible|u-hidden|is-hidden|hidden)(?:$|\s)/i;
const noiseRole =
  /^(?:navigation|complementary|banner|contentinfo|dialog|alertdialog|search|menu|menubar|toolbar|tablist|button)$/i;

/** Whether an element is one of those that sites put around texts, by its tag, role, class and id. */
export function isNoiseBox(node: Element): boolean {
  if (/^(?:nav|aside|footer|form|dialog|button|select|address)$/i.test(node.tagName)) return true;
  if (noiseRole.test(node.getAttribute('role') ?? '')) return true;
  return noiseClass.test(spaced(`${node.getAttribute('class') ?? ''} ${node.getAttribute('id') ?? ''}`));
}

const strangePicture =
  /(?:^|[\s_-])(?:related|recommend\w*|promo\w*|newsletter\w*|sidebar|adverts?|ads?|adslot|sponsor\w*|teasers?|cards?|outbrain|taboola|most-?read|popular|trending|author-?\w*|avatars?|comments?|read-?more|read-?also|more-?on|recirc\w*|onward\w*|logo|footer|nav|menu)(?:$|[\s_-])/i;

/** Whether the pictures in an element are those of other articles, of writers or of advertising. */
export function isStrangeBox(node: Element): boolean {
  if (/^(?:nav|aside|footer|form|dialog|address)$/i.test(node.tagName)) return true;
  return strangePicture.test(spaced(`${node.getAttribute('class') ?? ''} ${node.getAttribute('id') ?? ''}`));
}

/** `camelCase` written with dashes, so that its words can be told. */
export function spaced(names: string): string {
  return names
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .replaceAll('__', ' ')
    .replaceAll('--', ' ');
}

/** Whether a browser would not show an element. */
export function isUnseen(node: Element): boolean {
  if (node.hasAttribute('hidden') || node.getAttribute('aria-hidden') === 'true') return true;
  if (/(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden)/i.test(node.getAttribute('style') ?? ''))
    return true;
  return hiddenClass.test(node.getAttribute('class') ?? '');
}

const noiseWhole =
  /^(?:advertisement|advertisements|advert|ad|реклама|publicité|anzeige|werbung|share|share this.*|share on.*|поделиться.*|read more.{0,80}|read also.*|read next.*|related:.*|related articles?|related topics?|more on this story|see also:?.*|also read.*|recommended.*|more from .*|читайте также.*|читать далее.*|подробнее.{0,20}|по теме.*|lire aussi.*|à lire aussi.*|les plus lus|subscribe.{0,60}|sign up.*|sign in.*|log in.*|register.{0,40}|follow us.*|join .{0,30} (?:on|channel).*|подпис(?:ывайтесь|аться|ка).*|comments?|комментарии|\d+ comments?|print|email|e-mail|copy link|copied|facebook|twitter|x|whatsapp|telegram|linkedin|save|loading.*|back to top|scroll (?:down|to continue).*|story continues.*|article continues.*|continue reading.*|click here to .*|watch:? .{0,80}|listen to .{0,80}|listen|\d+ min(?:ute)?s? read|all rights reserved.*|©.*|copyright .*|image source.*|image caption.*|getty images|photo:? .{0,60}|фото:? .{0,60}|topics?:?|tags:?|теги:?|report (?:an )?error.*|сообщить об ошибке.*|нашли ошибку.*|remind me later.*|not now|close|×)$/iu;

/** Whether the whole of a short text is one of the phrases that stand around texts on every site. */
export function isNoisePhrase(text: string): boolean {
  return text.length < 160 && noiseWhole.test(text.trim());
}
