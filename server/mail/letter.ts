/**
 * The look of a mail: one column, system fonts, no style sheet, and nothing that is fetched when it is opened unless
 * `pixel` says so. Whoever reads plain text reads the same words.
 */
import type { Language } from '../../protocol/language.ts';
import { escapeHtml } from '../content/markdown.ts';

export type Block =
  | { readonly kind: 'heading' | 'paragraph' | 'small'; readonly text: string }
  /** `cid`: a picture that comes with the mail. */
  | {
      readonly kind: 'step';
      readonly number: number;
      readonly text: string;
      readonly cid: string;
      readonly alt: string;
    }
  | { readonly kind: 'link'; readonly label: string; readonly address: string }
  | { readonly kind: 'small-link'; readonly label: string; readonly address: string };

export interface LetterParts {
  readonly language: Language;
  readonly brand: string;
  /** `#rrggbb`. */
  readonly colour: string;
  readonly title: string;
  readonly blocks: readonly Block[];
  /** Address of a picture of one pixel; offers with a consent alone. */
  readonly pixel?: string;
}

export function writeLetter(parts: LetterParts): { readonly html: string; readonly text: string } {
  const { language, brand, colour, title, blocks, pixel } = parts;
  const html = `<!doctype html>
<html lang="${language}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escapeHtml(title)}</title></head>
<body style="margin:0;background:#ffffff;color:#1b1a18;font:18px/1.5 system-ui,-apple-system,'Segoe UI',Roboto,sans-serif">
<div style="max-width:600px;margin:0 auto;padding:16px 20px">
<p style="margin:0 0 16px;padding-bottom:8px;border-bottom:3px solid ${colour};font-weight:600">${escapeHtml(brand)}</p>
${blocks.map((block) => htmlOf(block, colour)).join('\n')}
</div>${pixel === undefined ? '' : `<img src="${escapeHtml(pixel)}" alt="" width="1" height="1">`}
</body>
</html>
`;
  return { html, text: `${brand}\n\n${blocks.map(textOf).join('\n\n')}\n` };
}

function htmlOf(block: Block, colour: string): string {
  switch (block.kind) {
    case 'heading':
      return `<h1 style="font-size:24px;line-height:1.25;margin:28px 0 12px">${escapeHtml(block.text)}</h1>`;
    case 'paragraph':
      return `<p style="margin:0 0 16px">${escapeHtml(block.text)}</p>`;
    case 'small':
      return `<p style="margin:28px 0 0;font-size:15px;color:#57534d">${escapeHtml(block.text)}</p>`;
    case 'step':
      return `<p style="margin:20px 0 8px"><b>${block.number}.</b> ${escapeHtml(block.text)}</p>
<img src="cid:${block.cid}" alt="${escapeHtml(block.alt)}" width="320" style="max-width:100%;height:auto;display:block">`;
    case 'link':
      return `<p style="margin:0 0 16px"><a href="${escapeHtml(block.address)}" style="color:${colour};font-weight:600">${escapeHtml(block.label)}</a></p>`;
    case 'small-link':
      return `<p style="margin:8px 0 0;font-size:15px"><a href="${escapeHtml(block.address)}" style="color:#57534d">${escapeHtml(block.label)}</a></p>`;
    default:
      return block satisfies never;
  }
}

function textOf(block: Block): string {
  switch (block.kind) {
    case 'heading':
      return `${block.text}\n${'='.repeat(Math.min(block.text.length, 60))}`;
    case 'paragraph':
      return block.text;
    case 'small':
      return `--\n${block.text}`;
    case 'step':
      return `${block.number}. ${block.text}\n   [${block.alt}]`;
    case 'link':
    case 'small-link':
      return `${block.label}:\n${block.address}`;
    default:
      return block satisfies never;
  }
}
