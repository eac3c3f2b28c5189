import assert from 'node:assert/strict';
import { test } from 'node:test';
import { backgroundInEnvironment, backgroundInReport } from '../../../src/screen/theme/background.ts';

for (const [colour, background] of [
  ['rgb:1e1e/1e1e/1e1e', 'dark'],
  ['rgb:ffff/ffff/ffff', 'light'],
  ['rgb:1e/1e/1e', 'dark'],
  ['rgb:FD/F6/E3', 'light'],
  ['rgb:f/f/f', 'light'],
  ['rgba:0000/2b2b/3636/ffff', 'dark'],
  ['rgba:ee/ee/ee/00', 'light'],
  ['#1e1e1e', 'dark'],
  ['#fafafa', 'light'],
  ['#fff', 'light'],
  ['#eeeeeeeeeeee', 'light'],
  // The eye sees green brighter than blue.
  ['rgb:0000/ffff/0000', 'light'],
  ['rgb:0000/0000/ffff', 'dark'],
  ['?', undefined],
  ['', undefined],
  ['rgb:ffff/ffff', undefined],
  ['rgb:fffff/fffff/fffff', undefined],
  ['#ffff', undefined],
  ['cyan', undefined],
] as const) {
  test(`the background colour ${colour || 'without a value'} is ${background ?? 'unknown'}`, () => {
    assert.equal(backgroundInReport(`\x1b]11;${colour}\x07`), background);
    assert.equal(backgroundInReport(`\x1b]11;${colour}\x1b\\`), background);
    assert.equal(backgroundInReport(`\x1b]10;${colour}\x07`), undefined, 'the text colour is not the background');
  });
}

test('COLORFGBG ends with the background', () => {
  for (const [value, background] of [
    ['15;0', 'dark'],
    ['0;15', 'light'],
    ['0;default;15', 'light'],
    ['7;8', 'dark'],
    ['0;7', 'light'],
    ['15;6', 'dark'],
    ['0;9', 'light'],
    ['15;default', undefined],
    ['15;16', undefined],
    ['', undefined],
    [undefined, undefined],
  ] as const)
    assert.equal(backgroundInEnvironment(value), background, value);
});
