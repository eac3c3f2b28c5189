import assert from 'node:assert/strict';
import { FlinkError } from '../../src/flink/error.ts';
import { checkpointConfig } from '../support/checkpoint-config.ts';
import { eventually } from '../support/eventually.ts';
import { type ContractTarget, waitOptions } from './contract.ts';
import { checkpointsOf, get, sum } from './read-job.ts';

const unknownVertex = '0123456789abcdef0123456789abcdef';
const unknownCheckpoint = 999_999;

export async function checkConfiguration({ flink }: ContractTarget, id: string): Promise<void> {
  assert.deepEqual(await flink.jobConfiguration(id), {
    restartStrategy: 'Cluster level default restart strategy',
    parallelism: 1,
    objectReuse: false,
    userConfig: {},
  });
  assert.deepEqual(await flink.checkpointConfig(id), checkpointConfig({ intervalMs: 2000, timeoutMs: 600_000 }));
}

export async function checkRunningSubtasks(target: ContractTarget, id: string): Promise<void> {
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

  await checkFields(target, `/jobs/${id}/vertices/${source}`);
}

const statistics = ['avg', 'max', 'median', 'min', 'p25', 'p75', 'p95', 'sum'];

/** Checks the names of the fields of a vertex. Only Flink 1.x has the host. */
async function checkFields(target: ContractTarget, path: string): Promise<void> {
  const host = (await target.flink.config()).flinkVersion.startsWith('1.') ? ['host'] : [];
  const times = ['start-time', 'end-time', 'duration', 'metrics'];
  const { body } = await get(target, path);
  assert.deepEqual(Object.keys(body), [
    ...['id', 'name', 'parallelism', 'maxParallelism', 'now', 'subtasks', 'aggregated'],
  ]);
  const [subtask] = body.subtasks;
  assert.deepEqual(Object.keys(subtask), [
    ...['subtask', 'status', 'attempt', ...host, 'endpoint', ...times],
    ...['taskmanager-id', 'status-duration', 'start_time'],
  ]);
  const durations: { readonly [state: string]: number } = subtask['status-duration'];
  const states = ['CREATED', 'DEPLOYING', 'INITIALIZING', 'RUNNING', 'SCHEDULED'];
  assert.deepEqual(Object.keys(durations).sort(), states);
  assert.ok(Object.values(durations).every((ms) => ms >= 0));
  assert.deepEqual(Object.keys(body.aggregated['status-duration']).sort(), states);
  assert.deepEqual(Object.keys(body.aggregated.metrics['read-records']).sort(), statistics);
  assert.equal(body.aggregated.metrics['write-records'].max, subtask.metrics['write-records']);

  const { taskmanagers } = (await get(target, `${path}/taskmanagers`)).body;
  assert.deepEqual(Object.keys(taskmanagers[0]), [
    ...[...host, 'endpoint', 'status', ...times, 'status-counts', 'taskmanager-id', 'aggregated'],
  ]);
}

export async function checkCompletedCheckpoint(target: ContractTarget, id: string): Promise<void> {
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
  assert.deepEqual(vertices.map((vertex) => vertex.id).sort(), vertexIds.toSorted());
  assert.equal(Math.max(...vertices.map((vertex) => vertex.latestAckAt ?? 0)), latestAckAt);
  assert.equal(sum(vertices.map(({ bytes }) => bytes)), attempt.bytes);
  const [source, stateful] = vertexIds.map((vertexId) => vertices.find((vertex) => vertex.id === vertexId)?.bytes ?? 0);
  assert.ok((stateful ?? 0) > (source ?? 0) && (source ?? 0) > 0, `state of ${source} and ${stateful} bytes`);
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

export async function checkMetricIds(target: ContractTarget, id: string): Promise<void> {
  const isFlink1 = (await target.flink.config()).flinkVersion.startsWith('1.');
  const expected = [...jobMetricIds, ...(isFlink1 ? ['fullRestarts'] : newJobMetricIds)].sort();
  const listed = async () => {
    const { body } = await get(target, `/jobs/${id}/metrics`);
    return body.length > 0 && body.map((metric: { readonly id: string }) => metric.id);
  };
  const ids: string[] = await eventually('the metrics of the job', listed, waitOptions);
  assert.deepEqual(ids.sort(), expected);
}

export async function checkNotFound(target: ContractTarget, id: string): Promise<void> {
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
export async function checkCancelledSubtasks({ flink }: ContractTarget, id: string): Promise<void> {
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
