import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createSequences, type FoundLines } from '../../../src/logs/view/sequences.ts';

const all = (found: FoundLines) => Array.from({ length: found.length }, (_, index) => found.at(index));

test('keeps a snapshot unchanged by later changes', () => {
  const sequences = createSequences();
  for (const sequence of [10, 11, 12]) sequences.push(sequence);
  const earlier = sequences.snapshot();
  assert.equal(sequences.snapshot(), earlier, 'the same snapshot without a change');

  sequences.truncateFrom(12);
  for (const sequence of [20, 21]) sequences.push(sequence);
  const older = createSequences();
  for (const sequence of [1, 2]) older.push(sequence);
  sequences.prepend(older.snapshot());
  sequences.dropBefore(2);

  assert.deepEqual(all(earlier), [10, 11, 12]);
  assert.deepEqual(all(sequences.snapshot()), [2, 10, 11, 20, 21]);
  assert.equal(earlier.indexFrom(12), 2);
  assert.equal(sequences.snapshot().indexFrom(12), 3);
});
