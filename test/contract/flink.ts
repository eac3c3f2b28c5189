import assert from 'node:assert/strict';
import { isDeepStrictEqual } from 'node:util';
import { FlinkError, type FlinkErrorKind } from '../../src/flink/error.ts';
import { clusterSelector, flinkConfigMapName } from '../../src/flink/names.ts';
import type { CheckpointAttempt, JobState } from '../../src/flink/responses.ts';
import type { ConfigMap, Pod } from '../../src/kubernetes/objects.ts';
import { resources } from '../../src/kubernetes/resource.ts';
import { compareConfiguration } from '../../src/session/configuration/compare-configuration.ts';
import { readConfigFile } from '../../src/session/configuration/config-file.ts';
import { readHighAvailability } from '../../src/session/info/high-availability.ts';
import { countCluster } from '../../src/session/readings/count-cluster.ts';
import { eventually } from '../support/eventually.ts';
import { type Contract, type ContractTarget, waitOptions } from './contract.ts';
import { diagnosisContracts } from './diagnosis.ts';
import { eventTimeContracts } from './event-time.ts';
import { flinkClientContracts } from './flink-client.ts';
import { memoryContracts } from './memory.ts';
import { threadContracts } from './threads.ts';

const unknownJob = '0123456789abcdef0123456789abcdef';

/** Options that the scripts of the image compute from the size of the process. */
const computedSizes = [
  'jobmanager.memory.heap.size',
  'jobmanager.memory.jvm-overhead.max',
  'jobmanager.memory.jvm-overhead.min',
  'jobmanager.memory.off-heap.size',
];

/** Contracts for a cluster with a default savepoint directory. */
export const flinkContracts: readonly Contract[] = [
  {
    name: 'the overview and the config have the same version',
    check: async ({ flink }) => {
      const overview = await flink.overview();
      assert.match(overview.flinkVersion, /^\d+\.\d+/);
      const config = await flink.config();
      assert.equal(config.flinkVersion, overview.flinkVersion);
      assert.equal(config.refreshIntervalMs, 3000);
    },
  },
  {
    // flink-tui calculates counts from the lists, because the overview costs Flink one more request per JobMaster.
    name: 'counts from the lists of jobs and TaskManagers equal the overview',
    check: async (target) => {
      const { flink } = target;
      const areEqual = async () => {
        const { flinkVersion, ...overview } = await flink.overview();
        return isDeepStrictEqual(countCluster(await flink.jobs(), await flink.taskManagers()), overview);
      };
      const id = await runningJob(target);
      await eventually('equal counts with a running job', areEqual, waitOptions);
      await cancelAndWait(target, id);
      await eventually('equal counts with a cancelled job', areEqual, waitOptions);
    },
  },
  {
    name: 'the JobManager returns its options by key',
    check: async ({ flink, clusterId }) => {
      const options = await flink.jobManagerConfig();
      assert.equal(options.get('kubernetes.cluster-id'), clusterId);
      assert.equal(options.get('execution.target'), 'kubernetes-session');
    },
  },
  {
    name: 'each option of the JobManager is in the ConfigMap, or Flink has set it at its start',
    check: async ({ flink, kubernetes, namespace, clusterId }) => {
      const path = { resource: resources.configMaps, namespace, name: flinkConfigMapName(clusterId) };
      const running = await flink.jobManagerConfig();
      const configured = readConfigFile(await kubernetes.get<ConfigMap>(path))?.options;
      const nothing = new Map<string, string>();
      const sources = { running, configured, commandLine: nothing, environment: nothing, isChangedSinceStart: true };
      const entries = compareConfiguration(sources);
      assert.deepEqual(
        entries.filter(({ difference }) => difference !== undefined),
        [],
      );
      const fromStart = entries.filter(({ origin }) => origin?.kind !== 'config-map').map(({ key }) => key);
      const expected = [
        ...computedSizes,
        ...(running.has('high-availability.type') ? ['rest.address'] : []),
        'web.tmpdir',
      ];
      for (const key of expected) assert.ok(fromStart.includes(key), key);
      assert.match(running.get('web.tmpdir') ?? '', /^\/tmp\/flink-web-[0-9a-f-]{36}$/);
      for (const key of computedSizes) assert.match(running.get(key) ?? '', /^\d+b$/, key);
    },
  },
  {
    name: 'with high availability, the lease of the leader is renewed, and its ConfigMap has the submitted job',
    check: async (target) => {
      const { flink, kubernetes, namespace, clusterId } = target;
      if (!(await flink.jobManagerConfig()).has('high-availability.type')) return;
      const id = await target.sharedJob();
      const read = async () => {
        const list = { resource: resources.configMaps, namespace, labelSelector: clusterSelector(clusterId) };
        return readHighAvailability(clusterId, await kubernetes.list<ConfigMap>(list), await flink.jobs());
      };
      const { lease, recoverableJobs, configMaps } = await read();
      assert.match(lease?.holder ?? '', /^[0-9a-f-]{36}$/);
      assert.equal(lease?.durationMs, 15_000);
      assert.ok((lease?.acquiredAt ?? 0) > 0);
      assert.ok(recoverableJobs.includes(id));
      assert.ok(configMaps.some(({ jobId, isOrphaned }) => jobId === id && isOrphaned === false));
      const isRenewed = async () => ((await read()).lease?.renewedAt ?? 0) > (lease?.renewedAt ?? 0);
      await eventually('a renewed lease', isRenewed, waitOptions);
    },
  },
  {
    name: 'a submitted job runs on a TaskManager whose id is its pod name',
    check: async (target) => {
      const { flink, kubernetes, namespace, clusterId } = target;
      const id = await target.sharedJob();
      const job = (await flink.jobs()).find((candidate) => candidate.id === id);
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
        const assigned = await flink.taskManagersOfVertex(id, vertex.id);
        assert.ok(assigned.length > 0, vertex.name);
        for (const taskManager of assigned) assert.ok(names.has(taskManager), taskManager);
      }
    },
  },
  {
    name: 'a job completes checkpoints, each with its own path',
    check: async (target) => {
      const id = await target.sharedJob();
      const completed = async () => {
        const checkpoints = await target.flink.checkpoints(id);
        return checkpoints.enabled ? checkpoints.latestCompleted : undefined;
      };
      const latest = await eventually('a checkpoint', completed, waitOptions);
      assert.match(latest.path ?? '', new RegExp(`/${id}/chk-${latest.id}$`));
      assert.equal(latest.isSavepoint, false);
      assert.ok(latest.stateSize > 0);
    },
  },
  {
    name: "a job's history contains the times of its states by Flink's clock",
    check: async (target) => {
      const { flink } = target;
      const id = await runningJob(target);
      const running = await flink.jobHistory(id);
      assert.equal(running.state, 'RUNNING');
      assert.deepEqual(
        running.states.map(({ state }) => state),
        ['INITIALIZING', 'CREATED', 'RUNNING'],
      );
      assert.ok(running.states.every(({ at }, index) => at >= (running.states[index - 1]?.at ?? 0)));
      const times = running.states.map(({ at }) => at);
      assert.ok(running.now >= (times.at(-1) ?? Number.NaN));
      const { vertices } = await flink.job(id);
      assert.deepEqual(
        running.vertices,
        vertices.map(({ id: vertex, name, parallelism }) => ({ id: vertex, name, parallelism })),
      );

      await cancelAndWait(target, id);
      const ended = async () => {
        const history = await flink.jobHistory(id);
        return history.state === 'CANCELED' ? history : undefined;
      };
      // Flink caches the response for a few seconds.
      const { states, now } = await eventually('the history of the cancelled job', ended, waitOptions);
      assert.deepEqual(states.slice(0, 3), running.states);
      const [cancelling, cancelled] = states.slice(3);
      assert.deepEqual([cancelling?.state, cancelled?.state], ['CANCELLING', 'CANCELED']);
      assert.ok(running.now <= (cancelling?.at ?? Number.NaN));
      assert.ok((cancelled?.at ?? Number.NaN) <= now);
    },
  },
  {
    name: 'the checkpoint history contains completed checkpoints and a savepoint with its path',
    check: async (target) => {
      const { flink } = target;
      const id = await target.sharedJob();
      const { history, latestCompleted } = await eventually(
        'two completed checkpoints',
        async () => {
          const checkpoints = await flink.checkpoints(id);
          return checkpoints.enabled && checkpoints.completed >= 2 ? checkpoints : undefined;
        },
        waitOptions,
      );
      const completed = history.filter(({ status }) => status === 'completed');
      assert.ok(completed.every((attempt, index) => attempt.id > (completed[index - 1]?.id ?? 0)));
      const newest = completed.at(-1);
      assert.deepEqual(newest, {
        id: latestCompleted?.id,
        status: 'completed',
        triggeredAt: latestCompleted?.triggeredAt,
        endedAt: latestCompleted?.completedAt,
        durationMs: latestCompleted?.durationMs,
        bytes: latestCompleted?.stateSize,
        writtenBytes: latestCompleted?.stateSize,
        isSavepoint: false,
        path: latestCompleted?.path,
        message: undefined,
      });
      for (const attempt of completed) checkTimes(attempt);

      const path = await savepointPath(target, id, await flink.triggerSavepoint(id, {}));
      const listed = async () => {
        const checkpoints = await flink.checkpoints(id);
        return checkpoints.enabled && checkpoints.history.find((attempt) => attempt.path === path);
      };
      const savepoint = await eventually('the savepoint in the history', listed, waitOptions);
      assert.equal(savepoint.status, 'completed');
      assert.equal(savepoint.isSavepoint, true);
      checkTimes(savepoint);
    },
  },
  {
    name: 'the failures of a restarting job name the task, its pod and the root cause, oldest first',
    check: async (target) => {
      const { flink } = target;
      const id = await target.sharedFailingJob();
      const two = async () => {
        const failures = await flink.exceptions(id);
        return failures.length >= 2 ? failures : undefined;
      };
      const failures = await eventually('two failures', two, waitOptions);
      const pods = new Set((await flink.taskManagers()).map((taskManager) => taskManager.id));
      for (const [index, failure] of failures.entries()) {
        assert.ok(failure.at > (failures[index - 1]?.at ?? 0));
        assert.equal(failure.exception, 'NumberFormatException');
        assert.match(failure.message, /^For input string: "not a number: \d+"$/);
        assert.equal(failure.task, `work -> discard: Writer (1/1) - execution #${index}`);
        assert.ok(pods.has(failure.pod ?? ''), failure.pod);
        assert.deepEqual(failure.concurrent, []);
        assert.equal(failure.isFinal, false);
      }
      const { states } = await flink.jobHistory(id);
      assert.ok(states.some(({ state }) => state === 'RESTARTING'));
    },
  },
  {
    name: 'after a restart, Flink has the stack trace of the failure, and names the restored checkpoint and its time',
    check: async (target) => {
      const { flink } = target;
      const id = await target.sharedFailingJob();
      const first = async () => (await flink.failureTraces(id)).at(-1);
      const trace = await eventually('the stack trace', first, waitOptions);
      const failures = await flink.exceptions(id);
      assert.ok(failures.some(({ at, task }) => at === trace.at && task === trace.task));
      const { lines } = trace;
      assert.match(lines[0] ?? '', /^java\.lang\.IllegalStateException: value \d+ is one too many$/);
      const causes = lines.filter((line) => line.startsWith('Caused by: '));
      assert.match(causes.at(-1) ?? '', /^Caused by: java\.lang\.NumberFormatException: For input string: "/);
      const frames = lines.filter((line) => line.startsWith('\tat '));
      assert.match(frames[0] ?? '', /^\tat (?:app\/\/)?Trouble\$Work\.\w+\(Trouble\.java:\d+\)$/);
      assert.ok(frames.some((line) => /^\tat (?:app\/\/)?org\.apache\.flink\./.test(line)));
      assert.match(lines.at(-1) ?? '', /^\t\.\.\. \d+ more$/);

      const restored = async () => {
        const checkpoints = await flink.checkpoints(id);
        return checkpoints.enabled && checkpoints.latestRestored ? checkpoints : undefined;
      };
      const { latestRestored, restored: count } = await eventually('a restored checkpoint', restored, waitOptions);
      const { now, states } = await flink.jobHistory(id);
      const startedAt = states[0]?.at ?? Number.NaN;
      assert.ok(count >= 1);
      assert.ok((latestRestored?.id ?? 0) > 0);
      assert.equal(latestRestored?.isSavepoint, false);
      assert.match(latestRestored?.path ?? '', new RegExp(`/${id}/chk-${latestRestored?.id}$`));
      assert.ok((latestRestored?.restoredAt ?? 0) >= startedAt && (latestRestored?.restoredAt ?? now) <= now + 3000);
    },
  },
  {
    name: 'the failure that ends a job without a restart is final, and names the task',
    check: async (target) => {
      const { flink } = target;
      const id = await target.submitFailing();
      await untilState(target, id, 'FAILED');
      const config = await flink.checkpointConfig(id);
      assert.deepEqual([config?.intervalMs, config?.timeoutMs], [undefined, 600_000]);
      const first = async () => (await flink.exceptions(id))[0];
      const failure = await eventually('the failure', first, waitOptions);
      assert.equal(failure.isFinal, true);
      assert.equal(failure.exception, 'NumberFormatException');
      assert.match(failure.message, /^For input string: "not a number: \d+"$/);
      assert.equal(failure.task, 'work -> discard: Writer (1/1) - execution #0');
      assert.match(failure.pod ?? '', /-taskmanager-\d+-\d+$/);
      assert.deepEqual(failure.concurrent, []);
      const { states } = await flink.jobHistory(id);
      assert.deepEqual(
        states.map(({ state }) => state),
        ['INITIALIZING', 'CREATED', 'RUNNING', 'FAILING', 'FAILED'],
      );
    },
  },
  {
    name: 'the number of restarts is a metric of the job',
    check: async (target) => {
      const { flink } = target;
      const id = await target.sharedFailingJob();
      const two = async () => (await flink.exceptions(id)).length >= 2;
      await eventually('two failures', two, waitOptions);
      const atLeastTwo = async () => {
        const restarts = await flink.jobMetric(id, 'numRestarts');
        return restarts.state === 'measured' && restarts.value >= 2 && restarts;
      };
      const restarts = await eventually('two restarts', atLeastTwo, waitOptions);
      const failures = await flink.exceptions(id);
      assert.ok(restarts.value <= failures.length, `${restarts.value} restarts, ${failures.length} failures`);
      assert.deepEqual(await flink.jobMetric(id, 'noSuchMetric'), { state: 'absent' });
      assert.deepEqual(await flink.jobMetric(unknownJob, 'numRestarts'), { state: 'absent' });
      await cancelAndWait(target, id);
    },
  },
  {
    name: 'a savepoint completes with its path, and a repeated trigger id returns the same savepoint',
    check: async (target) => {
      const { flink } = target;
      const id = await target.sharedJob();
      const triggerId = unknownJob;
      assert.equal(await flink.triggerSavepoint(id, { triggerId }), triggerId);
      const path = await savepointPath(target, id, triggerId);
      assert.match(path, new RegExp(`/savepoint-${id.slice(0, 6)}-[0-9a-f]{12}$`));
      await flink.triggerSavepoint(id, { triggerId });
      assert.equal(await savepointPath(target, id, triggerId), path);
      const checkpoints = await flink.checkpoints(id);
      assert.equal(checkpoints.enabled && checkpoints.latestSavepoint?.path, path);
      assert.equal(await flink.jobState(id), 'RUNNING');
    },
  },
  {
    name: 'a savepoint to a directory that cannot be written fails and names the directory',
    check: async (target) => {
      const { flink } = target;
      const id = await target.sharedJob();
      const triggerId = await flink.triggerSavepoint(id, { targetDirectory: '/no-such-directory' });
      const error = await rejection('failed', savepointPath(target, id, triggerId));
      assert.match(error.message, /Failed to create savepoint directory at \/no-such-directory/);
      assert.equal(await flink.jobState(id), 'RUNNING');
    },
  },
  {
    name: 'stop-with-savepoint finishes the job, which then cannot be cancelled',
    check: async (target) => {
      const { flink } = target;
      const id = await runningJob(target);
      const triggerId = await flink.stopWithSavepoint(id, {});
      assert.match(await savepointPath(target, id, triggerId), /\/savepoint-/);
      await untilState(target, id, 'FINISHED');
      const error = await rejection('conflict', flink.cancel(id));
      assert.match(error.message, /already reached another terminal state \(FINISHED\)/);
    },
  },
  {
    name: 'a cancelled job can be cancelled again',
    check: async (target) => {
      const id = await runningJob(target);
      await cancelAndWait(target, id);
      await target.flink.cancel(id);
      assert.equal(await target.flink.jobState(id), 'CANCELED');
      const job = (await target.flink.jobs()).find((candidate) => candidate.id === id);
      assert.equal(job?.tasks.canceled, job?.tasks.total);
      assert.ok((job?.endTime ?? 0) >= (job?.startTime ?? 0));
    },
  },
  {
    name: 'an unknown job is not found, and a savepoint of an unknown job starts but fails',
    check: async (target) => {
      const { flink } = target;
      await rejection('not-found', flink.job(unknownJob));
      const state = await rejection('not-found', flink.jobState(unknownJob));
      assert.match(state.message, /Could not find Flink job/);
      await rejection('not-found', flink.cancel(unknownJob));
      const triggerId = await flink.triggerSavepoint(unknownJob, {});
      const error = await rejection('failed', savepointPath(target, unknownJob, triggerId));
      assert.match(error.message, /Could not find Flink job/);
    },
  },
  {
    name: 'a malformed job id is rejected',
    check: async ({ flink }) => {
      const error = await rejection('invalid', flink.job('no-id'));
      assert.match(error.message, /Cannot resolve path parameter \(jobid\) from value "no-id"/);
    },
  },
  {
    name: 'an unknown trigger id is not found',
    check: async (target) => {
      const id = await target.sharedJob();
      await rejection('not-found', target.flink.savepointStatus(id, 'f'.repeat(32)));
    },
  },
  ...flinkClientContracts,
  ...threadContracts,
  ...eventTimeContracts,
  ...memoryContracts,
  ...diagnosisContracts,
  {
    name: 'the deletion of a TaskManager pod needs its uid, and its job then runs on another one',
    check: async (target) => {
      const { flink, kubernetes, namespace } = target;
      const id = await runningJob(target);
      const taskManagers = (await flink.taskManagers()).filter(({ slots, freeSlots }) => freeSlots < slots);
      const jobs = await Promise.all(taskManagers.map((taskManager) => flink.jobsOfSlots(taskManager.id)));
      const name = taskManagers[jobs.findIndex((ids) => ids?.includes(id))]?.id;
      assert.ok(name !== undefined, 'no slot has the job');
      const path = { resource: resources.pods, namespace, name };
      const { metadata } = await kubernetes.get<Pod>(path);
      const uid = '00000000-0000-4000-8000-000000000000';
      await assert.rejects(kubernetes.delete(path, { propagation: 'Background', uid }), { kind: 'conflict' });
      assert.equal((await kubernetes.get<Pod>(path)).metadata?.deletionTimestamp, undefined);
      await kubernetes.delete(path, { propagation: 'Background', uid: metadata?.uid });
      const isGone = async () => (await kubernetes.get(path).catch(() => undefined)) === undefined;
      await eventually('the pod to be gone', isGone, waitOptions);
      const runsAgain = async () => {
        const job = (await flink.jobs()).find((candidate) => candidate.id === id);
        return job?.state === 'RUNNING' && job.tasks.running === job.tasks.total;
      };
      await eventually('the job to run again', runsAgain, waitOptions);
      assert.ok((await flink.taskManagers()).every((taskManager) => taskManager.id !== name));
      await cancelAndWait(target, id);
    },
  },
  {
    name: 'idle TaskManagers are released and their pods are deleted',
    check: async (target) => {
      const { flink, kubernetes, namespace, clusterId } = target;
      const areReleased = async () => (await flink.taskManagers()).length === 0;
      await eventually('every TaskManager to be released', areReleased, waitOptions);
      const pods = { resource: resources.pods, namespace, labelSelector: `app=${clusterId},component=taskmanager` };
      await eventually('the pods to be deleted', async () => (await kubernetes.list(pods)).length === 0, waitOptions);
    },
  },
];

/** Contracts for a cluster without a default savepoint directory. */
export const withoutSavepointDirectory: readonly Contract[] = [
  {
    name: "a savepoint without a target directory is rejected with Flink's reason",
    check: async (target) => {
      const { flink } = target;
      const id = await runningJob(target);
      const savepoint = await rejection('invalid', flink.triggerSavepoint(id, {}));
      const missing = 'Config key [execution.checkpointing.savepoint-dir] is not set.';
      assert.ok(savepoint.message.includes(`${missing} Property [target-directory] must be provided.`));
      const stop = await rejection('invalid', flink.stopWithSavepoint(id, {}));
      assert.ok(stop.message.includes(`${missing} Property [targetDirectory] must be provided.`));
      await cancelAndWait(target, id);
    },
  },
];

async function runningJob(target: ContractTarget): Promise<string> {
  const id = await target.submit();
  const areRunning = async () => {
    const job = (await target.flink.jobs()).find((candidate) => candidate.id === id);
    return job && job.tasks.total > 0 && job.tasks.running === job.tasks.total;
  };
  await eventually('all tasks to run', areRunning, waitOptions);
  return id;
}

/** Checks that the times and the duration agree. */
function checkTimes({ triggeredAt, endedAt, durationMs, bytes }: CheckpointAttempt): void {
  assert.equal((endedAt ?? Number.NaN) - triggeredAt, durationMs);
  assert.ok((bytes ?? 0) > 0);
}

async function cancelAndWait(target: ContractTarget, id: string): Promise<void> {
  await target.flink.cancel(id);
  await untilState(target, id, 'CANCELED');
}

const untilState = ({ flink }: ContractTarget, id: string, state: JobState): Promise<true> =>
  eventually(`the job to be ${state}`, async () => (await flink.jobState(id)) === state, waitOptions);

function savepointPath({ flink }: ContractTarget, id: string, triggerId: string): Promise<string> {
  const path = async () => {
    const status = await flink.savepointStatus(id, triggerId);
    return status.state === 'completed' ? status.path : undefined;
  };
  return eventually('the savepoint', path, waitOptions);
}

async function rejection(kind: FlinkErrorKind, call: Promise<unknown>): Promise<FlinkError> {
  const error = await call.then(
    () => assert.fail(`the call did not fail with ${kind}`),
    (reason: unknown) => reason,
  );
  assert.ok(error instanceof FlinkError, String(error));
  assert.equal(error.kind, kind, error.message);
  return error;
}
