/** The texts of the form that sends the guides by e-mail. */
import type { Language } from '../../protocol/language.ts';

export interface MailMessages {
  readonly open: (guides: number) => string;
  readonly address: string;
  readonly note: string;
  readonly send: string;
  readonly sending: string;
  readonly sent: string;
  readonly failed: string;
}

const lv: MailMessages = {
  open: (guides) => (guides === 1 ? 'Nosūtīt pamācību man e-pastā' : 'Nosūtīt pamācības man e-pastā'),
  address: 'Jūsu e-pasta adrese',
  note: 'Nosūtīsim vienreiz un adresi neglabāsim. Vai vēstuli atvērāt, mēs neuzzināsim.',
  send: 'Nosūtīt',
  sending: 'Sūtām…',
  sent: 'Vēstule ir ceļā. Ja pēc dažām minūtēm tās nav, ieskatieties mēstuļu mapē.',
  failed: 'Neizdevās. Pārbaudiet savienojumu un mēģiniet vēlreiz.',
};

const ru: MailMessages = {
  open: (guides) => (guides === 1 ? 'Прислать инструкцию мне на почту' : 'Прислать инструкции мне на почту'),
  address: 'Ваш адрес электронной почты',
  note: 'Отправим один раз и адрес не сохраним. Открыли ли Вы письмо, мы не узнаем.',
  send: 'Отправить',
  sending: 'Отправляем…',
  sent: 'Письмо в пути. Если через несколько минут его нет, загляните в папку «Спам».',
  failed: 'Не получилось. Проверьте связь и попробуйте ещё раз.',
};

const en: MailMessages = {
  open: (guides) => (guides === 1 ? 'Send the guide to my e-mail' : 'Send the guides to my e-mail'),
  address: 'Your e-mail address',
  note: 'We send it once and do not keep the address. We will not learn whether you opened it.',
  send: 'Send',
  sending: 'Sending…',
  sent: 'It is on its way. If it has not come in a few minutes, look into the junk folder.',
  failed: 'That did not work. Check the connection and try again.',
};

const ALL = { lv, ru, en };

export function mailMessages(language: Language): MailMessages {
  return ALL[language];
}
