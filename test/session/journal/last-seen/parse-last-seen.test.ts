import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createIntern, parseEntry } from '../../../../src/session/journal/store/parse-entry.ts';

const entry = {
  ...{ kind: 'last-seen', at: 1, job: 'a1', jobName: 'orders', state: 'FAILED', startedAt: 0, measuredAt: 1 },
  ...{ names: ['a', 'b'], parallelisms: [1, 2], inputs: [[], [0]], busy: [null, 97], bottleneck: 1 },
  findings: [{ rule: 'skew', severity: 'warning', text: 'b is skewed' }],
  pods: ['tm-1'],
};
const parse = (value: object) => parseEntry(JSON.stringify(value), createIntern());

test('an entry is read as it was written, also with fields of a newer version', () => {
  assert.deepEqual(parse({ ...entry, heap: [1] }), { ...entry, heap: [1] });
});

for (const damaged of [
  { startedAt: undefined },
  { busy: ['97'] },
  { inputs: [0] },
  { inputs: [['a']] },
  { pods: 'tm-1' },
  { names: [1] },
  { findings: [{ rule: 'skew' }] },
]) {
  test(`an entry with ${JSON.stringify(damaged)} is damaged`, () => {
    assert.equal(parse({ ...entry, ...damaged }), undefined);
  });
}
