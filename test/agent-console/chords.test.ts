import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { ariaChord, CHORDS, chordOf, type KeyPress, writeChord } from '../../agent-console/pure/chords.ts';

const plain: KeyPress = {
  code: 'KeyL',
  altKey: false,
  ctrlKey: false,
  metaKey: false,
  shiftKey: false,
  altGraph: false,
};

describe('chords', () => {
  it('[AGT-10] are Alt with a letter, and Control-Option with it on Apple keyboards', () => {
    assert.equal(chordOf({ ...plain, altKey: true }, false), 'guides');
    assert.equal(chordOf({ ...plain, altKey: true, ctrlKey: true }, true), 'guides');
    assert.equal(writeChord('guides', false), 'Alt+L');
    assert.equal(writeChord('guides', true), '⌃⌥L');
    assert.equal(ariaChord('guides', true), 'Control+Alt+L');
  });

  it('[AGT-10] a single letter does nothing (WCAG 2.1.4)', () => {
    assert.equal(chordOf(plain, false), undefined);
    assert.equal(chordOf({ ...plain, shiftKey: true }, false), undefined);
  });

  it('[AGT-10] typing Latvian letters makes no chord: AltGr elsewhere, Option alone on Apple', () => {
    assert.equal(
      chordOf({ ...plain, code: 'KeyA', altKey: true, ctrlKey: true, altGraph: true }, false),
      undefined,
    );
    assert.equal(chordOf({ ...plain, code: 'KeyA', altKey: true, altGraph: true }, false), undefined);
    assert.equal(chordOf({ ...plain, code: 'KeyA', altKey: true }, true), undefined);
  });

  it('[AGT-10] no key serves two chords, and none takes what browsers reserve (D, E, F)', () => {
    const keys = Object.values(CHORDS);
    assert.equal(new Set<string>(keys).size, keys.length);
    for (const reserved of ['KeyD', 'KeyE', 'KeyF']) assert.ok(!keys.some((key) => key === reserved));
  });
});
