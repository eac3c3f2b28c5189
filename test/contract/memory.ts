import assert from 'node:assert/strict';
import { resources } from '../../src/kubernetes/resource.ts';
import { containerUsages, type PodMetrics } from '../../src/session/memory/container-usage.ts';
import { highestOfTaskManagers } from '../../src/session/memory/highest-of-task-managers.ts';
import { isMeasured, type JvmMemory, readJvmMemory, scopeOf } from '../../src/session/memory/jvm-memory.ts';
import { jobManagerModel } from '../../src/session/memory/memory-model.ts';
import { highestIds } from '../../src/session/memory/memory-sweep.ts';
import { eventually } from '../support/eventually.ts';
import { type Contract, type ContractTarget, waitOptions } from './contract.ts';

const signal = new AbortController().signal;

/** Contracts that need a registered TaskManager. */
export const memoryContracts: readonly Contract[] = [
  {
    name: "the list of TaskManagers has Flink's memory model, whose parts sum up to the process",
    check: async (target) => {
      const { memory } = await registered(target);
      assert.ok(memory !== undefined);
      const { process, ...parts } = memory;
      const sum = Object.values(parts).reduce((total, bytes) => total + bytes, 0);
      assert.equal(sum, process);
    },
  },
  {
    name: 'a TaskManager states its heap, metaspace, direct, network and managed memory, and its collections',
    check: async (target) => {
      const { id, memory } = await registered(target);
      const jvm = await measured(target, id);
      assert.ok(memory !== undefined);
      inOrder(jvm.heapUsed, jvm.heapCommitted, jvm.heapMax);
      inOrder(jvm.metaspaceUsed, jvm.metaspaceCommitted, jvm.metaspaceMax);
      inOrder(jvm.metaspaceCommitted, jvm.nonHeapCommitted);
      assert.equal(jvm.metaspaceMax, memory.metaspace);
      assert.equal(jvm.managedTotal, memory.managed);
      assert.equal(jvm.managedUsed, 0);
      inOrder(jvm.networkUsed, jvm.networkTotal, jvm.directUsed);
      inOrder(0, jvm.gcTimeMs);
      inOrder(0, jvm.gcCount);
      inOrder(0, jvm.gcMsPerSecond, 1000);
      inOrder(1000, jvm.classesLoaded);
    },
  },
  {
    name: 'the JobManager states its heap and metaspace, but no managed memory; its model is in its configuration',
    check: async (target) => {
      const jvm = await measured(target, undefined);
      inOrder(jvm.heapUsed, jvm.heapCommitted, jvm.heapMax);
      inOrder(jvm.metaspaceUsed, jvm.metaspaceMax);
      assert.equal(jvm.managedTotal, undefined);
      const model = jobManagerModel(await target.flink.jobManagerConfig());
      assert.deepEqual(
        model?.parts.map(({ name }) => name),
        ['heap', 'off-heap', 'metaspace', 'JVM overhead'],
      );
    },
  },
  {
    name: 'the highest values of all TaskManagers do not need those that no TaskManager has',
    check: async (target) => {
      await registered(target);
      const highest = await eventually(
        'the highest values',
        async () => {
          const found = await highestOfTaskManagers(target.flink, highestIds, signal);
          return found.size === highestIds.length ? found : undefined;
        },
        waitOptions,
      );
      assert.ok((highest.get(highestIds[0] ?? '') ?? 0) > 2 ** 20);
      const withUnknown = await highestOfTaskManagers(target.flink, [...highestIds, 'nothing'], signal);
      assert.equal(withUnknown.size, highestIds.length);
    },
  },
  {
    name: 'metrics.k8s.io serves the memory of the containers by the label of the cluster',
    check: async (target) => {
      const { kubernetes, namespace, clusterId } = target;
      const { id } = await registered(target);
      const list = (labelSelector: string) =>
        kubernetes.list<PodMetrics>({ resource: resources.podMetrics, namespace, labelSelector });
      const usage = await eventually(
        'the usage of the TaskManager',
        async () => {
          const items = await list(`app=${clusterId},type=flink-native-kubernetes`);
          const found = items.find(({ metadata }) => metadata?.name === id);
          return found && { items, found, bytes: containerUsages(items, 'flink-main-container').get(id)?.bytes };
        },
        waitOptions,
      );
      inOrder(50 * 2 ** 20, usage.bytes, 64 * 2 ** 30);
      assert.match(usage.found.window ?? '', /^\d+(\.\d+)?m?s$/);
      assert.match(usage.found.containers?.[0]?.usage?.memory ?? '', /^\d+(Ki|Mi|Gi)$/);
      assert.ok(usage.items.every(({ metadata }) => metadata?.labels?.app === clusterId));
      assert.deepEqual(await list('app=no-such-cluster'), []);
    },
  },
];

async function registered({ flink, sharedJob }: ContractTarget) {
  await sharedJob();
  return eventually('a registered TaskManager', async () => (await flink.taskManagers())[0], waitOptions);
}

async function measured({ flink }: ContractTarget, id: string | undefined): Promise<JvmMemory> {
  return eventually(
    'the memory of the JVM',
    async () => {
      const jvm = await readJvmMemory(flink, scopeOf(id), signal);
      return isMeasured(jvm) ? jvm : undefined;
    },
    waitOptions,
  );
}

function inOrder(...values: readonly (number | undefined)[]): void {
  const known = values.map((value) => value ?? Number.NaN);
  assert.ok(
    known.every((value, index) => index === 0 || (known[index - 1] ?? Number.NaN) <= value),
    values.join(' <= '),
  );
}
