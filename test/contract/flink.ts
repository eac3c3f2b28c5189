import assert from 'node:assert/strict';
import { isDeepStrictEqual } from 'node:util';
import type { JobState } from '../../src/flink/answers.ts';
import { FlinkError, type FlinkErrorKind } from '../../src/flink/error.ts';
import { resources } from '../../src/kubernetes/resource.ts';
import { countCluster } from '../../src/session/readings/count-cluster.ts';
import { eventually } from '../support/eventually.ts';
import { type Contract, type ContractTarget, patience } from './contract.ts';
import { flinkClientContracts } from './flink-client.ts';

const unknownJob = '0123456789abcdef0123456789abcdef';

/** For a cluster with a place for savepoints. */
export const flinkContracts: readonly Contract[] = [
  {
    name: 'overview and config agree on the version',
    check: async ({ flink }) => {
      const overview = await flink.overview();
      assert.match(overview.flinkVersion, /^\d+\.\d+/);
      const config = await flink.config();
      assert.equal(config.flinkVersion, overview.flinkVersion);
      assert.equal(config.refreshIntervalMs, 3000);
    },
  },
  {
    name: 'what is counted of jobs and TaskManagers is what the overview tells, which costs a question to every JobMaster more',
    check: async (target) => {
      const { flink } = target;
      const agree = async () => {
        const { flinkVersion, ...overview } = await flink.overview();
        return isDeepStrictEqual(countCluster(await flink.jobs(), await flink.taskManagers()), overview);
      };
      const id = await runningJob(target);
      await eventually('both to agree on a running job', agree, patience);
      await cancelAndWait(target, id);
      await eventually('both to agree on a cancelled job', agree, patience);
    },
  },
  {
    name: 'the JobManager tells the options that it runs with, by key',
    check: async ({ flink, clusterId }) => {
      const options = await flink.jobManagerConfig();
      assert.equal(options.get('kubernetes.cluster-id'), clusterId);
      assert.equal(options.get('execution.target'), 'kubernetes-session');
    },
  },
  {
    name: 'a job that was submitted comes to run, in a TaskManager that is named as its pod',
    check: async (target) => {
      const { flink, kubernetes, namespace, clusterId } = target;
      const id = await runningJob(target);
      const job = (await flink.jobs()).find((one) => one.id === id);
      assert.equal(job?.state, 'RUNNING');
      assert.equal(job?.endTime, undefined);
      assert.equal(job?.tasks.running, job?.tasks.total);
      const detail = await flink.job(id);
      assert.equal(detail.name, job?.name);
      assert.deepEqual(new Set(detail.vertices.map(({ status }) => status)), new Set(['RUNNING']));

      const pods = await kubernetes.list({ resource: resources.pods, namespace, labelSelector: `app=${clusterId}` });
      const names = new Set(pods.map(({ metadata }) => metadata?.name));
      const taskManagers = await flink.taskManagers();
      for (const taskManager of taskManagers) assert.ok(names.has(taskManager.id), taskManager.id);
      assert.ok(taskManagers.some(({ slots, freeSlots }) => freeSlots < slots));
      for (const vertex of detail.vertices) {
        const placed = await flink.taskManagersOfVertex(id, vertex.id);
        assert.ok(placed.length > 0, vertex.name);
        for (const taskManager of placed) assert.ok(names.has(taskManager), taskManager);
      }
      await cancelAndWait(target, id);
    },
  },
  {
    name: 'a job completes checkpoints, each in a place of its own',
    check: async (target) => {
      const id = await runningJob(target);
      const completed = async () => {
        const checkpoints = await target.flink.checkpoints(id);
        return checkpoints.enabled ? checkpoints.latestCompleted : undefined;
      };
      const latest = await eventually('a checkpoint', completed, patience);
      assert.match(latest.path ?? '', new RegExp(`/${id}/chk-${latest.id}$`));
      assert.equal(latest.isSavepoint, false);
      assert.ok(latest.stateSize > 0);
      await cancelAndWait(target, id);
    },
  },
  {
    name: 'a metric over the subtasks of a vertex is measured once the JobManager has asked for it',
    check: async (target) => {
      const { flink } = target;
      const id = await runningJob(target);
      const [vertex] = (await flink.job(id)).vertices;
      const read = (name: string) => flink.subtaskMetric(id, vertex?.id ?? '', { name, aggregate: 'max' });
      const measured = async () => {
        const metric = await read('busyTimeMsPerSecond');
        return metric.state === 'absent' ? undefined : metric;
      };
      const busy = await eventually('a measured busy time', measured, patience);
      if (busy.state === 'measured') assert.ok(busy.value >= 0 && busy.value <= 1000, String(busy.value));
      assert.deepEqual(await read('noSuchMetric'), { state: 'absent' });
      const ofNoJob = flink.subtaskMetric(unknownJob, unknownJob, { name: 'busyTimeMsPerSecond', aggregate: 'max' });
      assert.deepEqual(await ofNoJob, { state: 'absent' });
      await cancelAndWait(target, id);
    },
  },
  {
    name: 'a savepoint completes with its path; asked for again by the same trigger, it is the same one',
    check: async (target) => {
      const { flink } = target;
      const id = await runningJob(target);
      const triggerId = unknownJob;
      assert.equal(await flink.triggerSavepoint(id, { triggerId }), triggerId);
      const path = await savepointPath(target, id, triggerId);
      assert.match(path, new RegExp(`/savepoint-${id.slice(0, 6)}-[0-9a-f]{12}$`));
      await flink.triggerSavepoint(id, { triggerId });
      assert.equal(await savepointPath(target, id, triggerId), path);
      const checkpoints = await flink.checkpoints(id);
      assert.equal(checkpoints.enabled && checkpoints.latestSavepoint?.path, path);
      assert.equal(await flink.jobState(id), 'RUNNING');
      await cancelAndWait(target, id);
    },
  },
  {
    name: 'a savepoint to where nobody may write fails, and says where',
    check: async (target) => {
      const { flink } = target;
      const id = await runningJob(target);
      const triggerId = await flink.triggerSavepoint(id, { targetDirectory: '/no-such-place' });
      const error = await refusal('failed', savepointPath(target, id, triggerId));
      assert.match(error.message, /Failed to create savepoint directory at \/no-such-place/);
      assert.equal(await flink.jobState(id), 'RUNNING');
      await cancelAndWait(target, id);
    },
  },
  {
    name: 'a stop with a savepoint finishes the job, which then cannot be cancelled',
    check: async (target) => {
      const { flink } = target;
      const id = await runningJob(target);
      const triggerId = await flink.stopWithSavepoint(id, {});
      assert.match(await savepointPath(target, id, triggerId), /\/savepoint-/);
      await untilState(target, id, 'FINISHED');
      const error = await refusal('conflict', flink.cancel(id));
      assert.match(error.message, /already reached another terminal state \(FINISHED\)/);
    },
  },
  {
    name: 'a cancelled job may be cancelled again',
    check: async (target) => {
      const id = await runningJob(target);
      await cancelAndWait(target, id);
      await target.flink.cancel(id);
      assert.equal(await target.flink.jobState(id), 'CANCELED');
      const job = (await target.flink.jobs()).find((one) => one.id === id);
      assert.equal(job?.tasks.canceled, job?.tasks.total);
      assert.ok((job?.endTime ?? 0) >= (job?.startTime ?? 0));
    },
  },
  {
    name: 'a job that is not there is not found; a savepoint of it is begun, and fails',
    check: async (target) => {
      const { flink } = target;
      await refusal('not-found', flink.job(unknownJob));
      const state = await refusal('not-found', flink.jobState(unknownJob));
      assert.match(state.message, /Could not find Flink job/);
      await refusal('not-found', flink.cancel(unknownJob));
      const triggerId = await flink.triggerSavepoint(unknownJob, {});
      const error = await refusal('failed', savepointPath(target, unknownJob, triggerId));
      assert.match(error.message, /Could not find Flink job/);
    },
  },
  {
    name: 'what is no id is refused as such',
    check: async ({ flink }) => {
      const error = await refusal('invalid', flink.job('no-id'));
      assert.match(error.message, /Cannot resolve path parameter \(jobid\) from value "no-id"/);
    },
  },
  {
    name: 'a trigger that was never given is not found',
    check: async (target) => {
      const id = await runningJob(target);
      await refusal('not-found', target.flink.savepointStatus(id, unknownJob));
      await cancelAndWait(target, id);
    },
  },
  ...flinkClientContracts,
  {
    name: 'TaskManagers without work are released, and their pods go',
    check: async (target) => {
      const { flink, kubernetes, namespace, clusterId } = target;
      const areReleased = async () => (await flink.taskManagers()).length === 0;
      await eventually('every TaskManager to be released', areReleased, patience);
      const pods = { resource: resources.pods, namespace, labelSelector: `app=${clusterId},component=taskmanager` };
      await eventually('their pods to be gone', async () => (await kubernetes.list(pods)).length === 0, patience);
    },
  },
];

/** For a cluster without one. */
export const withoutSavepointDirectory: readonly Contract[] = [
  {
    name: "a savepoint without a place for it is refused with Flink's reason",
    check: async (target) => {
      const { flink } = target;
      const id = await runningJob(target);
      const savepoint = await refusal('invalid', flink.triggerSavepoint(id, {}));
      const missing = 'Config key [execution.checkpointing.savepoint-dir] is not set.';
      assert.ok(savepoint.message.includes(`${missing} Property [target-directory] must be provided.`));
      const stop = await refusal('invalid', flink.stopWithSavepoint(id, {}));
      assert.ok(stop.message.includes(`${missing} Property [targetDirectory] must be provided.`));
      await cancelAndWait(target, id);
    },
  },
];

async function runningJob(target: ContractTarget): Promise<string> {
  const id = await target.submit();
  const areRunning = async () => {
    const job = (await target.flink.jobs()).find((one) => one.id === id);
    return job && job.tasks.total > 0 && job.tasks.running === job.tasks.total;
  };
  await eventually('all tasks to run', areRunning, patience);
  return id;
}

async function cancelAndWait(target: ContractTarget, id: string): Promise<void> {
  await target.flink.cancel(id);
  await untilState(target, id, 'CANCELED');
}

const untilState = ({ flink }: ContractTarget, id: string, state: JobState): Promise<true> =>
  eventually(`the job to be ${state}`, async () => (await flink.jobState(id)) === state, patience);

function savepointPath({ flink }: ContractTarget, id: string, triggerId: string): Promise<string> {
  const path = async () => {
    const status = await flink.savepointStatus(id, triggerId);
    return status.state === 'completed' ? status.path : undefined;
  };
  return eventually('the savepoint', path, patience);
}

async function refusal(kind: FlinkErrorKind, call: Promise<unknown>): Promise<FlinkError> {
  const error = await call.then(
    () => assert.fail(`it was not refused as ${kind}`),
    (reason: unknown) => reason,
  );
  assert.ok(error instanceof FlinkError, String(error));
  assert.equal(error.kind, kind, error.message);
  return error;
}
