/** The demo's phone: shows messages as they come, opens their links, sends some, hangs up, and lets time pass. */
import { TEXTS } from './texts.js';

const LINK = /https?:\/\/\S+/;
const PHONE_WINDOW = 'popup,noopener,width=412,height=860';
const KEPT = 'zvana-demo-messages';
const LANGUAGE = 'zvana-demo-language';
/** Whose phone it is as long as nobody has sent it anything. */
const FIRST_NUMBER = '+37120000001';

const byId = (id) => document.getElementById(id);
const thread = byId('thread');

/** By id, in the order they came. Kept over reloads: after a restart the server has forgotten them. */
const messages = new Map(readKept().map((message) => [message.id, message]));
/** Numbers of the operators that messages can be sent to. */
let operators = [];
/** What the last hang-up of each number led to; gone when a new message for it arrives. */
const outcomes = new Map();
let chosen;
let language = startLanguage();
let ahead = 0;

function readKept() {
  try {
    return JSON.parse(sessionStorage.getItem(KEPT) ?? '[]');
  } catch {
    return [];
  }
}

function startLanguage() {
  const preferred = [localStorage.getItem(LANGUAGE), ...navigator.languages.map((tag) => tag.slice(0, 2))];
  return preferred.find((tag) => tag in TEXTS) ?? 'lv';
}

function showTexts() {
  const texts = TEXTS[language];
  document.documentElement.lang = language;
  document.title = `${texts.title} · Zvana asistents`;
  for (const element of document.querySelectorAll('[data-text]'))
    element.textContent = texts[element.dataset.text];
  for (const element of document.querySelectorAll('[data-label]')) {
    element.setAttribute('aria-label', texts[element.dataset.label]);
  }
  for (const element of document.querySelectorAll('[data-placeholder]')) {
    element.placeholder = texts[element.dataset.placeholder];
  }
  for (const button of document.querySelectorAll('[data-language]')) {
    button.setAttribute('aria-pressed', String(button.dataset.language === language));
  }
}

function numbers() {
  return [...new Set([...messages.values()].map(({ to }) => to))];
}

function currentNumber() {
  return chosen ?? numbers().at(-1);
}

/** In the order of their times: a reply may be here before the answer to what it replies to. */
function ofNumber(number) {
  return [...messages.values()].filter(({ to }) => to === number).sort((a, b) => a.at - b.at);
}

function render() {
  const number = currentNumber();
  const shown = ofNumber(number);
  const sender = shown.at(-1)?.from;
  byId('sender').textContent = sender ?? TEXTS[language].messages;
  byId('avatar').textContent = sender?.slice(0, 1) ?? '';
  byId('number').textContent = number ? spaced(number) : TEXTS[language].phone;
  byId('empty').hidden = shown.length > 0;
  thread.hidden = shown.length === 0;
  thread.replaceChildren(...shown.map(bubble));
  thread.scrollTop = thread.scrollHeight;
  renderNumbers(number);
  renderCall(number, sender);
  renderTime();
}

function bubble({ text, language: spoken, at, sent }) {
  const item = document.createElement('li');
  if (spoken) item.lang = spoken;
  item.classList.toggle('sent', sent === true);
  const body = document.createElement('p');
  const [address] = LINK.exec(text) ?? [];
  const [before, after] = address ? text.split(address) : [text, ''];
  body.append(before, ...(address ? [linkTo(address)] : []), after);
  const time = document.createElement('time');
  time.textContent = clockFormat().format(at);
  item.append(body, time);
  return item;
}

function linkTo(address) {
  const link = document.createElement('a');
  link.href = address;
  link.target = '_blank';
  link.rel = 'noopener';
  link.textContent = address;
  link.addEventListener('click', (event) => {
    // On a real phone a link opens as links do there; on a desktop, in a window as big as a phone.
    if (matchMedia('(pointer: coarse)').matches || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    window.open(address, '_blank', PHONE_WINDOW);
  });
  return link;
}

function renderNumbers(current) {
  const all = numbers();
  const bar = byId('numbers');
  bar.hidden = all.length < 2;
  bar.replaceChildren(
    ...all.map((number) => {
      const button = document.createElement('button');
      button.type = 'button';
      button.textContent = spaced(number);
      button.setAttribute('aria-pressed', String(number === current));
      button.addEventListener('click', () => {
        chosen = number;
        render();
      });
      return button;
    }),
  );
}

/** A link with a token invites to a call; other messages come whether or not there is one. */
function isInvitation({ text, sent }) {
  return !sent && /\/#\w/.test(text);
}

function renderCall(number, sender) {
  const texts = TEXTS[language];
  const outcome = outcomes.get(number);
  const call = byId('call');
  call.dataset.state = !ofNumber(number).some(isInvitation) ? 'none' : outcome?.over ? 'over' : 'on';
  byId('call-title').textContent = outcome?.over ? texts.callOver : sender ? texts.callWith(sender) : '';
  byId('call-detail').textContent = outcome ? texts[outcome.text] : texts.callOn;
  byId('hang-up').hidden = outcome?.over === true;
}

function renderTime() {
  const now = Date.now() + ahead;
  byId('status-time').textContent = clockFormat().format(now);
  const format = new Intl.DateTimeFormat(locale(), { dateStyle: 'long', timeStyle: 'short' });
  byId('now').textContent = format.format(now);
}

/** Everyone here reads a 24-hour clock. */
function locale() {
  return language === 'en' ? 'en-GB' : language;
}

function clockFormat() {
  return new Intl.DateTimeFormat(locale(), { hour: '2-digit', minute: '2-digit' });
}

/** +37120000001 as +371 20 000 001. */
function spaced(number) {
  const [, code, rest] = /^(\+\d{3})(\d+)$/.exec(number) ?? [];
  return code ? `${code} ${rest.replace(/(\d)(?=(?:\d{3})+$)/g, '$1\u00a0')}` : number;
}

function post(path, body) {
  return fetch(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-language': language },
    body: JSON.stringify(body),
  });
}

/** Keeps a message that came or went; `to` is this phone's number either way. */
function keep(message) {
  if (!messages.has(message.id)) {
    messages.set(message.id, message);
    if (isInvitation(message)) outcomes.delete(message.to);
    chosen = message.to;
  }
  sessionStorage.setItem(KEPT, JSON.stringify([...messages.values()]));
  render();
}

function receive(message) {
  keep(message);
  post('/demo/api/shown', { ids: [message.id] });
}

async function loadOperators() {
  const response = await fetch('/demo/api/numbers');
  if (!response.ok) return;
  operators = await response.json();
  byId('compose').hidden = operators.length === 0;
  byId('compose-to').replaceChildren(
    ...operators.map(({ controller, number, brand }) => new Option(`${brand} · ${number}`, controller)),
  );
}

async function sendMessage(event) {
  event.preventDefault();
  const [field, button, failed] = [byId('compose-text'), byId('compose-send'), byId('compose-failed')];
  const operator = operators.find(({ controller }) => controller === byId('compose-to').value);
  const from = currentNumber() ?? FIRST_NUMBER;
  const { controller, brand } = operator;
  const text = field.value;
  button.disabled = true;
  failed.textContent = '';
  try {
    const response = await post('/demo/api/send', { controller, from, text });
    if (!response.ok) throw new Error(String(response.status));
    const { id, at } = await response.json();
    field.value = '';
    keep({ id, at, controller, from: brand, to: from, text, sent: true });
  } catch {
    failed.textContent = TEXTS[language].failed;
  } finally {
    button.disabled = false;
    field.focus();
  }
}

const ENDINGS = { call: 'ended', number: 'ended', none: 'endedNone', ambiguous: 'endedAmbiguous' };

async function hangUp() {
  const number = currentNumber();
  byId('hang-up').disabled = true;
  try {
    const { controller } = ofNumber(number).at(-1);
    const response = await post('/demo/api/hang-up', { controller, number });
    if (!response.ok) throw new Error(String(response.status));
    const { matched } = await response.json();
    outcomes.set(number, { over: matched !== 'ambiguous', text: ENDINGS[matched] ?? 'failed' });
  } catch {
    outcomes.set(number, { over: false, text: 'failed' });
  } finally {
    byId('hang-up').disabled = false;
    render();
  }
}

function listen() {
  const source = new EventSource('/demo/api/stream');
  source.addEventListener('open', () => {
    byId('lost').hidden = true;
  });
  source.addEventListener('error', () => {
    byId('lost').hidden = false;
  });
  source.addEventListener('sms', ({ data }) => receive(JSON.parse(data)));
  source.addEventListener('time', ({ data }) => {
    ahead = JSON.parse(data).now - Date.now();
    renderTime();
  });
}

byId('hang-up').addEventListener('click', hangUp);
byId('compose').addEventListener('submit', sendMessage);
for (const button of document.querySelectorAll('[data-advance]')) {
  button.addEventListener('click', async () => {
    button.disabled = true;
    await post('/demo/api/advance', { step: button.dataset.advance }).catch(() => undefined);
    button.disabled = false;
  });
}
for (const button of document.querySelectorAll('[data-language]')) {
  button.addEventListener('click', () => {
    language = button.dataset.language;
    localStorage.setItem(LANGUAGE, language);
    showTexts();
    render();
  });
}

showTexts();
render();
listen();
loadOperators();
setInterval(renderTime, 10_000);
