import assert from 'node:assert/strict';
import { test } from 'node:test';
import { memoryLines } from '../../../src/commands/memory/memory-lines.ts';
import type { JvmMemory } from '../../../src/session/memory/jvm-memory.ts';
import { memoryRows } from '../../../src/session/memory/memory-rows.ts';
import { taskManagerPod, watchMoments } from '../../support/memory.ts';
import { sessionSnapshot } from '../../support/session.ts';

test('the details of a pod contain only numbers that are known', () => {
  const pod = taskManagerPod();
  const { pods, usage } = watchMoments([{ second: 0, usage: 300, jvm: {} }]);
  const [known] = [...pods.values()];
  assert.ok(known?.jvm !== undefined);
  const linesWith = (part: Partial<JvmMemory>) => {
    const memory = { ...known, jvm: { ...known.jvm, ...part } as JvmMemory };
    const rows = memoryRows(sessionSnapshot({ pods: [pod], memory: { pods: new Map([[pod.uid, memory]]), usage } }));
    return [...memoryLines(rows, usage, { isDetailed: true, config: undefined, now: Date.now() })];
  };
  assert.ok(linesWith({}).includes('  heap 58/135 MiB, metaspace 50/256 MiB, garbage collections 0% of the time'));
  assert.ok(linesWith({ gcMsPerSecond: undefined }).includes('  heap 58/135 MiB, metaspace 50/256 MiB'));
  const unknown = { gcMsPerSecond: undefined, metaspaceUsed: undefined, metaspaceMax: undefined };
  assert.ok(linesWith(unknown).includes('  heap 58/135 MiB'));
});
