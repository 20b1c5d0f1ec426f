/** The layout of pages that work without script: public texts, and refusals that a person navigated into. */
import { createHash } from 'node:crypto';
import type { Colours } from '../../protocol/http.ts';
import type { Language } from '../../protocol/language.ts';
import { escapeHtml } from '../content/markdown.ts';

export interface Link {
  readonly label: string;
  readonly address: string;
  readonly language: Language;
  /** The page that this link is on. */
  readonly here: boolean;
}

export interface PageParts {
  readonly language: Language;
  readonly title: string;
  /** Name above the text, such as the brand. */
  readonly heading: string;
  /** The same page in the other languages. */
  readonly languages: readonly Link[];
  /** HTML, escaped already. */
  readonly body: string;
  /** HTML, escaped already. */
  readonly footer: string;
}

export interface Layout {
  render(parts: PageParts): string;
  /** Lets in this layout's own style sheet and nothing else. */
  readonly csp: string;
}

const CHOOSE: Readonly<Record<Language, string>> = { lv: 'Valoda', ru: 'Язык', en: 'Language' };

/** @param colours the controller's; validated when read, so that they can be part of the style sheet. */
export function createLayout(colours?: { readonly light: Colours; readonly dark: Colours }): Layout {
  const style =
    colours === undefined
      ? STYLE
      : `${STYLE}${coloured(colours.light)}@media(prefers-color-scheme:dark){${coloured(colours.dark)}}`;
  const hash = createHash('sha256').update(style).digest('base64');
  return {
    csp: `default-src 'none'; style-src 'sha256-${hash}'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
    render: ({ language, title, heading, languages, body, footer }) => `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(title)}</title>
<link rel="icon" href="data:,">
<style>${style}</style>
</head>
<body>
<header><p>${escapeHtml(heading)}</p>${navigation(language, languages)}</header>
<main>
${body}
</main>
<footer>${footer}</footer>
</body>
</html>
`,
  };
}

function navigation(language: Language, links: readonly Link[]): string {
  if (links.length === 0) return '';
  const items = links.map(({ label, address, language: target, here }) => {
    const current = here ? ' aria-current="page"' : '';
    return `<li><a href="${escapeHtml(address)}" lang="${target}" hreflang="${target}"${current}>${escapeHtml(label)}</a></li>`;
  });
  return `<nav aria-label="${CHOOSE[language]}"><ul>${items.join('')}</ul></nav>`;
}

function coloured({ brand }: Colours): string {
  return `:root{--brand:${brand}}`;
}

/** Type, colours and measure as in content/design/tokens.css; one request is all that such a page costs. */
const STYLE = [
  ':root{color-scheme:light dark;--paper:#fbfaf8;--ink:#1b1a18;--soft:#57534d;--line:#d6d2ca;--brand:#1f4e79;--mark:#fdf0dc;--focus:#0a58ca}',
  '@media(prefers-color-scheme:dark){:root{--paper:#151618;--ink:#f2f1ee;--soft:#b9b6b0;--line:#3a3e43;--brand:#8fc1ee;--mark:#37290f;--focus:#8ab8ff}}',
  '@media(prefers-contrast:more){:root{--soft:var(--ink);--line:var(--ink)}}',
  'body{margin:0;background:var(--paper);color:var(--ink);font:1.125rem/1.6 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif;overflow-wrap:anywhere;hyphens:auto}',
  'header,main,footer{max-width:40rem;margin:0 auto;padding:0 1.25rem}',
  'header{display:flex;flex-wrap:wrap;gap:.25rem 1rem;align-items:center;justify-content:space-between;padding-block:.75rem;border-bottom:3px solid var(--brand)}',
  'header p{margin:0;font-weight:600}',
  'nav ul{display:flex;flex-wrap:wrap;gap:.25rem;margin:0;padding:0;list-style:none}',
  'nav a{display:flex;align-items:center;min-height:3rem;padding:0 .5rem;text-decoration:none}',
  'nav a[aria-current]{color:var(--ink);font-weight:600;text-decoration:underline;text-underline-offset:.3em;text-decoration-thickness:2px}',
  'h1{font-size:clamp(1.375rem,6.4vw,1.75rem);line-height:1.2;margin:1.5rem 0 1rem}h2{font-size:1.3125rem;line-height:1.3;margin:2rem 0 .5rem}h3{font-size:1.125rem;margin:1.5rem 0 .5rem}',
  'p,ul,ol{margin:0 0 1rem}li{margin-bottom:.375rem}ul,ol{padding-left:1.5rem}nav ul{padding:0}nav li{margin:0}',
  'a{color:var(--brand);text-underline-offset:.15em}',
  'button{min-height:3rem;padding:0 1.25rem;border:2px solid var(--brand);border-radius:.5rem;background:none;color:var(--brand);font:inherit;font-weight:600}',
  ':focus-visible{outline:3px solid var(--focus);outline-offset:2px;border-radius:2px}',
  'mark{background:var(--mark);color:inherit;padding:0 .2em;border-radius:.2em}',
  'footer{padding-block:1rem 3rem;color:var(--soft);font-size:1rem}footer p{border-top:1px solid var(--line);padding-top:1rem}',
  '@media print{nav{display:none}}',
].join('');
