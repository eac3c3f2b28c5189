import assert from 'node:assert/strict';
import { FlinkError } from '../../src/flink/error.ts';
import type { Checkpoints, Subtask } from '../../src/flink/responses.ts';
import { eventually } from '../support/eventually.ts';
import { type Contract, type ContractTarget, waitOptions } from './contract.ts';

const unknownVertex = '0123456789abcdef0123456789abcdef';
const unknownCheckpoint = 999_999;

/** Contracts about the endpoints that show why a job is slow or fails. */
export const diagnosisContracts: readonly Contract[] = [
  {
    name: 'a healthy job has subtasks with counters, checkpoints with a part of every subtask, and a configuration',
    check: async (target) => {
      const id = await runningJob(target, await target.submit());
      await checkConfiguration(target, id);
      await checkRunningSubtasks(target, id);
      await checkCompletedCheckpoint(target, id);
      await checkMetricIds(target, id);
      await checkNotFound(target, id);
      await target.flink.cancel(id);
      await checkCancelledSubtasks(target, id);
    },
  },
  {
    name: 'the back-pressure of a slow vertex behind one of two branches shows in counters, metrics and the plan',
    check: async (target) => {
      const id = await runningJob(target, await target.submitTrouble('slow-sink'));
      const { slow, slowInput, fastInput } = await checkPlan(target, id);
      const shares = async () => {
        const [busy, backPressured, idle] = await Promise.all([
          shareOf(target, id, slow, ({ busyMs = 0 }) => busyMs),
          shareOf(target, id, slowInput, ({ backPressuredMs }) => backPressuredMs),
          shareOf(target, id, fastInput, ({ idleMs }) => idleMs),
        ]);
        return busy > 0.8 && backPressured > 0.4 && idle > 0.6;
      };
      await eventually('a busy vertex behind a back-pressured one', shares, waitOptions);
      await checkSlowMetrics(target, id, slow);
      await target.flink.cancel(id);
    },
  },
  {
    name: 'an expired checkpoint shows which subtask has not acknowledged it',
    check: async (target) => {
      const { flink } = target;
      const id = await runningJob(target, await target.submitTrouble('expiring-checkpoints'));
      const [source, stuck] = (await flink.job(id)).vertices.map((vertex) => vertex.id);
      const config = await flink.checkpointConfig(id);
      assert.deepEqual([config?.intervalMs, config?.timeoutMs, config?.tolerableFailures], [5000, 10_000, 1000]);
      const failed = async () => (await checkpointsOf(target, id)).latestFailed;
      const { id: checkpointId, failedAt, message } = await eventually('an expired checkpoint', failed, waitOptions);
      assert.equal(message, 'Checkpoint expired before completing.');

      const detail = await flink.checkpointDetail(id, checkpointId);
      assert.deepEqual([detail.status, detail.message, detail.endedAt], ['failed', message, failedAt]);
      assert.equal(detail.durationMs, failedAt - detail.triggeredAt);
      assert.deepEqual([detail.acknowledgedSubtasks, detail.subtasks], [3, 4]);
      const acknowledged = (vertexId: string | undefined) =>
        detail.vertices.find((vertex) => vertex.id === vertexId)?.acknowledgedSubtasks;
      assert.deepEqual([acknowledged(source), acknowledged(stuck)], [2, 1]);
      const subtasks = await flink.checkpointSubtasks(id, checkpointId, stuck ?? '');
      assert.deepEqual(subtasks[0], { state: 'pending', index: 0 });
      assert.equal(subtasks[1]?.state, 'acknowledged');

      // The next checkpoint waits for the same subtask.
      const waiting = async () => {
        const { history } = await checkpointsOf(target, id);
        const running = history.find(({ status }) => status === 'in-progress');
        const read = running && (await flink.checkpointDetail(id, running.id));
        return read?.acknowledgedSubtasks === 3 ? read : undefined;
      };
      const current = await eventually('a checkpoint that waits for one subtask', waiting, waitOptions);
      assert.deepEqual([current.status, current.endedAt, current.message], ['in-progress', undefined, undefined]);
      await flink.cancel(id);
    },
  },
];

async function checkConfiguration({ flink }: ContractTarget, id: string): Promise<void> {
  assert.deepEqual(await flink.jobConfiguration(id), {
    restartStrategy: 'Cluster level default restart strategy',
    parallelism: 1,
    objectReuse: false,
    userConfig: {},
  });
  assert.deepEqual(await flink.checkpointConfig(id), {
    intervalMs: 2000,
    timeoutMs: 600_000,
    minPauseMs: 0,
    maxConcurrent: 1,
    isExactlyOnce: true,
    isRetained: false,
    isUnaligned: false,
    tolerableFailures: 0,
    stateBackend: 'HashMapStateBackend',
    storage: 'FileSystemCheckpointStorage',
  });
}

async function checkRunningSubtasks(target: ContractTarget, id: string): Promise<void> {
  const { flink } = target;
  const [source, sink] = (await flink.job(id)).vertices.map((vertex) => vertex.id);
  const fetched = async () => {
    const [subtasks, others] = await Promise.all([flink.subtasks(id, source ?? ''), flink.subtasks(id, sink ?? '')]);
    // Flink counts bytes later than records, when it sends a buffer.
    const hasWritten = subtasks[0]?.isComplete && subtasks[0].writeRecords > 0 && subtasks[0].writeBytes > 0;
    return hasWritten && others[0]?.isComplete && { subtasks, others };
  };
  const { subtasks, others } = await eventually('fetched counters', fetched, waitOptions);
  const pods = new Set((await flink.taskManagers()).map((taskManager) => taskManager.id));
  const { now } = await flink.jobHistory(id);
  for (const subtask of [...subtasks, ...others]) {
    assert.deepEqual([subtask.index, subtask.attempt, subtask.status], [0, 0, 'RUNNING']);
    assert.ok(pods.has(subtask.pod ?? ''), subtask.pod);
    assert.equal(subtask.endedAt, undefined);
    const ageMs = now - (subtask.startedAt ?? Number.NaN);
    const countedMs = (subtask.busyMs ?? Number.NaN) + subtask.idleMs + subtask.backPressuredMs;
    assert.ok(countedMs > 0 && countedMs <= ageMs + 3000, `${countedMs} of ${ageMs} ms`);
  }
  assert.equal(subtasks[0]?.readRecords, 0);
  assert.equal(others[0]?.writeRecords, 0);

  const { body } = await get(target, `/jobs/${id}/vertices/${source}`);
  const [raw] = body.subtasks;
  const hasHost = (await flink.config()).flinkVersion.startsWith('1.');
  const fields = ['subtask', 'status', 'attempt', ...(hasHost ? ['host'] : []), 'endpoint', 'start-time', 'end-time'];
  const others2 = ['duration', 'metrics', 'taskmanager-id', 'status-duration', 'start_time'];
  assert.deepEqual(Object.keys(raw), [...fields, ...others2]);
  const states = ['CREATED', 'SCHEDULED', 'DEPLOYING', 'INITIALIZING', 'RUNNING'];
  assert.deepEqual(Object.keys(raw['status-duration']).sort(), states.sort());
  assert.ok(Object.values<number>(raw['status-duration']).every((ms) => ms >= 0));
}

async function checkCompletedCheckpoint(target: ContractTarget, id: string): Promise<void> {
  const { flink } = target;
  const vertexIds = (await flink.job(id)).vertices.map((vertex) => vertex.id);
  const completed = async () => (await checkpointsOf(target, id)).latestCompleted;
  const { id: checkpointId } = await eventually('a completed checkpoint', completed, waitOptions);
  const [detail, subtasks, { history }] = await Promise.all([
    flink.checkpointDetail(id, checkpointId),
    flink.checkpointSubtasks(id, checkpointId, vertexIds[0] ?? ''),
    checkpointsOf(target, id),
  ]);
  const { vertices, acknowledgedSubtasks, subtasks: total, latestAckAt, ...attempt } = detail;
  assert.deepEqual(
    attempt,
    history.find((item) => item.id === checkpointId),
  );
  assert.deepEqual([attempt.status, acknowledgedSubtasks, total], ['completed', 2, 2]);
  assert.equal(latestAckAt, attempt.endedAt);
  assert.deepEqual(vertices.map((vertex) => vertex.id).sort(), vertexIds.sort());
  assert.equal(Math.max(...vertices.map((vertex) => vertex.latestAckAt ?? 0)), latestAckAt);
  assert.equal(sum(vertices.map(({ bytes }) => bytes)), attempt.bytes);
  for (const vertex of vertices) {
    assert.deepEqual([vertex.acknowledgedSubtasks, vertex.subtasks], [1, 1]);
    assert.equal(vertex.durationMs, (vertex.latestAckAt ?? Number.NaN) - attempt.triggeredAt);
  }
  const [subtask] = subtasks;
  assert.ok(subtask?.state === 'acknowledged');
  assert.equal(subtask.endToEndMs, subtask.ackAt - attempt.triggeredAt);
  const { startDelayMs, alignmentMs, syncMs, asyncMs } = subtask;
  const phases = [startDelayMs, alignmentMs, syncMs, asyncMs].map((ms) => ms ?? Number.NaN);
  assert.ok(sum(phases) <= subtask.endToEndMs + 50, `${phases} in ${subtask.endToEndMs} ms`);
  assert.deepEqual([subtask.isUnaligned, subtask.isAborted], [false, false]);
}

/** Ids of the metrics of a job that both versions of Flink have. */
const jobMetricIds = [
  ...['numRestarts', 'uptime', 'downtime', 'runningTime', 'restartingTime', 'failingTime', 'cancellingTime'],
  ...['createdTime', 'initializingTime', 'deployingTime', 'totalNumberOfCheckpoints'],
  ...['numberOfCompletedCheckpoints', 'numberOfFailedCheckpoints', 'numberOfInProgressCheckpoints'],
  ...['lastCompletedCheckpointId', 'lastCheckpointDuration', 'lastCheckpointSize', 'lastCheckpointFullSize'],
  ...['lastCheckpointProcessedData', 'lastCheckpointPersistedData', 'lastCheckpointExternalPath'],
  'lastCheckpointRestoreTimestamp',
];
const newJobMetricIds = [
  ...['numRescales', 'allSubTasksRunningOrFinishedTime', 'lastCheckpointMetadataSize'],
  'lastCheckpointCompletedTimestamp',
];

async function checkMetricIds(target: ContractTarget, id: string): Promise<void> {
  const isFlink1 = (await target.flink.config()).flinkVersion.startsWith('1.');
  const expected = [...jobMetricIds, ...(isFlink1 ? ['fullRestarts'] : newJobMetricIds)].sort();
  const listed = async () => {
    const { body } = await get(target, `/jobs/${id}/metrics`);
    return body.length > 0 && body.map((metric: { readonly id: string }) => metric.id);
  };
  const ids: string[] = await eventually('the metrics of the job', listed, waitOptions);
  assert.deepEqual(ids.sort(), expected);
}

async function checkNotFound(target: ContractTarget, id: string): Promise<void> {
  const { flink } = target;
  const [vertex] = (await flink.job(id)).vertices;
  const { latestCompleted } = await checkpointsOf(target, id);
  const notFound: readonly (readonly [() => Promise<unknown>, RegExp])[] = [
    [() => flink.subtasks(id, unknownVertex), /JobVertex 0123456789abcdef0123456789abcdef not found/],
    [() => flink.checkpointDetail(id, unknownCheckpoint), /checkpointing statistics for checkpoint 999999/],
    [() => flink.checkpointSubtasks(id, unknownCheckpoint, vertex?.id ?? ''), /statistics for checkpoint 999999/],
    [
      () => flink.checkpointSubtasks(id, latestCompleted?.id ?? 0, unknownVertex),
      /no checkpoint statistics for task 0123/,
    ],
    [() => flink.checkpointDetail(unknownVertex, 1), /Could not find Flink job \(0123456789abcdef0123456789abcdef\)/],
    [() => flink.jobConfiguration(unknownVertex), /Could not find Flink job \(0123456789abcdef0123456789abcdef\)/],
  ];
  for (const [call, message] of notFound) {
    await assert.rejects(
      call(),
      (error) => error instanceof FlinkError && error.kind === 'not-found' && message.test(error.message),
    );
  }
  const malformed = await get(target, `/jobs/${id}/vertices/no-id`);
  assert.equal(malformed.status, 400);
  assert.match(malformed.body.errors[0], /Cannot resolve path parameter \(vertexid\) from value "no-id"/);
}

/** After the end of a task, its counters are final, and Flink still knows its TaskManager. */
async function checkCancelledSubtasks({ flink }: ContractTarget, id: string): Promise<void> {
  const cancelled = async () => {
    const [vertex] = (await flink.job(id)).vertices;
    const [subtask] = await flink.subtasks(id, vertex?.id ?? '');
    return subtask?.status === 'CANCELED' && subtask;
  };
  const subtask = await eventually('the cancelled subtask', cancelled, waitOptions);
  assert.ok((subtask.endedAt ?? 0) > (subtask.startedAt ?? Number.NaN));
  assert.equal(subtask.isComplete, true);
  assert.match(subtask.pod ?? '', /-taskmanager-\d+-\d+$/);
  assert.ok(subtask.writeRecords > 0);
}

type PlanNode = { readonly id: string; readonly inputs?: readonly { readonly num: number; readonly id: string }[] };

/** Checks the plan of the diamond. Returns its slow vertex, and the first vertex of each branch. */
async function checkPlan(target: ContractTarget, id: string) {
  const { body } = await get(target, `/jobs/${id}`);
  const nodes: readonly PlanNode[] = body.plan.nodes;
  const order: readonly string[] = body.vertices.map((vertex: { readonly id: string }) => vertex.id);
  const inputsOf = (of: string | undefined) => nodes.find((node) => node.id === of)?.inputs ?? [];
  for (const vertex of order) {
    for (const input of inputsOf(vertex)) assert.ok(order.indexOf(input.id) < order.indexOf(vertex), 'not in order');
  }
  const merge = nodes.find(({ inputs = [] }) => inputs.length === 2);
  assert.deepEqual(
    merge?.inputs?.map(({ num }) => num),
    [0, 1],
  );
  // The slow branch has one vertex more.
  const [slow = '', fastInput = ''] = merge?.inputs?.map((input) => input.id) ?? [];
  const slowInput = inputsOf(slow)[0]?.id ?? '';
  assert.equal(inputsOf(slowInput)[0]?.id, inputsOf(fastInput)[0]?.id);
  return { slow, slowInput, fastInput };
}

async function shareOf(
  { flink }: ContractTarget,
  id: string,
  vertexId: string,
  pick: (subtask: Subtask) => number,
): Promise<number> {
  const [subtask] = await flink.subtasks(id, vertexId);
  if (!subtask?.isComplete) return 0;
  return pick(subtask) / ((subtask.busyMs ?? Number.NaN) + subtask.idleMs + subtask.backPressuredMs);
}

async function checkSlowMetrics(target: ContractTarget, id: string, slow: string): Promise<void> {
  const path = `/jobs/${id}/vertices/${slow}`;
  const busy = await get(target, `${path}/subtasks/metrics?get=busyTimeMsPerSecond&agg=min,max,avg,sum,skew`);
  const [{ id: metric, skew, ...values }] = busy.body;
  assert.equal(metric, 'busyTimeMsPerSecond');
  assert.equal(skew, 0);
  assert.deepEqual(Object.keys(values).sort(), ['avg', 'max', 'min', 'sum']);
  for (const value of Object.values<number>(values)) assert.ok(value > 800 && value <= 1000, String(value));

  const single = await get(target, `${path}/metrics?get=0.busyTimeMsPerSecond,0.numRecordsIn,0.noSuchMetric`);
  const byId = new Map(single.body.map((item: { id: string; value: string }) => [item.id, item.value]));
  assert.deepEqual([...byId.keys()].sort(), ['0.busyTimeMsPerSecond', '0.numRecordsIn']);
  assert.match(String(byId.get('0.busyTimeMsPerSecond')), /^\d+\.\d+$/);
  assert.match(String(byId.get('0.numRecordsIn')), /^\d+$/);

  const unknownAggregate = await get(target, `${path}/subtasks/metrics?get=busyTimeMsPerSecond&agg=median`);
  assert.equal(unknownAggregate.status, 400);
  assert.match(unknownAggregate.body.errors[0], /Cannot resolve query parameter \(agg\) from value "median"/);
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

async function checkpointsOf({ flink }: ContractTarget, id: string): Promise<Extract<Checkpoints, { enabled: true }>> {
  const checkpoints = await flink.checkpoints(id);
  assert.ok(checkpoints.enabled);
  return checkpoints;
}

/** Reads a response of Flink as it is. */
async function get({ kubernetes, namespace, clusterId }: ContractTarget, path: string) {
  const response = await kubernetes.serviceProxy({ namespace, service: `${clusterId}-rest`, port: 8081, path });
  // biome-ignore lint/suspicious/noExplicitAny: the assertions check the JSON body
  return { status: response.status, body: JSON.parse(response.body) as any };
}

async function runningJob({ flink }: ContractTarget, id: string): Promise<string> {
  const areRunning = async () => {
    const job = (await flink.jobs()).find((candidate) => candidate.id === id);
    return job && job.tasks.total > 0 && job.tasks.running === job.tasks.total;
  };
  await eventually('all tasks to run', areRunning, waitOptions);
  return id;
}
