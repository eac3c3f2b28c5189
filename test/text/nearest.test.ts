import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nearest } from '../../src/text/nearest.ts';

test('finds the match for a typo', () => assert.deepEqual(nearest('cancle', ['cancel', 'list', 'stop']), ['cancel']));
test('finds a name by its prefix', () =>
  assert.deepEqual(nearest('my-', ['other', 'my-first-flink-cluster']), ['my-first-flink-cluster']));
test('finds nothing if no candidate is similar', () => assert.deepEqual(nearest('zzzzzz', ['cancel', 'list']), []));
