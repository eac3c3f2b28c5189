import assert from 'node:assert/strict';
import { test } from 'node:test';
import { jobTints, tintOf } from '../../../src/screen/state/job-tint.ts';

/** Jobs whose ids start with the same digits, oldest first. */
const jobs = Array.from({ length: 7 }, (_, index) => ({ id: `a1b2c3d4${'0'.repeat(23)}${index}`, startTime: index }));
const coloursOf = (count: number) => {
  const tints = jobTints(jobs.slice(0, count));
  return jobs.slice(0, count).map(({ id }) => tintOf(id, tints));
};

test('each of six jobs has its own colour', () => {
  assert.equal(new Set(coloursOf(6)).size, 6);
});

test('a new job does not change the colours of older jobs', () => {
  const before = coloursOf(3);
  assert.deepEqual(coloursOf(7).slice(0, 3), before);
});

test('a job that Flink does not list has a colour', () => {
  assert.match(tintOf('ffffffffffffffffffffffffffffffff', jobTints([])), /^job\.\d$/);
});
