/** The readable summary and the README, in the subject's language: one page of HTML without any script. */
import type { EndReason } from '../../../protocol/events.ts';
import { escapeHtml } from '../../content/markdown.ts';
import type { Controller } from '../../content/types.ts';
import type { ExportData, ExportedPicture, ExportedSession } from './data.ts';
import { type ExportWords, WORDS } from './words.ts';

const STYLE = `
  :root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
  body { max-width: 46rem; margin: 2rem auto; padding: 0 1rem; }
  h1 { font-size: 1.6rem; } h2 { margin-top: 2.5rem; } section { margin: 1.5rem 0; }
  time { font-variant-numeric: tabular-nums; } img { max-width: 100%; height: auto; }
  figure { margin: 1rem 0; }`;

export function readme({ language }: ExportData): string {
  const say = WORDS[language];
  return [say.title, '', ...say.readme, ''].join('\r\n');
}

export function summary(data: ExportData, authority: Controller['authority']): string {
  const { language, controller } = data;
  const say = WORDS[language];
  const body = [
    element('h1', say.title),
    element('p', say.intro(data.subject.number, moment(say, data.exportedAt))),
    list([
      `${say.controller}: ${controller.name}${controller.address === null ? '' : `, ${controller.address}`}`,
      ...(controller.registration === null ? [] : [`${say.registration}: ${controller.registration}`]),
      ...contactOf(data).map((contact) => `${say.questions}: ${contact}`),
    ]),
    element('h2', say.sessions),
    ...(data.sessions.length === 0 ? [element('p', say.noSessions)] : []),
    ...data.sessions.map((session) => sessionHtml(say, session)),
    ...(data.requests.length === 0 ? [] : requestsHtml(say, data.requests)),
    ...(data.consents.lines.length === 0
      ? []
      : [
          element('h2', say.consents),
          list(data.consents.lines.map(({ at, said }) => `${moment(say, at)}: ${said}`)),
        ]),
    ...(data.mailings.length === 0 ? [] : mailingsHtml(say, data.mailings)),
    element('h2', say.purposesTitle),
    list(Object.values(say.purposes)),
    element('p', say.source),
    element('h2', say.recipientsTitle),
    list(say.recipients),
    element('p', say.transfers),
    element('p', say.automated),
    element('h2', say.rightsTitle),
    list(say.rights),
    element('p', say.complaint(authority.name[language], authority.host)),
  ];
  return [
    '<!doctype html>',
    `<html lang="${language}"><head><meta charset="utf-8">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<title>${escapeHtml(say.title)}</title><style>${STYLE}</style></head><body>`,
    ...body,
    '</body></html>',
    '',
  ].join('\n');
}

function contactOf({ controller }: ExportData): readonly string[] {
  const contact = controller.dataProtection ?? controller.email;
  return contact === null ? [] : [contact];
}

function sessionHtml(say: ExportWords, session: ExportedSession): string {
  const { keptUntil, matter } = session;
  const reason = session.happened.find(({ what }) => what === 'SessionEnded')?.details.reason;
  return [
    '<section>',
    element('h3', say.session(moment(say, session.createdAt))),
    list([
      `${say.agent}: ${session.agent}`,
      `${say.matter}: ${matter.title}${matter.text === undefined ? '' : ` – ${matter.text}`}`,
      ...(session.call === undefined ? [] : [`${say.call}: ${session.call}`]),
      ...(session.acceptedAt === undefined ? [] : [`${say.joined}: ${moment(say, session.acceptedAt)}`]),
      ...(session.endedAt === undefined
        ? []
        : [say.ended(moment(say, session.endedAt), say.reasons[reason as EndReason] ?? '')]),
    ]),
    element('h4', say.happened),
    happenedHtml(say, session),
    ...(session.pictures.length === 0 ? [] : [element('h4', say.pictures)]),
    ...session.pictures.map((picture) => pictureHtml(say, picture)),
    ...session.statements.map(({ at, statement }) =>
      element('p', `${say.statement} (${moment(say, at)}): ${statement}`),
    ),
    element(
      'p',
      keptUntil
        ? say.kept(day(say, keptUntil.photos), day(say, keptUntil.content), day(say, keptUntil.skeleton))
        : say.keptOpen,
    ),
    ...(session.held ? [element('p', say.held)] : []),
    ...(session.restricted ? [element('p', say.restricted)] : []),
    '</section>',
  ].join('\n');
}

function happenedHtml(say: ExportWords, { happened }: ExportedSession): string {
  const lines = happened.flatMap(({ at, what, details }) => {
    const line = say.events[what]?.(details);
    const time = `<time datetime="${escapeHtml(at)}">${escapeHtml(clockTime(say, at))}</time>`;
    return line === undefined ? [] : [`<li>${time} ${escapeHtml(line)}</li>`];
  });
  return `<ol>${lines.join('')}</ol>`;
}

function pictureHtml(say: ExportWords, { kind, file }: ExportedPicture): string {
  const title = kind === 'photo' ? say.photo : say.picture;
  if (file === undefined) return element('p', `${title}: ${say.erased}`);
  const image = `<img src="${escapeHtml(file)}" alt="${escapeHtml(title)}">`;
  return `<figure>${image}<figcaption>${escapeHtml(title)}</figcaption></figure>`;
}

function mailingsHtml(say: ExportWords, mailings: ExportData['mailings']): string[] {
  const lines = mailings.map(({ offer, at, recorded }) => {
    const known = recorded.map(({ what, detail }) => `${what} ${detail}`.trim()).join(', ');
    return `${moment(say, at)}: ${offer}${known === '' ? '' : ` (${known})`}`;
  });
  return [element('h2', say.mailings), list(lines)];
}

function requestsHtml(say: ExportWords, requests: ExportData['requests']): string[] {
  const told = requests.map(({ kind, receivedAt, due, outcome, article, text, answer }) => {
    const because = article === undefined ? '' : ` (${say.article} ${article})`;
    const answered = outcome === undefined ? [] : [`${say.outcomes[outcome]}${because}`];
    return [
      say.request(say.kinds[kind], day(say, receivedAt), day(say, due)),
      ...answered,
      text,
      ...(answer === undefined ? [] : [answer]),
    ].join(' · ');
  });
  return [element('h2', say.requests), list(told)];
}

function element(name: 'h1' | 'h2' | 'h3' | 'h4' | 'p', text: string): string {
  return `<${name}>${escapeHtml(text)}</${name}>`;
}

function list(items: readonly string[]): string {
  return `<ul>${items.map((item) => `<li>${escapeHtml(item)}</li>`).join('')}</ul>`;
}

const ZONE = 'Europe/Riga';

function format(say: ExportWords, at: string, style: Intl.DateTimeFormatOptions): string {
  return new Intl.DateTimeFormat(say.locale, { ...style, timeZone: ZONE }).format(new Date(at));
}
const moment = (say: ExportWords, at: string) => format(say, at, { dateStyle: 'long', timeStyle: 'short' });
const day = (say: ExportWords, at: string) => format(say, at, { dateStyle: 'long' });
const clockTime = (say: ExportWords, at: string) => format(say, at, { timeStyle: 'medium' });
