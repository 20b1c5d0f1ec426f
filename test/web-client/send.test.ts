import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { type SendTools, sendPhoto, type Try, type Upload } from '../../web-client/photo/send.ts';

const upload: Upload = {
  photo: 'photo-1',
  jpeg: new Blob(['jpeg']),
  confirmed: '2026-11-21',
  request: 'r-1',
};
const refused = (code: Extract<Try, { kind: 'refused' }>['code']): Try => ({
  kind: 'refused',
  code,
  sentence: `because ${code}`,
});

/** A network that answers with these, one for each try; pauses end at once and are noted. */
function network(...answers: readonly Try[]) {
  const sent: Upload[] = [];
  const pauses: number[] = [];
  const tools: SendTools = {
    tryOnce: (one, onPercent) => {
      const answer = answers[sent.length] ?? { kind: 'lost' };
      sent.push(one);
      onPercent(50);
      return { done: Promise.resolve(answer), abort: () => undefined };
    },
    pause: async (milliseconds) => void pauses.push(milliseconds),
  };
  return { sent, pauses, tools };
}

function listeners() {
  const heard: string[] = [];
  return {
    heard,
    onPercent: (percent: number) => void heard.push(`${percent}`),
    onWaiting: () => void heard.push('waiting'),
  };
}

describe('sending a photo', () => {
  it('[CAL-10] is done at the first answer that it is stored', async () => {
    const { sent, pauses, tools } = network({ kind: 'stored' });
    assert.deepEqual(await sendPhoto(upload, tools, listeners()).done, { kind: 'stored' });
    assert.deepEqual(sent, [upload]);
    assert.deepEqual(pauses, []);
  });

  it('[CAL-10] tries the same photo again while no answer comes, at growing distances', async () => {
    const lost: Try = { kind: 'lost' };
    const { sent, pauses, tools } = network(lost, lost, lost, lost, lost, lost, { kind: 'stored' });
    const { heard, ...on } = listeners();
    assert.deepEqual(await sendPhoto(upload, tools, on).done, { kind: 'stored' });
    assert.deepEqual(new Set(sent.map(({ photo }) => photo)), new Set(['photo-1']));
    assert.deepEqual(pauses, [1000, 2000, 4000, 8000, 15_000, 15_000]);
    assert.deepEqual(heard.slice(0, 4), ['50', 'waiting', '50', 'waiting']);
  });

  it('[CAL-10] takes a judgement of the photo as the last word', async () => {
    const { sent, tools } = network(refused('picture_broken'), { kind: 'stored' });
    assert.deepEqual(await sendPhoto(upload, tools, listeners()).done, refused('picture_broken'));
    assert.equal(sent.length, 1);
  });

  it('[CAL-10] tries again when the store could not take it, four times at most', async () => {
    const busy = refused('store_unavailable');
    const once = network(busy, { kind: 'stored' });
    assert.deepEqual(await sendPhoto(upload, once.tools, listeners()).done, { kind: 'stored' });
    const never = network(busy, busy, busy, busy, { kind: 'stored' });
    assert.deepEqual(await sendPhoto(upload, never.tools, listeners()).done, busy);
    assert.equal(never.sent.length, 4);
  });

  it('stops when it is told to, and aborts the try under way', async () => {
    let aborted = false;
    const tools: SendTools = {
      tryOnce: () => {
        const { promise, resolve } = Promise.withResolvers<Try>();
        return {
          done: promise,
          abort: () => {
            aborted = true;
            resolve({ kind: 'lost' });
          },
        };
      },
      pause: () => Promise.reject(new Error('a stopped photo must not wait')),
    };
    const sending = sendPhoto(upload, tools, listeners());
    sending.stop();
    assert.deepEqual(await sending.done, { kind: 'stopped' });
    assert.ok(aborted);
  });
});
