/**
 * The demo's gateway: messages land in the inbox of a simulated phone, in memory only, and count as delivered once
 * its page has shown them. After a restart the inbox is empty; what was delivered stays on the page itself.
 */
import type { InboxMessage, SmsInbox } from '../demo-ports.ts';
import type { Clock, IncomingSms, SmsGateway, SmsReport } from '../ports.ts';

const KEPT = 100;

export function createSmsOutbox(clock: Clock): SmsGateway & SmsInbox {
  const inbox: InboxMessage[] = [];
  const undelivered = new Set<string>();
  const reportListeners: ((report: SmsReport) => void)[] = [];
  const messageListeners = new Set<(message: InboxMessage) => void>();
  const incomingListeners: ((message: IncomingSms) => Promise<void>)[] = [];
  let last = 0;

  return {
    async send(message) {
      last += 1;
      const received = { ...message, position: last, receivedAt: clock.now() };
      inbox.push(received);
      undelivered.add(message.id);
      const [oldest] = inbox.length > KEPT ? inbox.splice(0, 1) : [];
      if (oldest) undelivered.delete(oldest.id);
      for (const listener of messageListeners) listener(received);
    },
    onReport: (listener) => void reportListeners.push(listener),
    onIncoming: (listener) => void incomingListeners.push(listener),
    async arrive(message) {
      await Promise.all(incomingListeners.map((listener) => listener(message)));
    },
    since: (position) => inbox.filter((message) => message.position > position),
    shown(ids) {
      for (const id of ids) {
        if (!undelivered.delete(id)) continue;
        for (const listener of reportListeners) listener({ id, outcome: 'delivered' });
      }
    },
    onMessage(listener) {
      messageListeners.add(listener);
      return () => messageListeners.delete(listener);
    },
  };
}
