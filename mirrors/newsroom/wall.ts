/** Pages that stand where a source should be: a provider's notice of blocking, a captcha, a login. */

/** How much of an answer is looked at (letters). */
const looked = 60_000;
/** A page with more words than this is about something, and mentions blocking at most. */
const mostWords = 400;

/** Marks of machines that let only people through: their scripts and forms, whatever language they speak. */
const guards =
  /challenges\.cloudflare\.com|cdn-cgi\/challenge-platform|cf-chl|cf_chl_|<title>\s*(?:Just a moment|Attention Required!|DDoS-Guard|One moment, please|Checking your browser|Verifying your browser|Проверка браузера|Вы не робот\?|Ой!|Are you a robot\??|Robot or human\?|Human Verification|Captcha)|ddos-guard\.net|check\.ddos-guard|_Incapsula_Resource|Incapsula incident ID|px-captcha|captcha-delivery\.com|geo\.captcha|qrator|\/__qrator|variti\.(?:com|net)|servicepipe|SmartCaptcha|smart-captcha|showcaptcha|checkcaptcha|aws-waf-token|awswaf\.com|sgcaptcha|sucuri_cloudproxy|wsidchk|\/_fec_sbu\/|imunify360/i;
const captchas = /g-recaptcha|h-captcha|hcaptcha\.com\/1\/api|recaptcha\/api\.js|class="[^"]*captcha/i;

/** Words of notices by which states, providers, firms and firewalls say that something is blocked. */
const notices = [
  /доступ\s+(?:к\s+(?:запрашиваемому\s+|данному\s+|этому\s+|информационному\s+)?(?:ресурсу|сайту|странице|информации)\s+)?(?:ограничен|заблокирован|закрыт|запрещ[её]н|прекращ[её]н|приостановлен)/iu,
  /(?:сайт|ресурс|страница|домен)\s+(?:был[аи]?\s+)?(?:заблокирован|внес[её]н\p{L}*\s+в\s+(?:единый\s+)?реестр)/iu,
  /(?:149-ФЗ|роскомнадзор|eais\.rkn\.gov\.ru|blocklist\.rkn\.gov\.ru|едином?у?\s+реестр)/iu,
  /(?:по\s+решению\s+(?:суда|органов|уполномоченн)|в\s+соответствии\s+с\s+(?:решением|требованиями\s+законодательства))/iu,
  /доступ\s+(?:до\s+)?(?:ресурсу|сайту)\s+(?:обмежен|заблокован)/iu,
  /(?:this|the)\s+(?:web\s?)?(?:site|page|content|url|resource|domain)\b[^.]{0,80}\b(?:is|has been|was|are)\s+(?:not\s+(?:available|accessible|permitted)|(?:currently\s+)?(?:blocked|prohibited|restricted|banned|censored|filtered|forbidden|inaccessible))/i,
  /(?:access|zugriff|acc[eè]s|acceso|accesso|acesso)\b[^.]{0,60}\b(?:denied|blocked|restricted|prohibited|forbidden|disabled|gesperrt|verweigert|refus[eé]|interdit|bloqu[eé]|denegado|restringido|negato|bloqueado)/i,
  /(?:web\s?site|page|site|url|content|internet)\s+(?:blocked|filter(?:ed|ing)?|restricted)|blocked\s+(?:web\s?site|page|site|url|by|content)|web\s*filter|content\s*filter|url\s*filter|policy\s*(?:violation|notification)|blockpage|block\s+page/i,
  /(?:fortiguard|netsweeper|bluecoat|websense|sophos|contentkeeper|lightspeed\s+systems|barracuda|smoothwall|zscaler|palo\s*alto|mcafee\s+web|opendns|cisco\s+umbrella|netspark|securly|squidguard)/i,
  /(?:court\s+order|ordre\s+judiciaire|illegal\s+content|unlawful|violates?\s+the\s+law|internet\s+positif|trust\s*positif|by\s+order\s+of|pursuant\s+to|national\s+security)/i,
  /bloquead[oa]|bloqu[ée]e?\b|blokere|blokkert|blockeras|gesperrt|zablokowan|oscurat[oa]|inibit[oa]|blocat[ăe]?\b|letiltv|estetty|diblokir|tidak\s+(?:bisa|dapat)\s+diakses|internet\s*-?(?:positif|sehat|baik)|erişim\p{L}*\s+(?:engel|kapat)|engellenmiş|محجوب|حجب|الموقع غير متاح|차단|アクセスが?(?:禁止|制限|遮断)|(?:访问|网站).{0,12}(?:受限|禁止|屏蔽|拦截)|ถูกระงับ|ปิดกั้น/iu,
  /unusual\s+traffic|are\s+(?:you\s+)?(?:a\s+)?(?:human|robot)|not\s+a\s+robot|enable\s+(?:javascript\s+and\s+)?cookies\s+to\s+continue|докажите,?\s+что\s+вы\s+не\s+робот|подтвердите,?\s+что\s+(?:запросы|вы)|request\s+(?:could\s+not\s+be\s+processed|unsuccessful|blocked)/iu,
];

/** Addresses to which blockers send people. */
const destinations =
  /(?:^|[./-])(?:block(?:ed|page)?|forbidden|rkn|zapret|warning|notify|restrict(?:ed)?|access-?denied|lawfilter|blackhole|denypage|zablokowano)(?:[./-]|$)/i;

/** What a page of few words has in its addresses where it is such a notice. */
const blockers =
  /[./_"'=-](?:block(?:ed|page|age)?|deny(?:page)?|denied|forbidden|stop-?page|warning|restricted|filter(?:ed)?|safesurf|internetpositif)[./_"'?-]/i;

/** Whether a page says of itself that it is an article: newspapers write of blocking every day, and shortly. */
export function claimsArticle(html: string): boolean {
  return /property=["']?(?:og:(?:title|type)|article:)|application\/ld\+json|<article[\s>]/i.test(html);
}

/** How many words a page shows. */
export function countWords(html: string): number {
  return wordsOf(html).length;
}

/**
 * What an HTML answer seems to be, if it is one of these pages, as the object of a sentence; empty where it is none.
 * @param html text of the answer, as long as it is
 * @param url where it was found in the end, after redirects
 */
export function wallOf(html: string, url = ''): string {
  const start = html.slice(0, looked);
  if (!/<(?:html|head|body|title|script|!doctype|meta|div|p|h1|iframe|frameset)[\s>]/i.test(start)) return '';
  const words = wordsOf(html.slice(0, looked * 4));
  if (words.length > mostWords) return '';
  if (guards.test(start) || (captchas.test(start) && words.length < 150))
    return 'a page that wants proof of a human being (a captcha or a guard against robots)';
  if (claimsArticle(html)) return '';
  const text = words.join(' ');
  const title = /<title[^>]*>([^<]*)/i.exec(start)?.[1] ?? '';
  const host = URL.canParse(url) ? new URL(url) : null;
  const isSent = host !== null && destinations.test(`${host.hostname}${host.pathname}`);
  const leadsToNotice = words.length < 60 && blockers.test(start);
  if (leadsToNotice) return 'a notice that it is blocked';
  if (notices.some((notice) => notice.test(text) || notice.test(title)) || isSent)
    return 'a notice that it is blocked';
  return '';
}

function wordsOf(html: string): string[] {
  const text = html
    .replace(/<(script|style)\b[\s\S]*?(?:<\/\1\s*>|$)/gi, ' ')
    .replace(/<!--[\s\S]*?(?:-->|$)/g, ' ')
    .replace(/<[^>]*>/g, ' ')
    .replace(/&nbsp;|&#160;/gi, ' ');
  return text.split(/\s+/).filter((word) => word !== '');
}
