/**
 * A strict subset of Markdown for the texts, rendered to semantic HTML: `#` to `###` headings, paragraphs,
 * `-` and `1.` lists, **bold**, [links](address) and ==marked defaults==. Everything else is plain text and
 * escaped; placeholders are filled after parsing, so a fact can never become markup.
 */
import type { Language } from '../../protocol/language.ts';
import { fill, needsUnknown, type Values } from './facts.ts';

export interface Rendering {
  readonly language: Language;
  readonly values: Values;
  /** Whether ==marked== passages show that a lawyer has yet to confirm them. */
  readonly marks: boolean;
}

/** Renders a whole text. Throws an `Error` with a sentence for its writer when the text is not well-formed. */
export function renderMarkdown(source: string, rendering: Rendering): string {
  return source
    .trim()
    .split(/\n{2,}/)
    .map((block) => renderBlock(block, rendering))
    .join('\n');
}

function renderBlock(block: string, rendering: Rendering): string {
  const heading = /^(#{1,3}) (.+)$/.exec(block);
  if (heading?.[1] && heading[2]) {
    const tag = `h${heading[1].length}`;
    return `<${tag}>${inline(heading[2], rendering)}</${tag}>`;
  }
  if (block.startsWith('#')) throw new Error(`a heading needs an empty line after it: "${firstLine(block)}"`);
  if (block.startsWith('- ')) return list('ul', /^- /, block, rendering);
  if (block.startsWith('1. ')) return list('ol', /^\d+\. /, block, rendering);
  return `<p>${inline(joinLines(block), rendering)}</p>`;
}

/** One item per bullet; an indented line continues the item before it. */
function list(tag: 'ul' | 'ol', bullet: RegExp, block: string, rendering: Rendering): string {
  const items: string[] = [];
  for (const line of block.split('\n')) {
    if (bullet.test(line)) items.push(line.replace(bullet, ''));
    else if (line.startsWith('  ')) items.push(`${items.pop() ?? ''} ${line.trim()}`);
    else throw new Error(`a list needs an empty line after it: "${line}"`);
  }
  return `<${tag}>${items.map((item) => `<li>${inline(item, rendering)}</li>`).join('')}</${tag}>`;
}

const INLINE = /\*\*(?<bold>.+?)\*\*|==(?<mark>.+?)==|\[(?<label>[^\]]+)\]\((?<href>[^)\s]+)\)/;

function inline(text: string, rendering: Rendering): string {
  const match = INLINE.exec(text);
  if (!match) return plain(text, rendering);
  const before = plain(text.slice(0, match.index), rendering);
  const after = inline(text.slice(match.index + match[0].length), rendering);
  return before + element(match.groups ?? {}, rendering) + after;
}

function element(parts: Record<string, string | undefined>, rendering: Rendering): string {
  if (parts.bold !== undefined) return `<strong>${inline(parts.bold, rendering)}</strong>`;
  if (parts.mark !== undefined) {
    const body = inline(parts.mark, rendering);
    return rendering.marks ? `<mark>${body}</mark>` : body;
  }
  return link(parts.label ?? '', parts.href ?? '', rendering);
}

/** A link whose address is not known yet stays plain text. */
function link(label: string, href: string, rendering: Rendering): string {
  if (needsUnknown(href, rendering.values)) return plain(label, rendering);
  const address = fill(href, rendering.values, rendering.language);
  if (!/^(https:\/\/|mailto:|tel:|\/(?!\/))/.test(address))
    throw new Error(`the link address "${address}" is not allowed`);
  return `<a href="${escapeHtml(address)}" rel="noreferrer">${inline(label, rendering)}</a>`;
}

function plain(text: string, { values, language }: Rendering): string {
  if (/\*\*|==|\]\(/.test(text)) throw new Error(`bold, mark or link is not closed: "${text}"`);
  return escapeHtml(fill(text, values, language));
}

function joinLines(block: string): string {
  return block
    .split('\n')
    .map((line) => line.trim())
    .join(' ');
}

function firstLine(block: string): string {
  return block.split('\n')[0] ?? '';
}

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text that is safe as an HTML element's content and as a quoted attribute's value. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ESCAPES[character] ?? character);
}
