import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { compileTheme } from '../../../src/screen/theme/compile.ts';
import { nearestColour } from '../../../src/screen/theme/nearest-colour.ts';
import { type Token, tokens } from '../../../src/screen/theme/theme.ts';
import { coloursOf, contrast, parseHex } from './contrast.ts';

/** Less important text, which may be fainter than the rest. */
const faint: readonly Token[] = ['muted', 'gone', 'log.time', 'log.logger', 'log.debug', 'log.frame'];
/** A border is not text. */
const exempt: readonly Token[] = ['border', 'selection', 'selection.inactive', 'cursor'];

const dark = ['#000000', '#1e1e1e', '#282c34'];
const light = ['#ffffff', '#fafafa', '#fdf6e3', '#eff1f5'];

for (const [name, backgrounds, plainText] of [
  ['dark', dark, '#d0d0d0'],
  ['light', light, '#303030'],
  ['high-contrast', dark, '#ffffff'],
] as const) {
  for (const level of [2, 3] as const) {
    const theme = compileTheme(JSON.parse(readFileSync(`themes/${name}.json`, 'utf8')), level);
    const colours = level === 2 ? '256 colours' : '24-bit colour';
    const selections = (['selection', 'selection.inactive'] as const).flatMap((token) => {
      const { background } = coloursOf(theme[token]('x'));
      return background === undefined ? [] : [{ token, background }];
    });

    test(`${name} is readable on its background, in ${colours}`, () => {
      for (const token of tokens.filter((one) => !exempt.includes(one))) {
        const { text, background } = coloursOf(theme[token]('x'));
        assert.ok(text, token);
        const least = faint.includes(token) ? 3 : 4.5;
        for (const behind of background === undefined ? backgrounds.map(parseHex) : [background]) {
          const ratio = contrast(text, behind);
          assert.ok(ratio >= least, `${token} on ${behind}: ${ratio.toFixed(2)}`);
        }
      }
    });

    test(`a selected row of ${name} keeps its colours and stays readable, in ${colours}`, () => {
      assert.ok(selections.some(({ token }) => token === 'selection'));
      for (const { token: selection, background } of selections) {
        assert.equal(coloursOf(theme[selection]('x')).text, undefined);
        assert.doesNotMatch(theme[selection]('x'), /\x1b\[[17]m/, 'neither bold nor inverse');
        assert.ok(contrast(parseHex(plainText), background) >= 4.5, selection);
        for (const token of tokens.filter((one) => !exempt.includes(one))) {
          const { text, background: own } = coloursOf(theme[token]('x'));
          assert.ok(text, token);
          const ratio = contrast(text, own ?? background);
          assert.ok(ratio >= 3, `${token} on ${selection}: ${ratio.toFixed(2)}`);
        }
      }
    });

    test(`the status colours of ${name} differ, in ${colours}`, () => {
      const status = (['ok', 'busy', 'warning', 'error', 'gone'] as const).map((token) => theme[token]('x'));
      assert.equal(new Set(status).size, status.length);
    });
  }
}

test('the nearest of 256 colours is a neutral grey for a grey, and not brighter', () => {
  assert.equal(nearestColour('#121212'), 233);
  assert.equal(nearestColour('#8a8a8a'), 245);
  assert.equal(nearestColour('#ffffff'), 231);
  assert.equal(nearestColour('#00005f'), 17);
  assert.equal(nearestColour('#ff8700'), 208);
});
