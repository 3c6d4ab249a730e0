import { expect, it } from 'vitest';
import { withoutTemplates } from './templates.ts';

const front = { title: 'T', author: 'Jane', date: '2024' };

it('leaves no mark of a generator in a text, and fills in what the text itself knows', () => {
  const cases: [string, string][] = [
    ['A {{ page.author }} b {{ site.unknown }}c', 'A Jane b c'],
    ['[x]({{ "/a/" | url }}) ![y]({{site.baseurl}}/y.png)', '[x](/a/) ![y](/y.png)'],
    ['{% include nav.html %}\nText {% if x %}in{% endif %}side.', 'Text inside.'],
    ['{% comment %}no{% endcomment %}yes{# no #}{{!-- no --}}', 'yes'],
    ['Hugo {{< youtube 1 >}}and {{% note %}}this{{% /note %}}', 'Hugo and this'],
    ['# Head {#id}\n{: .class}\nText{:.small} end<%= x %>', '# Head {#id}\nText end'],
    ['{% raw %}{{ shown }}{% endraw %}', '{{ shown }}'],
  ];
  for (const [written, read] of cases) expect(withoutTemplates(written, front), written).toBe(read);
});

it('shows code as typed', () => {
  const code = '```liquid\n{% if x %}{{ y }}{% endif %}\n```\n\nUse `{{ x }}` so.';
  expect(withoutTemplates(code, front)).toBe(code);
  expect(withoutTemplates('```\n{% raw %}{{ x }}{% endraw %}\n```', front)).toBe('```\n{{ x }}\n```');
  expect(withoutTemplates('{% highlight ruby %}\nputs 1\n{% endhighlight %}', front)).toBe(
    '```ruby\nputs 1\n```',
  );
});

it('makes frames of films', () => {
  const frame = '<iframe src="https://www.youtube.com/watch?v=w7Ft2ymGmfc"></iframe>';
  for (const written of [
    '{{< youtube w7Ft2ymGmfc >}}',
    '{{< youtube id="w7Ft2ymGmfc" autoplay="true" >}}',
    '{% youtube w7Ft2ymGmfc %}',
  ])
    expect(withoutTemplates(`A\n\n${written}\n\nB`, front)).toMatch(
      new RegExp(`^A\\s+${frame.replaceAll('?', '\\?')}\\s+B$`),
    );
  expect(withoutTemplates('{{% vimeo 146022717 %}}', front)).toContain('https://vimeo.com/146022717"');
});

it('makes pictures of figures', () => {
  expect(withoutTemplates('{{< figure src="a.jpg" alt="b" caption="c" >}}', front)).toContain(
    '<img src="a.jpg" alt="b"><figcaption>c</figcaption>',
  );
});
