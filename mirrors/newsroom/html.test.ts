import { describe, expect, it } from 'vitest';
import { bodyText, type Picture } from '../../src/edition/body.ts';
import { bodyFromHtml } from './html.ts';

const base = 'https://news.example/2026/story.html';
const body = (html: string): unknown => bodyFromHtml(html, base);
const picture = (url: string, words: Partial<Picture> = {}): Picture => ({
  url,
  alt: '',
  caption: '',
  credit: '',
  width: 0,
  height: 0,
  ...words,
});
const depthOf = (value: unknown): number =>
  Array.isArray(value) ? 1 + value.reduce<number>((most, child) => Math.max(most, depthOf(child)), 0) : 0;

describe('bodyFromHtml', () => {
  it('makes paragraphs of paragraphs, double breaks and bare text, and drops empty ones', () => {
    expect(
      body('One<br><br>two<br>three<p> four\n  five </p><p>&nbsp;</p><div><div>six</div></div>'),
    ).toEqual(['One', ['p', 'two', ['br'], 'three'], 'four five', 'six']);
  });

  it('keeps no-break spaces and joins white space across marks', () => {
    expect(body('<p>5&nbsp;000 <b> people </b> came</p>')).toEqual([
      ['p', '5\u00a0000 ', ['strong', 'people '], 'came'],
    ]);
  });

  it('keeps headings, lists, quotes, code, tables and rules', () => {
    const html =
      '<h1>A</h1><h5>B</h5><ul><li>x<li><p>y</p><ol start=3><li>z</ol></ul><blockquote><p>q</p></blockquote>' +
      '<pre>a\n  b</pre><table><tr><th>h<th>i<tr><td>1<td><b>2</b></table><hr>';
    expect(body(html)).toEqual([
      ['h2', 'A'],
      ['h4', 'B'],
      ['ul', ['x'], ['y', ['ol', 3, ['z']]]],
      ['quote', 'q'],
      ['code', 'a\n  b'],
      ['table', 1, [['h'], ['i']], [['1'], [['strong', '2']]]],
      ['hr'],
    ]);
  });

  it('makes galleries of what WordPress prints for them, in whichever elements, each picture with its own words', () => {
    const pictures = [
      picture('https://news.example/up/a.jpg', { alt: 'A bridge', caption: 'The bridge.', credit: 'Agency' }),
      picture('https://news.example/up/b-150x150.jpg'),
      picture('https://news.example/up/c.jpg', { caption: 'The river.' }),
    ];
    const icons = [
      '<a href="/up/a.jpg"><img width="150" height="150" src="/up/a-150x150.jpg" alt="A bridge"></a>',
      '<a href="/b-page/"><img width="150" height="150" src="/up/b-150x150.jpg"></a>',
      '<a href="/up/c.jpg"><img src="/up/c-300x200.jpg"></a>',
    ];
    const words = ['The bridge. Photo: Agency', '', 'The river.'];
    const made = (item: string, icon: string, caption: string): string =>
      `<p>Before</p><style>#gallery-1 { margin: auto; }</style><div id='gallery-1' class='gallery galleryid-12 gallery-columns-3'>${icons
        .map(
          (one, at) =>
            `<${item} class='gallery-item'><${icon} class='gallery-icon landscape'>${one}</${icon}>${words[at] && `<${caption} class='wp-caption-text gallery-caption' id='gallery-1-5'>\n\t${words[at]}\n\t</${caption}>`}</${item}>${at === 2 ? '<br style="clear: both" />' : ''}`,
        )
        .join('')}</div><p>After</p>`;
    for (const html of [made('dl', 'dt', 'dd'), made('figure', 'div', 'figcaption'), made('li', 'span', 'p')])
      expect(body(html), html).toEqual(['Before', ['gallery', ...pictures], 'After']);
    const nested = (more: string): string =>
      `<figure class="wp-block-gallery has-nested-images columns-3 is-cropped">${['a', 'b'].map((name) => `<figure class="wp-block-image size-large"><img src="/up/${name}.jpg"><figcaption class="wp-element-caption">${name}.</figcaption></figure>`).join('')}${more}</figure>`;
    const two = ['a', 'b'].map((name) =>
      picture(`https://news.example/up/${name}.jpg`, { caption: `${name}.` }),
    );
    expect(body(nested(''))).toEqual([['gallery', ...two]]);
    expect(body(nested('<figcaption class="blocks-gallery-caption">All of them</figcaption>'))).toEqual([
      ['gallery', ...two],
      'All of them',
    ]);
    // Words for all of them stand with the first, who made them with each.
    const common = '<figcaption>The bridge and the river. Photo: Agency</figcaption>';
    const bare = nested(common).replace(/<figcaption class="wp-element-caption">.*?<\/figcaption>/g, '');
    expect(body(bare)).toEqual([
      [
        'gallery',
        { ...two[0], caption: 'The bridge and the river.', credit: 'Agency' },
        { ...two[1], caption: '', credit: 'Agency' },
      ],
    ]);
    expect(
      body('<div class="gallery"><dl class="gallery-item"><dt><img src="/up/c.jpg"></dt></dl></div>'),
    ).toEqual([['img', picture('https://news.example/up/c.jpg')]]);
    // What is called a gallery and is none keeps its words.
    expect(body('<div class="gallery"><p>Words</p><img src="/up/c.jpg"></div>')).toEqual([
      'Words',
      ['img', picture('https://news.example/up/c.jpg')],
    ]);
  });

  it('says the text of a heading once', () => {
    expect(body('<p>before</p><h2>Head</h2><p>after</p>')).toEqual(['before', ['h2', 'Head'], 'after']);
  });

  it('resolves links, and takes http, https and mailto only', () => {
    expect(
      body(
        '<p><a href="../x?a=1">in</a> <a href="JaVaScRiPt:alert(1)">bad</a> <a href="mailto:a@b.example">m</a> <a href="data:text/html,x">d</a></p>',
      ),
    ).toEqual([
      ['p', ['a', 'https://news.example/x?a=1', 'in'], ' bad ', ['a', 'mailto:a@b.example', 'm'], ' d'],
    ]);
  });

  it('tells caption from credit in a figure', () => {
    expect(
      body(
        '<figure><img src=/a.jpg alt="An alt"><figcaption>A square. <span class="credit">Jane Roe / Agency</span></figcaption></figure>',
      ),
    ).toEqual([
      [
        'img',
        picture('https://news.example/a.jpg', {
          alt: 'An alt',
          caption: 'A square.',
          credit: 'Jane Roe / Agency',
        }),
      ],
    ]);
    expect(
      body('<figure><img src=/a.jpg><figcaption>Площадь. Фото: Агентство</figcaption></figure>'),
    ).toEqual([['img', picture('https://news.example/a.jpg', { caption: 'Площадь.', credit: 'Агентство' })]]);
  });

  it('looks past the stand-ins of lazy loading and drops tracking pixels', () => {
    expect(
      body(
        '<img src="data:image/gif;base64,R0" data-src="/b.jpg"><img src="/p.gif" width=1 height=1><img srcset="/s.jpg 100w, /l.jpg 900w">',
      ),
    ).toEqual([
      ['img', picture('https://news.example/b.jpg')],
      ['img', picture('https://news.example/l.jpg')],
    ]);
  });

  it('shows a frame as a card with its host, and nothing of scripts, forms and styles', () => {
    expect(
      body(
        '<script>x</script><style>y</style><form><input value=z></form><iframe src="//video.example/1" title="Film"></iframe><iframe src="javascript:1"></iframe>',
      ),
    ).toEqual([['embed', 'video.example', 'https://video.example/1', 'Film']]);
  });

  it('keeps the lines and stanzas of a poem', () => {
    expect(body('<p>He wrote:</p><pre class="wp-block-verse">One\ntwo\n\nthree</pre>')).toEqual([
      'He wrote:',
      ['p', 'One', ['br'], 'two'],
      'three',
    ]);
  });

  it('drops what plugins add to every text', () => {
    expect(
      body(
        `<div id="ez-toc-container" class="ez-toc-v2"><p>Contents</p><ul><li><a href="#a">A</a></li></ul></div><p>Text</p>
        <div class="sharedaddy sd-sharing-enabled"><h3>Share this:</h3><ul><li><a href="/?share=x">X</a></li></ul></div>
        <div id='jp-relatedposts' class='jp-relatedposts'><h3><em>Related</em></h3></div>
        <ul class="wp-block-social-links is-layout-flex"><li><a href="https://social.example/p">Social</a></li></ul>
        <p class="shared-by-all">More text</p>`,
      ),
    ).toEqual(['Text', 'More text']);
  });

  it('keeps legal labels as typed, in blocks of their own', () => {
    const labels = [
      'Islamic State is a terrorist group banned in Russia.',
      '* Издание признано иностранным агентом и нежелательной организацией',
      'Организация «Имя» запрещена в России.',
      'НАСТОЯЩИЙ МАТЕРИАЛ (ИНФОРМАЦИЯ) ПРОИЗВЕДЕН И РАСПРОСТРАНЕН ИНОСТРАННЫМ АГЕНТОМ',
    ];
    for (const label of labels) expect(body(`<p>${label}</p>`), label).toEqual([['label', label]]);
    for (const report of [
      'Минюст внёс журналиста в реестр иностранных агентов, сообщил в пятницу представитель ведомства.',
      'The ministry said on Friday that the group was designated a terrorist organization in Russia.',
    ]) {
      expect(body(`<p>${report}</p>`)).toEqual([report]);
    }
  });

  it('never nests deeper than a reader takes, and loses no text', { timeout: 30_000 }, () => {
    const nested = `${'<ul><li><blockquote><b><i>'.repeat(60)}deep${'</i></b></blockquote></li></ul>'.repeat(60)}`;
    for (const html of [
      nested,
      `${'<div>'.repeat(20_000)}deep`,
      `${'<b>'.repeat(3000)}deep`,
      `<figure>${'<div>'.repeat(20_000)}deep`,
      `<a href=x>${'<br>'.repeat(200_000)}deep`,
    ]) {
      const blocks = bodyFromHtml(html, base);
      expect(depthOf(blocks)).toBeLessThanOrEqual(10);
      expect(JSON.stringify(blocks)).toContain('deep');
    }
  });

  it('reads an article of two megabytes whole and soon', { timeout: 30_000 }, () => {
    const html = '<p>Слово <b>за</b> словом.</p>'.repeat(60_000);
    const start = process.cpuUsage();
    expect(bodyText(bodyFromHtml(html, base)).length).toBe(60_000 * 'Слово за словом.\n'.length - 1);
    // Of the processor, since the machine may be busy with other tests.
    expect(process.cpuUsage(start).user / 1000).toBeLessThan(10_000);
  });
});

it('makes footnotes of marks and of what they lead to, and drops the way back', () => {
  const html = `<p>Said once<sup id="r1"><a href="#fn1">1</a></sup> and twice<a href="https://news.example/a#fn2">[2]</a>.</p>
    <p>See <a href="#top">the top</a>.</p>
    <ol><li id="fn1"><p>The first note. <a href="#r1">↩</a></p></li><li id="fn2">The <em>second</em>.</li></ol>`;
  expect(bodyFromHtml(html, 'https://news.example/a')).toEqual([
    ['p', 'Said once', ['ref', 'n1'], ' and twice', ['ref', 'n2'], '.'],
    ['p', 'See ', ['a', 'https://news.example/a#top', 'the top'], '.'],
    ['note', 'n1', 'The first note.'],
    ['note', 'n2', ['p', 'The ', ['em', 'second'], '.']],
  ]);
});
