import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nearest } from '../../src/text/nearest.ts';

test('a typo finds what was meant', () => assert.deepEqual(nearest('cancle', ['cancel', 'list', 'stop']), ['cancel']));
test('the beginning of a name finds it', () =>
  assert.deepEqual(nearest('my-', ['other', 'my-first-flink-cluster']), ['my-first-flink-cluster']));
test('nothing close finds nothing', () => assert.deepEqual(nearest('zzzzzz', ['cancel', 'list']), []));
