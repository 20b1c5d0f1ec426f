/** The texts of the first page without a link, and of every way in which a link does not work. */
import type { Language } from '../../protocol/language.ts';
import type { StopReason } from '../entry/navigation.ts';

/** What happened, and what to do now. */
export interface Sentence {
  readonly title: string;
  readonly next: string;
}

export interface AsideMessages {
  readonly home: {
    readonly title: string;
    readonly lead: string;
    readonly number: string;
    readonly code: string;
    readonly codeHint: string;
    readonly open: string;
    readonly opening: string;
    readonly fillNumber: string;
    readonly fillCode: string;
    readonly safety: string;
  };
  readonly again: string;
  readonly enterCode: string;
  /** Who sends a new link: the agent's name when it is known. */
  readonly theAgent: string;
  readonly stops: (agent: string) => Readonly<Partial<Record<StopReason, Sentence>>>;
  readonly otherwise: string;
  readonly offline: string;
}

const lv: AsideMessages = {
  home: {
    title: 'Palīdzība sarunas laikā',
    lead: 'Šeit sarunas laikā redzēsiet, ko rāda konsultants, un varēsiet atsūtīt foto. Ievadiet savu numuru un sešus ciparus, ko konsultants Jums nosauc.',
    number: 'Jūsu tālruņa numurs',
    code: 'Seši cipari',
    codeHint: 'Konsultants tos nosauc sarunā',
    open: 'Atvērt',
    opening: 'Atveram…',
    fillNumber: 'Ievadiet numuru, no kura zvanāt.',
    fillCode: 'Ievadiet visus sešus ciparus.',
    safety: 'Šī lapa nekad neprasa paroles, PIN kodus vai bankas datus.',
  },
  again: 'Mēģināt vēlreiz',
  enterCode: 'Ievadīt kodu',
  theAgent: 'konsultants',
  stops: (agent) => ({
    invitation_expired: {
      title: 'Saitei beidzies laiks',
      next: `Pasakiet to sarunā – ${agent} atsūtīs jaunu.`,
    },
    invitation_spent: {
      title: 'Saite jau izmantota',
      next: `Katra saite der vienu reizi. Pasakiet to sarunā – ${agent} atsūtīs jaunu.`,
    },
    invitation_replaced: {
      title: 'Jums nosūtīta jaunāka saite',
      next: 'Atveriet pēdējo īsziņu: der tikai tajā esošā saite.',
    },
    invitation_closed: {
      title: 'Saite ir slēgta',
      next: `Saruna, kurai tā bija domāta, ir beigusies vai pārbaude neizdevās. Ja vēl runājat, pasakiet to – ${agent} sāks no jauna.`,
    },
    invitation_unknown: {
      title: 'Šādas saites nav',
      next: `Varbūt tā nav atvērta līdz galam. Pieskarieties saitei īsziņā vēlreiz vai pasakiet to sarunā – ${agent} atsūtīs jaunu.`,
    },
    terms_outdated: {
      title: 'Noteikumi tikko mainīti',
      next: 'Atveriet tos vēlreiz un izlasiet jauno tekstu.',
    },
    credential_unknown: {
      title: 'Šī saruna šeit vairs nav pieejama',
      next: 'Tās saturs ir dzēsts, vai arī to turpināt citā ierīcē. Ja vēl runājat, palūdziet jaunu saiti.',
    },
    session_erased: { title: 'Sarunas saturs ir dzēsts', next: 'Šeit vairs nekā nav. Varat aizvērt lapu.' },
    session_ended: { title: 'Saruna ir beigusies', next: 'Varat aizvērt lapu.' },
    moved: { title: 'Turpināt citā ierīcē', next: 'Šī lapa vairs nav saistīta ar sarunu. Varat to aizvērt.' },
    protocol_outdated: {
      title: 'Lapa ir atjaunināta',
      next: 'Aizveriet šo cilni un atveriet lapu vēlreiz. Saruna gaida turpat, kur to atstājāt.',
    },
    too_many_requests: { title: 'Pārāk daudz mēģinājumu', next: 'Uzgaidiet minūti un mēģiniet vēlreiz.' },
    code_attempts_exhausted: {
      title: 'Kods vairs neder',
      next: `Mēģinājumi ir beigušies. Pasakiet to sarunā – ${agent} nosauks jaunu kodu vai atsūtīs saiti.`,
    },
    offline: {
      title: 'Nav savienojuma',
      next: 'Dažos telefonos sarunas laikā nedarbojas mobilie dati. Pieslēdzieties Wi-Fi un mēģiniet vēlreiz.',
    },
  }),
  otherwise: 'Tas neizdevās',
  offline: 'Nav savienojuma. Pieslēdzieties Wi-Fi un mēģiniet vēlreiz.',
};

const ru: AsideMessages = {
  home: {
    title: 'Помощь во время разговора',
    lead: 'Здесь во время разговора Вы увидите то, что показывает консультант, и сможете отправить фото. Введите свой номер и шесть цифр, которые назовёт консультант.',
    number: 'Ваш номер телефона',
    code: 'Шесть цифр',
    codeHint: 'Их назовёт консультант',
    open: 'Открыть',
    opening: 'Открываем…',
    fillNumber: 'Введите номер, с которого звоните.',
    fillCode: 'Введите все шесть цифр.',
    safety: 'Эта страница никогда не спрашивает пароли, ПИН-коды и банковские данные.',
  },
  again: 'Попробовать ещё раз',
  enterCode: 'Ввести код',
  theAgent: 'консультант',
  stops: (agent) => ({
    invitation_expired: {
      title: 'Срок ссылки истёк',
      next: `Скажите об этом в разговоре: ${agent} пришлёт новую.`,
    },
    invitation_spent: {
      title: 'Ссылка уже использована',
      next: `Каждая ссылка годится один раз. Скажите об этом в разговоре: ${agent} пришлёт новую.`,
    },
    invitation_replaced: {
      title: 'Вам отправлена новая ссылка',
      next: 'Откройте последнее сообщение: действует только ссылка из него.',
    },
    invitation_closed: {
      title: 'Ссылка закрыта',
      next: `Разговор, для которого она была, закончился, или проверка не удалась. Если Вы ещё говорите, скажите об этом: ${agent} начнёт заново.`,
    },
    invitation_unknown: {
      title: 'Такой ссылки нет',
      next: `Возможно, она открылась не целиком. Нажмите на ссылку в сообщении ещё раз или скажите об этом в разговоре: ${agent} пришлёт новую.`,
    },
    terms_outdated: {
      title: 'Условия только что изменились',
      next: 'Откройте их ещё раз и прочтите новый текст.',
    },
    credential_unknown: {
      title: 'Этот разговор здесь больше не доступен',
      next: 'Его содержание удалено, или Вы продолжаете на другом устройстве. Если Вы ещё говорите, попросите новую ссылку.',
    },
    session_erased: {
      title: 'Содержание разговора удалено',
      next: 'Здесь больше ничего нет. Страницу можно закрыть.',
    },
    session_ended: { title: 'Разговор закончен', next: 'Страницу можно закрыть.' },
    moved: {
      title: 'Вы продолжаете на другом устройстве',
      next: 'Эта страница больше не связана с разговором. Её можно закрыть.',
    },
    protocol_outdated: {
      title: 'Страница обновилась',
      next: 'Закройте эту вкладку и откройте страницу ещё раз. Разговор ждёт там же, где Вы остановились.',
    },
    too_many_requests: { title: 'Слишком много попыток', next: 'Подождите минуту и попробуйте ещё раз.' },
    code_attempts_exhausted: {
      title: 'Код больше не действует',
      next: `Попытки закончились. Скажите об этом в разговоре: ${agent} назовёт новый код или пришлёт ссылку.`,
    },
    offline: {
      title: 'Нет связи',
      next: 'На некоторых телефонах во время разговора не работает мобильный интернет. Подключитесь к Wi-Fi и попробуйте ещё раз.',
    },
  }),
  otherwise: 'Не получилось',
  offline: 'Нет связи. Подключитесь к Wi-Fi и попробуйте ещё раз.',
};

const en: AsideMessages = {
  home: {
    title: 'Help during your call',
    lead: 'During the call you see here what the agent shows, and you can send a photo. Enter your number and the six digits that the agent tells you.',
    number: 'Your phone number',
    code: 'Six digits',
    codeHint: 'The agent tells you them',
    open: 'Open',
    opening: 'Opening…',
    fillNumber: 'Enter the number you are calling from.',
    fillCode: 'Enter all six digits.',
    safety: 'This page never asks for passwords, PIN codes or bank details.',
  },
  again: 'Try again',
  enterCode: 'Enter a code',
  theAgent: 'the agent',
  stops: (agent) => ({
    invitation_expired: {
      title: 'The link has expired',
      next: `Say so on the call: ${agent} will send a new one.`,
    },
    invitation_spent: {
      title: 'The link has been used',
      next: `A link works once. Say so on the call: ${agent} will send a new one.`,
    },
    invitation_replaced: {
      title: 'You were sent a newer link',
      next: 'Open the latest message: only the link in that one works.',
    },
    invitation_closed: {
      title: 'The link is closed',
      next: `The call it was meant for is over, or the check failed. If you are still talking, say so: ${agent} will start again.`,
    },
    invitation_unknown: {
      title: 'There is no such link',
      next: `It may not have opened in full. Tap the link in the message again, or say so on the call: ${agent} will send a new one.`,
    },
    terms_outdated: { title: 'The terms have just changed', next: 'Open them again and read the new text.' },
    credential_unknown: {
      title: 'This call is no longer available here',
      next: 'Its content has been erased, or you go on with it on another device. If you are still talking, ask for a new link.',
    },
    session_erased: {
      title: 'The content of the call is erased',
      next: 'Nothing is left here. You can close the page.',
    },
    session_ended: { title: 'The call has ended', next: 'You can close the page.' },
    moved: {
      title: 'You go on with another device',
      next: 'This page has nothing to do with the call any more. You can close it.',
    },
    protocol_outdated: {
      title: 'The page has been updated',
      next: 'Close this tab and open the page again. The call waits where you left it.',
    },
    too_many_requests: { title: 'Too many tries', next: 'Wait a minute and try again.' },
    code_attempts_exhausted: {
      title: 'The code no longer works',
      next: `There are no tries left. Say so on the call: ${agent} will tell you a new code or send a link.`,
    },
    offline: {
      title: 'No connection',
      next: 'On some phones mobile data stops during a call. Join Wi-Fi and try again.',
    },
  }),
  otherwise: 'That did not work',
  offline: 'No connection. Join Wi-Fi and try again.',
};

const ALL: Readonly<Record<Language, AsideMessages>> = { lv, ru, en };

export function asideMessages(language: Language): AsideMessages {
  return ALL[language];
}
