import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isSameValue, parseMemorySize } from '../../../src/session/configuration/same-value.ts';

for (const [a, b, expected] of [
  ['1', '1.0', true],
  ['0.10', '0.1', true],
  ['true', 'True', true],
  ['["a","b"]', '[a, b]', true],
  ['["a","b"]', "['a', 'b']", true],
  ['{"a":1}', "{a: '1'}", true],
  ['[a, b]', '[b, a]', false],
  ['[a', '[a, b]', false],
  ['10 s', '10s', false],
  ['1', '2', false],
  ['a', 'A', false],
] as const) {
  test(`${a} and ${b} are ${expected ? 'the same value' : 'different values'}`, () => {
    assert.equal(isSameValue(a, b), expected);
    assert.equal(isSameValue(b, a), expected);
  });
}

test('reads sizes of memory', () => {
  const sizes = ['300m', '314572800b', '1 gb', '1024', '2 mebibytes', 'x', '1.5g'].map(parseMemorySize);
  assert.deepEqual(sizes, [314_572_800, 314_572_800, 1_073_741_824, 1024, 2_097_152, undefined, undefined]);
});
