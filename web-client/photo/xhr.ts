/** One try over XMLHttpRequest: fetch cannot tell how far an upload has come. */
import { refusalOf } from '../entry/http.ts';
import { currentLanguage } from '../entry/language.ts';
import type { SendTools, Try, Upload } from './send.ts';

/** A connection that moves no byte for so long is dead, whatever the phone thinks of it. */
const SILENCE = 30_000;

export const xhrTools: SendTools = { tryOnce, pause };

function tryOnce(upload: Upload, onPercent: (percent: number) => void) {
  const xhr = new XMLHttpRequest();
  const done = new Promise<Try>((resolve) => {
    let timer: ReturnType<typeof setTimeout>;
    const wake = () => {
      clearTimeout(timer);
      timer = setTimeout(() => xhr.abort(), SILENCE);
    };
    xhr.upload.onprogress = (event) => {
      wake();
      if (event.lengthComputable) onPercent(Math.floor((event.loaded / event.total) * 100));
    };
    xhr.onloadend = () => {
      clearTimeout(timer);
      resolve(outcomeOf(xhr));
    };
    xhr.open('POST', `/api/caller/photos/${upload.photo}`);
    xhr.setRequestHeader('content-type', 'image/jpeg');
    xhr.setRequestHeader('accept-language', currentLanguage());
    xhr.setRequestHeader('x-confirmed', upload.confirmed);
    if (upload.request) xhr.setRequestHeader('x-request', upload.request);
    xhr.send(upload.jpeg);
    wake();
  });
  return { done, abort: () => xhr.abort() };
}

function outcomeOf(xhr: XMLHttpRequest): Try {
  if (xhr.status >= 200 && xhr.status < 300) return { kind: 'stored' };
  const answer = xhr.status === 0 ? undefined : refusalOf(xhr.responseText);
  if (!answer || answer.ok || answer.code === 'offline') return { kind: 'lost' };
  return { kind: 'refused', code: answer.code, sentence: answer.sentence };
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      removeEventListener('online', end);
      resolve();
    };
    const timer = setTimeout(end, milliseconds);
    addEventListener('online', end);
  });
}
