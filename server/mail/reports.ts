/**
 * What mail systems send back: delivery reports (RFC 3464) and complaints (ARF, RFC 5965). They come from outside and
 * prove nothing, but name a mail by the Message-ID or envelope id that we gave it, which nobody can guess.
 */
import PostalMime from 'postal-mime';

export interface MailReport {
  /** Id of the offer's mail. */
  readonly mail: string;
  readonly kind: 'delivered' | 'not-delivered' | 'junk';
  /** RFC 3463; empty for a complaint, and when there was none. */
  readonly status: string;
}

/** Undefined for whatever is neither: an answer of a person on holiday, say. */
export async function readReport(raw: Uint8Array): Promise<MailReport | undefined> {
  const { attachments } = await PostalMime.parse(raw, { forceRfc822Attachments: true });
  const part = (...types: readonly string[]) => {
    const found = attachments.find(({ mimeType }) => types.includes(mimeType));
    return found === undefined ? undefined : textOf(found.content);
  };
  const returned = part('message/rfc822', 'message/rfc822-headers', 'text/rfc822-headers');
  const complaint = part('message/feedback-report');
  if (complaint !== undefined) {
    const mail = ours(fieldsOf(returned ?? '').get('message-id'));
    const abuse = fieldsOf(complaint).get('feedback-type')?.toLowerCase() === 'abuse';
    return mail !== undefined && abuse ? { mail, kind: 'junk', status: '' } : undefined;
  }
  const delivery = part('message/delivery-status');
  if (delivery === undefined) return undefined;
  const [message = '', ...recipients] = delivery.split(/\n[ \t]*\n/);
  const mail =
    ours(fieldsOf(message).get('original-envelope-id')) ?? ours(fieldsOf(returned ?? '').get('message-id'));
  // Each of our mails has one recipient.
  const fields = fieldsOf(recipients.find((one) => one.trim() !== '') ?? '');
  const kind = KINDS.get(fields.get('action')?.toLowerCase() ?? '');
  if (mail === undefined || kind === undefined) return undefined;
  const status = /^\d\.\d{1,3}\.\d{1,3}/.exec(fields.get('status') ?? '')?.[0] ?? '';
  return { mail, kind, status: kind === 'delivered' ? '' : status };
}

/** Delayed, relayed and expanded say nothing final. */
const KINDS: ReadonlyMap<string, MailReport['kind']> = new Map([
  ['failed', 'not-delivered'],
  ['delivered', 'delivered'],
]);

/** An offer's mail or its reminder: `<id>@…`, `<id>.r@…`, or the bare envelope id. */
function ours(id: string | undefined): string | undefined {
  return /^<?([0-9a-f]{32})(?:\.r)?(?:@[^>]*)?>?$/.exec(id?.trim() ?? '')?.[1];
}

/** The first of each field, folded lines joined (RFC 5322 section 2.2.3). */
function fieldsOf(text: string): ReadonlyMap<string, string> {
  const fields = new Map<string, string>();
  const [header = ''] = text.split(/\n[ \t]*\n/);
  for (const line of header.replace(/\n[ \t]+/g, ' ').split('\n')) {
    const at = line.indexOf(':');
    const name = line.slice(0, at).trim().toLowerCase();
    if (at > 0 && !fields.has(name)) fields.set(name, line.slice(at + 1).trim());
  }
  return fields;
}

function textOf(content: string | ArrayBuffer | Uint8Array): string {
  const text = typeof content === 'string' ? content : new TextDecoder().decode(content);
  return text.replaceAll('\r\n', '\n');
}
