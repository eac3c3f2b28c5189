import assert from 'node:assert/strict';
import { test } from 'node:test';
import { memoryRows } from '../../../src/session/memory/memory-rows.ts';
import { verdictOf } from '../../../src/session/memory/verdict.ts';
import { type Moment, momentsOf, taskManagerPod, watchMoments } from '../../support/memory.ts';
import { sessionSnapshot } from '../../support/session.ts';

test('of the usage and the limit of a container, only what is missing is called unknown', () => {
  const verdict = (part: { memoryLimit?: number | undefined }, moments: readonly Moment[]) => {
    const pod = taskManagerPod(part);
    const memory = watchMoments(moments.map((moment) => ({ ...moment, pod })));
    const [row] = memoryRows(sessionSnapshot({ pods: [pod], memory }));
    return row && verdictOf(row, Date.now())[0];
  };
  const steady = momentsOf(150, () => ({ usage: 300 }));
  assert.equal(verdict({}, steady), 'Container memory 300 of 1000 MiB, does not grow');
  const limit = verdict({ memoryLimit: undefined }, steady);
  assert.equal(limit, 'Container memory 300 MiB, does not grow. The limit is unknown');
  const usage = verdict({}, [{ second: 0, jvm: {} }]);
  assert.equal(usage, 'Heap 58 of 135 MiB. The container usage is unknown');
});
