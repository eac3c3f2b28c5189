import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compileTextPattern } from '../../src/logs/text-pattern.ts';

const regex = (text: string) => compileTextPattern({ text, isRegex: true });

test('drops a leading .* and still matches the same lines', () => {
  const lines = ['', 'zebra', 'a checkpoint of a zebra', 'checkpoint', '.*zebra', 'a\rb zebra', 'b'];
  for (const text of [
    '.*zebra',
    '.*?zebra',
    '.*.*zebra',
    '.*',
    '.*checkpoint.*zebra',
    '.*(zebra|b)',
    '.*a|b$',
    '.*?b?c',
  ]) {
    const pattern = regex(text);
    assert.deepEqual(
      lines.map((line) => pattern.test(line)),
      lines.map((line) => new RegExp(text).test(line)),
      text,
    );
  }
  assert.equal(regex('.*zebra').exec('a zebra')?.[0], 'zebra');
});

test('keeps .* in plain texts, and rejects invalid expressions with a leading .*', () => {
  assert.equal(compileTextPattern({ text: '.*zebra', isRegex: false }).test('zebra'), false);
  assert.throws(() => regex('.*+zebra'), /"\.\*\+zebra" is not a valid regular expression: nothing to repeat/);
  assert.throws(() => regex('.*??'), /nothing to repeat/);
});
