import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { MetricScope, MetricValue } from '../../../src/flink/responses.ts';
import type { FlinkRest } from '../../../src/flink/rest.ts';
import { memorySweep } from '../../../src/session/memory/memory-sweep.ts';

test('a sweep that only made Flink fetch metrics is repeated for the processes that are chosen then', async () => {
  const scopes: MetricScope[] = [];
  const metrics: FlinkRest['metrics'] = async (scope) => {
    scopes.push(scope);
    const used: MetricValue = { state: 'measured', value: 7 };
    return new Map(scopes.length === 1 ? [] : [['Status.JVM.Memory.Heap.Used', used]]);
  };
  const sweep = memorySweep(() => ({ ids: [`tm-${scopes.length + 1}`], hasJobManager: false, hasMore: false }));
  const { value, isEmpty } = await sweep.read({ metrics } as FlinkRest, new AbortController().signal);
  assert.deepEqual(scopes, [
    { kind: 'task-manager', id: 'tm-1' },
    { kind: 'task-manager', id: 'tm-2' },
  ]);
  assert.deepEqual([value.processes[0]?.memory.heapUsed, isEmpty], [7, false]);
});
