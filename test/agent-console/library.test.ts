import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { hindrance, waitingPhotos } from '../../agent-console/pure/permissions.ts';
import { moveView, NO_VIEW, viewAfterKey } from '../../agent-console/pure/photo-view.ts';
import { findGuides, fold, shelve } from '../../agent-console/pure/search.ts';
import type { GuideSummary } from '../../protocol/guide.ts';
import type { MatterCategory } from '../../protocol/language.ts';
import * as s from './sample.ts';

function guide(id: string, category: MatterCategory, lv: string, ru: string, search = ''): GuideSummary {
  return {
    id,
    version: 1,
    category,
    purpose: 'assist',
    titles: { lv, ru, en: id },
    steps: 3,
    search: `${lv} ${ru} ${search}`,
  };
}

const restart = guide('restart', 'router', 'Kā pārstartēt rūteri', 'Как перезапустить роутер');
const password = guide(
  'password',
  'wifi',
  'Wi-Fi nosaukums un parole',
  'Имя и пароль Wi-Fi',
  'uzlīme router',
);
const placement = guide('placement', 'wifi', 'Kur novietot rūteri', 'Где поставить роутер');
const sim = guide('sim', 'sim', 'Kā ievietot SIM karti', 'Как вставить SIM-карту', 'Wi-Fi');
const all = [restart, password, placement, sim];
const ids = (guides: readonly GuideSummary[]) => guides.map(({ id }) => id);

describe('search in the library', () => {
  it('[AGT-7] is blind to diacritics and case, in every language', () => {
    assert.equal(fold('PĀRSTARTĒT Ёлка'), 'parstartet елка');
    assert.deepEqual(ids(findGuides(all, 'parstart')), ['restart']);
    assert.deepEqual(ids(findGuides(all, 'ПАРОЛЬ')), ['password']);
  });

  it('[AGT-7] finds a word in another of its forms', () => {
    assert.deepEqual(ids(findGuides(all, 'paroli')), ['password']);
    assert.deepEqual(ids(findGuides(all, 'роутера')), ['restart', 'placement']);
  });

  it('[AGT-7] puts titles before step texts, and wants every word', () => {
    for (const typed of ['wi-fi', 'wifi', 'WiFi', 'wi fi']) {
      assert.deepEqual(ids(findGuides(all, typed)), ['password', 'sim'], typed);
    }
    assert.deepEqual(ids(findGuides(all, 'wi-fi uzlīme')), ['password']);
    assert.deepEqual(ids(findGuides(all, 'wi-fi televizors')), []);
    assert.deepEqual(ids(findGuides(all, '  ')), []);
  });

  it("[AGT-7] without a query: the matter's guides, then the recent ones, then the others, each once", () => {
    const shelf = shelve(all, 'wifi', ['sim', 'password', 'gone']);
    assert.deepEqual(ids(shelf.matter), ['password', 'placement']);
    assert.deepEqual(ids(shelf.recent), ['sim']);
    assert.deepEqual(ids(shelf.rest), ['restart']);
  });
});

describe('what the state allows', () => {
  it('[AGT-5] nothing can be shown before the caller is here and matched, nor after the end', () => {
    assert.equal(hindrance(s.session([0, s.INVITED])), 'before');
    assert.equal(hindrance(s.session(...s.JOINED)), 'unmatched');
    assert.equal(hindrance(s.session(...s.READY)), undefined);
    assert.equal(hindrance(s.session(...s.READY, [60, { type: 'SessionEnded', reason: 'idle' }])), 'over');
  });

  it('[AGT-9] a photo waits until it is seen or taken back', () => {
    const second = { ...s.PHOTO, photo: 'photo-2' };
    const two = [...s.READY, [40, s.PHOTO], [41, second]] as const;
    assert.equal(waitingPhotos(s.session(...s.READY)), 0);
    assert.equal(waitingPhotos(s.session(...two)), 2);
    assert.equal(waitingPhotos(s.session(...two, [42, { type: 'PhotoSeen', photo: 'photo-1' }])), 1);
    const back = { type: 'PhotoErased', photo: 'photo-2', rule: 'taken-back' } as const;
    assert.equal(waitingPhotos(s.session(...two, [42, back])), 1);
  });
});

describe('the photo viewer', () => {
  it('[AGT-9] zooms within limits and comes back to the whole picture, keeping its turn', () => {
    const turned = viewAfterKey(NO_VIEW, 'r');
    assert.deepEqual(turned, { zoom: 1, turns: 1, x: 0, y: 0 });
    const near = Array.from({ length: 30 }).reduce<typeof NO_VIEW>((view) => viewAfterKey(view, '+'), turned);
    assert.equal(near.zoom, 8);
    assert.deepEqual(viewAfterKey(near, '0'), { zoom: 1, turns: 1, x: 0, y: 0 });
    assert.equal(viewAfterKey(NO_VIEW, '-').zoom, 1);
  });

  it('[AGT-9] four quarter turns are none', () => {
    const round = ['r', 'R', 'r', 'r'].reduce(viewAfterKey, NO_VIEW);
    assert.equal(round.turns, 0);
  });

  it('[AGT-9] never loses the picture out of its frame', () => {
    assert.deepEqual(moveView(NO_VIEW, 5, -5), { zoom: 1, turns: 0, x: 0.5, y: -0.5 });
    assert.deepEqual(viewAfterKey(NO_VIEW, 'x'), NO_VIEW);
  });
});
