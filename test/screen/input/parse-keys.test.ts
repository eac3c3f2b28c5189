import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseKeys } from '../../../src/screen/input/parse-keys.ts';
import { decodeKeys } from '../../support/decode-keys.ts';
import { bytesOf } from '../../support/screen-driver/keys.ts';

for (const [written, keys] of [
  ['x', 'x'],
  ['X', 'X'],
  ['&', '&'],
  ['é', 'é'],
  ['Enter', 'enter'],
  ['Esc', 'escape'],
  ['PgUp', 'pageup'],
  ['←', 'left'],
  ['F5', 'f5'],
  ['Space', 'space'],
  ['Ctrl-X', 'ctrl-x'],
  ['ctrl+x', 'ctrl-x'],
  ['Alt-x', 'alt-x'],
  ['Alt-Enter', 'alt-enter'],
  ['Shift-Tab', 'shift-tab'],
  ['shift-a', 'A'],
  ['ctrl-m', 'enter'],
  ['ctrl-i', 'tab'],
  ['Ctrl-Up', 'ctrl-up'],
  ['shift-ctrl-up', 'ctrl-shift-up'],
  [' g   S ', 'g S'],
  ['ctrl-x ctrl-s', 'ctrl-x ctrl-s'],
] as const) {
  test(`reads the key ${JSON.stringify(written)}`, () => assert.deepEqual(parseKeys(written), { keys }));
}

for (const [written, problem] of [
  ['', /an empty key; write \[\] to remove the keys/],
  ['  ', /an empty key/],
  ['abc', /unknown key "abc"/],
  ['g abc', /unknown key "abc"/],
  ['ctrl-1', /unknown key "ctrl-1"/],
  ['shift-1', /unknown key "shift-1"/],
  ['ctrl-', /unknown key "ctrl-"/],
  ['a b c d e', /has more than 4 keys/],
  ['Ctrl-C', /Ctrl-C always ends flink-tui/],
  ['g ctrl-c', /Ctrl-C always ends/],
  ['\x1b', /unknown key/],
  ['alt-[', /unknown key "alt-\["/],
  ['alt-shift-o', /unknown key/],
  ['alt-esc', /unknown key/],
] as const) {
  test(`rejects the key ${JSON.stringify(written)}`, () => {
    const parsed = parseKeys(written);
    assert.ok('problem' in parsed);
    assert.match(parsed.problem, problem);
  });
}

test('a key has the name with which it is decoded', () => {
  for (const written of [
    'x',
    'Enter',
    'Esc',
    'PgUp',
    'F5',
    'F12',
    'Space',
    'Ctrl-X',
    'Alt-x',
    'Shift-Tab',
    'ctrl-i',
    'Del',
    '←',
  ]) {
    const parsed = parseKeys(written);
    assert.ok('keys' in parsed);
    const [key] = decodeKeys(bytesOf(parsed.keys));
    assert.equal(key?.name, parsed.keys);
  }
  const [up] = decodeKeys('\x1b[1;6A');
  assert.deepEqual(parseKeys('Shift-Ctrl-Up'), { keys: up?.name });
});
