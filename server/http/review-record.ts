/** The record of processing (Art. 30) for the reviewer: as data, and as a page to read or print. */
import { Router } from 'express';
import type { RecordView } from '../../protocol/record.ts';
import { escapeHtml } from '../content/markdown.ts';
import type { Content } from '../content/types.ts';
import type { PeriodsInForce } from '../privacy/period-records.ts';
import { type RecordOfProcessing, recordOfProcessing } from '../privacy/record-of-processing.ts';
import { setCsp } from './headers.ts';
import { createLayout } from './page.ts';
import { type StaffGate, staffOf } from './staff-gate.ts';

export function reviewRecordRoutes(deps: {
  readonly content: Content;
  readonly periods: Pick<PeriodsInForce, 'current'>;
  readonly gate: StaffGate;
}): Router {
  const { content, periods, gate } = deps;
  const router = Router();
  const layout = createLayout();
  const recordFor = (key: string): RecordOfProcessing => {
    const controller = content.controllers.get(key);
    if (!controller) throw new Error(`no controller ${key}`);
    return recordOfProcessing(controller, periods.current(key).periods);
  };

  router.get('/api/review/record', gate('reviewer'), (_req, res) => {
    res.json(recordFor(staffOf(res).controller) satisfies RecordView);
  });

  router.get('/api/review/record.html', gate('reviewer'), (_req, res) => {
    const record = recordFor(staffOf(res).controller);
    setCsp(res, layout.csp);
    res.type('html').send(
      layout.render({
        language: 'en',
        title: 'Record of processing activities',
        heading: record.controller.name,
        languages: [],
        body: bodyOf(record),
        footer: `<p>GDPR Art. 30(1). Version ${escapeHtml(record.version)}</p>`,
      }),
    );
  });

  return router;
}

function bodyOf(record: RecordOfProcessing): string {
  const { controller, activities, retention, recipients, transfers, security, rights } = record;
  const { name, registration, address, dataProtection } = controller;
  return [
    '<h1>Record of processing activities</h1>',
    list([
      `Controller: ${name}`,
      `Registration number: ${registration ?? 'not known'}`,
      `Address: ${address ?? 'not known'}`,
      `Questions about personal data: ${dataProtection ?? 'not known'}`,
    ]),
    '<h2>Purposes</h2>',
    ...activities.flatMap((activity) => [
      `<h3>${escapeHtml(activity.purpose)}</h3>`,
      paragraph(activity.description),
      list([
        `Legal basis: Art. ${activity.basis}`,
        `Data subjects: ${activity.subjects.join(', ')}`,
        `Data: ${activity.categories.join(', ')}`,
        `While: ${activity.while}${activity.for === undefined ? '' : ` (${activity.for})`}`,
        ...activity.who.map(({ who, may }) => `${who}: ${may.join(', ')}`),
      ]),
    ]),
    '<h2>Periods</h2>',
    list(
      retention.map(
        ({ what, categories, from, period, reason }) =>
          `${what} (${categories.join(', ')}): ${period} from ${from}; ${reason}`,
      ),
    ),
    '<h2>Recipients</h2>',
    list(recipients.map(({ who, role, sees }) => `${who} (${role}): ${sees}`)),
    '<h2>Transfers</h2>',
    paragraph(transfers),
    '<h2>Security</h2>',
    list(security),
    '<h2>Rights</h2>',
    list(
      rights.map(
        ({ right, article, note }) => `${right}: Art. ${article}${note === undefined ? '' : `; ${note}`}`,
      ),
    ),
  ].join('\n');
}

function paragraph(text: string): string {
  return `<p>${escapeHtml(text)}</p>`;
}

function list(items: readonly string[]): string {
  return `<ul>${items.map((item) => `<li>${escapeHtml(item)}</li>`).join('')}</ul>`;
}
