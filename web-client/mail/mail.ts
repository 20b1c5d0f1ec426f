/** After the call: the guides that were shown, by e-mail, to an address that the caller types and nobody keeps. */
import type { MailableGuides } from '../../protocol/mail.ts';
import { el } from '../entry/element.ts';
import { request } from '../entry/http.ts';
import { currentLanguage } from '../entry/language.ts';
import { announce, wearStyles } from '../entry/page.ts';
import css from './mail.css?inline';
import { mailMessages } from './messages.ts';

const PATH = '/api/caller/after/guides';

/**
 * @param place stays empty when no guide was shown.
 * @returns what draws it anew, in another language.
 */
export async function createMail(place: HTMLElement): Promise<() => void> {
  const answer = await request<MailableGuides>(PATH);
  if (!answer.ok || answer.value.guides.length === 0) return () => {};
  const { guides } = answer.value;
  wearStyles(css);
  let open = false;
  let busy = false;
  let typed = '';
  let wrong: string | undefined;
  let sent = false;

  const draw = () => place.replaceChildren(part());

  const send = async () => {
    if (busy) return;
    busy = true;
    wrong = undefined;
    draw();
    const done = await request(PATH, { address: typed });
    busy = false;
    sent = done.ok;
    const m = mailMessages(currentLanguage());
    if (!done.ok) wrong = done.sentence || m.failed;
    announce(done.ok ? m.sent : (wrong ?? ''));
    draw();
    if (!done.ok) document.getElementById('mail-address')?.focus();
  };
  const unfold = () => {
    open = true;
    draw();
    document.getElementById('mail-address')?.focus();
  };

  const part = (): HTMLElement => {
    const m = mailMessages(currentLanguage());
    if (sent) return el('p', { class: 'said' }, m.sent);
    if (!open) {
      return el(
        'button',
        { id: 'mail-open', class: 'button', type: 'button', onclick: unfold },
        m.open(guides.length),
      );
    }
    const field = el('input', {
      id: 'mail-address',
      class: 'field',
      type: 'email',
      inputmode: 'email',
      autocomplete: 'email',
      autocapitalize: 'none',
      spellcheck: 'false',
      maxlength: 254,
      value: typed,
      'aria-invalid': String(wrong !== undefined),
      'aria-describedby': wrong === undefined ? 'mail-note' : 'mail-wrong mail-note',
    });
    const keep = () => {
      typed = field.value;
    };
    field.addEventListener('input', keep);
    const onsubmit = (event: Event) => {
      event.preventDefault();
      keep();
      void send();
    };
    return el(
      'form',
      { class: 'mail', novalidate: true, onsubmit },
      el('label', { for: 'mail-address' }, m.address),
      field,
      wrong !== undefined && el('p', { id: 'mail-wrong', class: 'wrong' }, wrong),
      el(
        'ul',
        { class: 'small' },
        guides.map((title) => el('li', {}, title)),
      ),
      el('p', { id: 'mail-note', class: 'small soft' }, m.note),
      el(
        'button',
        { id: 'mail-send', class: 'button', type: 'submit', 'aria-disabled': String(busy) },
        busy ? m.sending : m.send,
      ),
    );
  };

  draw();
  return draw;
}
