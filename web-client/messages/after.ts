/** The texts of the page after the call. */
import type { EndReason } from '../../protocol/events.ts';
import type { Language } from '../../protocol/language.ts';
import { plural } from '../entry/language.ts';

export interface AfterMessages {
  readonly title: string;
  readonly reasons: (agent: string) => Readonly<Record<EndReason, string>>;
  readonly ended: (time: string) => string;
  readonly shared: (count: number) => string;
  readonly nothing: string;
  readonly photosUntil: (date: string) => string;
  readonly contentUntil: (date: string) => string;
  readonly notice: string;
  readonly myData: string;
  readonly newTab: string;
  readonly name: (number: number) => string;
  readonly download: string;
  readonly erase: string;
  readonly eraseAll: string;
  readonly erased: string;
  readonly erasedAll: string;
  readonly gone: string;
  readonly held: string;
  readonly failed: string;
  readonly close: string;
  readonly newCode: string;
  readonly loading: string;
  readonly rate: string;
  readonly score: (score: number) => string;
  readonly rateWhy: string;
  readonly rated: string;
}

const lv: AfterMessages = {
  title: 'Saruna šeit ir beigusies',
  reasons: (agent) => ({
    'agent-ended': `To pabeidza ${agent}.`,
    'caller-left': 'Jūs izgājāt no šīs lapas.',
    'call-ended': 'Beidzās tālruņa saruna.',
    idle: 'Ilgāku laiku neviens nebija pieslēdzies.',
    'maximum-length': 'Pagāja ilgākais atļautais laiks.',
    'match-failed': 'Cipari trīs reizes nesakrita, tāpēc drošības dēļ lapu aizvērām.',
    'invitation-expired': 'Uzaicinājumam beidzās laiks.',
  }),
  ended: (time) => `Beigās: ${time}`,
  shared: (count) => `Jūs nosūtījāt ${count} foto`,
  nothing: 'Jūs nenosūtījāt nevienu foto.',
  photosUntil: (date) => `Foto tiks dzēsti: ${date}.`,
  contentUntil: (date) => `Pārējais sarunas saturs tiks dzēsts: ${date}.`,
  notice: 'Privātuma paziņojums',
  myData: 'Viss, ko par Jums glabājam (ar kodu īsziņā)',
  newTab: 'atveras jaunā cilnē',
  name: (number) => `${number}. foto`,
  download: 'Lejupielādēt',
  erase: 'Dzēst',
  eraseAll: 'Dzēst visus foto',
  erased: 'Foto ir dzēsts.',
  erasedAll: 'Visi foto ir dzēsti.',
  gone: 'Dzēsts',
  held: 'Tagad dzēst nedrīkst: vajadzīgs juridiskā lietā. Kad drīkstēs, izdzēsīsim paši.',
  failed: 'Neizdevās. Pārbaudiet savienojumu un mēģiniet vēlreiz.',
  close: 'Varat aizvērt šo lapu.',
  newCode: 'Ievadīt jaunu kodu',
  loading: 'Mirkli…',
  rate: 'Kā Jums patika saruna?',
  score: (score) => `${score} no 5`,
  rateWhy: 'Jautājam, jo piekritāt aptaujām pa tālruni. Konsultants Jūsu vērtējumu neredz.',
  rated: 'Paldies, vērtējums ir saņemts.',
};

const ru: AfterMessages = {
  title: 'Здесь разговор закончен',
  reasons: (agent) => ({
    'agent-ended': `Его завершает ${agent}.`,
    'caller-left': 'Вы вышли с этой страницы.',
    'call-ended': 'Закончился телефонный разговор.',
    idle: 'Долгое время никто не был подключён.',
    'maximum-length': 'Прошло наибольшее разрешённое время.',
    'match-failed': 'Цифры не совпали три раза, поэтому для безопасности страница закрыта.',
    'invitation-expired': 'Срок приглашения истёк.',
  }),
  ended: (time) => `Конец: ${time}`,
  shared: (count) => `Вы отправили ${count} фото`,
  nothing: 'Вы не отправили ни одного фото.',
  photosUntil: (date) => `Фото хранятся до ${date}, затем удаляются.`,
  contentUntil: (date) => `Остальное содержание разговора будет удалено ${date}`,
  notice: 'Уведомление о конфиденциальности',
  myData: 'Всё, что о Вас хранится (с кодом по SMS)',
  newTab: 'откроется в новой вкладке',
  name: (number) => `Фото ${number}`,
  download: 'Скачать',
  erase: 'Удалить',
  eraseAll: 'Удалить все фото',
  erased: 'Фото удалено.',
  erasedAll: 'Все фото удалены.',
  gone: 'Удалено',
  held: 'Сейчас удалять нельзя: нужно для юридического дела. Когда станет можно, удалим сами.',
  failed: 'Не получилось. Проверьте связь и попробуйте ещё раз.',
  close: 'Эту страницу можно закрыть.',
  newCode: 'Ввести новый код',
  loading: 'Минутку…',
  rate: 'Как Вам разговор?',
  score: (score) => `${score} из 5`,
  rateWhy: 'Спрашиваем, потому что Вы разрешили опросы по телефону. Консультант Вашу оценку не видит.',
  rated: 'Спасибо, оценка получена.',
};

const en: AfterMessages = {
  title: 'The call has ended here',
  reasons: (agent) => ({
    'agent-ended': `${agent} ended it.`,
    'caller-left': 'You left this page.',
    'call-ended': 'The phone call ended.',
    idle: 'Nobody was connected for a while.',
    'maximum-length': 'The longest time allowed has passed.',
    'match-failed': 'The digits did not match three times, so we closed the page for safety.',
    'invitation-expired': 'The invitation expired.',
  }),
  ended: (time) => `Ended: ${time}`,
  shared: (count) => `You sent ${plural('en', count, { one: `${count} photo`, other: `${count} photos` })}`,
  nothing: 'You sent no photos.',
  photosUntil: (date) => `Photos are kept until ${date}, then erased.`,
  contentUntil: (date) => `The rest of the content will be erased on ${date}.`,
  notice: 'Privacy notice',
  myData: 'All that is kept about you (with a code by SMS)',
  newTab: 'opens in a new tab',
  name: (number) => `Photo ${number}`,
  download: 'Download',
  erase: 'Erase',
  eraseAll: 'Erase all photos',
  erased: 'The photo is erased.',
  erasedAll: 'All photos are erased.',
  gone: 'Erased',
  held: 'It must not be erased now: a legal matter needs it. We will erase it as soon as that is allowed.',
  failed: 'That did not work. Check the connection and try again.',
  close: 'You can close this page.',
  newCode: 'Enter a new code',
  loading: 'One moment…',
  rate: 'How was the call?',
  score: (score) => `${score} of 5`,
  rateWhy: 'We ask because you allowed surveys by phone. The agent does not see your rating.',
  rated: 'Thank you, your rating has arrived.',
};

const ALL: Readonly<Record<Language, AfterMessages>> = { lv, ru, en };

export function afterMessages(language: Language): AfterMessages {
  return ALL[language];
}
