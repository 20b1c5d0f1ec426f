/** A subject's browser that has typed back the code from the SMS. */
import assert from 'node:assert/strict';
import { createVisitor, json, type Visitor } from '../support/call.ts';

export async function messagesTo(address: string, number: string): Promise<readonly string[]> {
  const response = await fetch(`${address}/demo/api/messages`);
  const all = await json<{ to: string; text: string }[]>(response);
  return all.filter(({ to }) => to === number).map(({ text }) => text);
}

export async function askCode(visitor: Visitor, number: string, controller = 'lmt'): Promise<Response> {
  return visitor.post('/api/subject/code', { controller, number, language: 'lv' });
}

/** The code in the newest SMS to a number, of which there must be `count` by then. */
export async function codeFor(address: string, number: string, count = 1): Promise<string> {
  for (let tries = 0; tries < 100; tries += 1) {
    const codes = (await messagesTo(address, number)).flatMap((text) => /\b\d{6}\b/.exec(text) ?? []);
    const newest = codes.at(-1);
    if (codes.length >= count && newest !== undefined) return newest;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  return assert.fail(`no code to ${number}`);
}

export function redeem(visitor: Visitor, number: string, code: string, controller = 'lmt') {
  return visitor.post('/api/subject/sign-in', { controller, number, code });
}

/** `count`: how many codes the number will have got by then. */
export async function signedIn(address: string, number: string, controller = 'lmt', count = 1) {
  const visitor = createVisitor(address);
  assert.equal((await askCode(visitor, number, controller)).status, 200);
  const code = await codeFor(address, number, count);
  assert.equal((await redeem(visitor, number, code, controller)).status, 204);
  return visitor;
}
