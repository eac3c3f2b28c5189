import assert from 'node:assert/strict';
import { test } from 'node:test';
import { divide } from '../../src/text/divide.ts';

test('parts add up to the total, and the largest remainders are rounded up', () => {
  assert.deepEqual(divide(100, [1, 1, 1]), [34, 33, 33]);
  assert.deepEqual(divide(10, [14, 25, 61]), [1, 3, 6]);
  assert.deepEqual(divide(100, [0, 0]), [0, 0]);
  assert.deepEqual(divide(100, []), []);
});

test('small parts keep their least size at the cost of the largest part', () => {
  assert.deepEqual(divide(10, [1, 1, 998], 1), [1, 1, 8]);
  assert.deepEqual(divide(2, [1, 1, 1], 1), [0, 1, 1]);
});
