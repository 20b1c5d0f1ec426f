/** Sends a receipt: the signed JSON-LD to keep, or the page that a person reads and prints. */
import type { Response } from 'express';
import type { ConsentRecord } from '../../protocol/consent.ts';
import type { Language } from '../../protocol/language.ts';
import { receiptPage } from '../consent/receipt-page.ts';
import { canonical, type ReceiptHolder, type Receipts } from '../consent/receipts.ts';
import type { Content } from '../content/types.ts';
import { setCsp } from './headers.ts';
import { createLayout } from './page.ts';

export interface ReceiptSender {
  sendFile(res: Response, holder: ReceiptHolder, record: ConsentRecord): void;
  sendPage(res: Response, holder: ReceiptHolder, record: ConsentRecord, language: Language): void;
}

export function createReceiptSender(deps: {
  readonly content: Content;
  readonly receipts: Receipts;
}): ReceiptSender {
  const { content, receipts } = deps;
  const layouts = new Map(
    [...content.controllers].map(([key, { colours }]) => [key, createLayout(colours)] as const),
  );
  return {
    sendFile(res, holder, record) {
      const name = `receipt-${record.id}.jsonld`;
      res.set('content-disposition', `attachment; filename="${name}"`).type('application/ld+json');
      res.send(canonical(receipts.receiptOf(holder, record)));
    },
    sendPage(res, holder, record, language) {
      const layout = layouts.get(holder.controller);
      const controller = content.controllers.get(holder.controller);
      if (!layout || !controller) throw new Error(`no controller ${holder.controller}`);
      const receipt = receipts.receiptOf(holder, record);
      const { title, body } = receiptPage(content, holder.controller, record, receipt, language);
      setCsp(res, layout.csp);
      res.set({ 'cache-control': 'no-store', 'content-language': language }).type('html');
      const { brand: heading } = controller;
      const footer = `<p>${record.id}</p>`;
      res.send(
        layout.render({ language, title: `${title} – ${heading}`, heading, languages: [], body, footer }),
      );
    },
  };
}
