import assert from 'node:assert/strict';
import { escapeHtml, renderMarkdown } from '../../server/content/markdown.ts';

function render(source: string, values: Readonly<Record<string, string | null>> = {}, marks = true): string {
  return renderMarkdown(source, { language: 'en', values: new Map(Object.entries(values)), marks });
}

describe('content: markup', () => {
  it('[GUI-25] headings, paragraphs and lists become semantic HTML', () => {
    const source = '# One\n\n## Two\n\nFirst line\nsecond line.\n\n- a\n- b\n  goes on\n\n1. c\n2. d';
    assert.equal(
      render(source),
      '<h1>One</h1>\n<h2>Two</h2>\n<p>First line second line.</p>\n' +
        '<ul><li>a</li><li>b goes on</li></ul>\n<ol><li>c</li><li>d</li></ol>',
    );
  });

  it('[GUI-25] bold, marks and links', () => {
    assert.equal(
      render('See ==**24** hours== at [the site](https://example.com/?a=1&b=2).'),
      '<p>See <mark><strong>24</strong> hours</mark> at ' +
        '<a href="https://example.com/?a=1&amp;b=2" rel="noreferrer">the site</a>.</p>',
    );
    assert.equal(render('==24 hours==', {}, false), '<p>24 hours</p>');
  });

  it('[GUI-25] everything else is text and escaped', () => {
    assert.equal(
      render('<b onclick="x">&amp;</b> *a* `b` \'c\''),
      '<p>&lt;b onclick=&quot;x&quot;&gt;&amp;amp;&lt;/b&gt; *a* `b` &#39;c&#39;</p>',
    );
    assert.equal(escapeHtml(`<&>"'`), '&lt;&amp;&gt;&quot;&#39;');
  });

  it('[GUI-25] a fact can never become markup', () => {
    const fact = '**x** [y](https://evil.example) <i>';
    assert.equal(
      render('A {name} B', { name: fact }),
      '<p>A **x** [y](https://evil.example) &lt;i&gt; B</p>',
    );
  });

  it('[GUI-25] a link filled from a fact is checked after filling', () => {
    assert.equal(
      render('[{mail}](mailto:{mail})', { mail: 'a@b.lv' }),
      '<p><a href="mailto:a@b.lv" rel="noreferrer">a@b.lv</a></p>',
    );
    assert.throws(() => render('[x]({mail})', { mail: 'javascript:alert(1)' }), /not allowed/);
  });

  it('[GUI-26] a link whose address is unknown stays text', () => {
    assert.equal(render('[{mail}](mailto:{mail})', { mail: null }), '<p>[sample]</p>');
  });

  for (const address of ['javascript:alert(1)', 'http://example.com', 'data:text/html,x', '//example.com']) {
    it(`[GUI-25] a link to ${address} is refused`, () => {
      assert.throws(() => render(`[x](${address})`), /not allowed/);
    });
  }

  for (const [name, source] of [
    ['bold', 'a **b'],
    ['a mark', 'a ==b'],
    ['a heading run into its text', '# One\ntext'],
    ['a list run into its text', '- one\ntext'],
    ['an unknown placeholder', 'a {nothing}'],
  ] as const) {
    it(`[GUI-25] ${name} left open is refused`, () => {
      assert.throws(() => render(source), Error);
    });
  }
});
