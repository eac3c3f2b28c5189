import { setTimeout as pause } from 'node:timers/promises';
import type { FlinkRest } from '../../flink/rest.ts';
import { inParallel } from '../../session/in-parallel.ts';
import { describeMetric } from '../../session/metrics/describe-metric.ts';
import { type Metric, type MetricOwner, taskManagersOwner } from '../../session/metrics/metric.ts';
import { createMetricIndex, type OwnedIds } from '../../session/metrics/metric-index.ts';
import { fetchedAfterMs } from '../../session/readings/once-fetched.ts';
import { printable } from '../../text/printable.ts';
import { selectJob } from '../job/job-selector.ts';
import { selectVertex } from '../job/vertex-selector.ts';
import { selectPods } from '../pods/pod-selector.ts';
import { CommandError, exitCodes } from '../record/command-error.ts';
import type { MetricsRequest } from './metrics-request.ts';

type Owner = { readonly owner: MetricOwner; readonly readIds: () => Promise<readonly string[]> };

/** Returns the metrics that the request names, best match first. */
export async function chooseMetrics(
  flink: FlinkRest,
  { of, patterns }: MetricsRequest,
  signal: AbortSignal,
): Promise<readonly Metric[]> {
  const { owners, member } = await findOwners(flink, of, signal);
  await owners[0]?.readIds();
  await pause(fetchedAfterMs, undefined, { signal });
  const owned = await inParallel(owners, async ({ owner, readIds }): Promise<OwnedIds> => {
    const ids = await readIds();
    return { owner, ids: ids.filter((id) => isReadable(owner, id)) };
  });
  const found = createMetricIndex(owned).search(patterns.join(' '), Number.POSITIVE_INFINITY);
  if (found.count === 0) throw notFoundError(owned, patterns);
  return found.metrics.map((metric) => ({ ...metric, member }));
}

/** Flink logs a warning if a text is aggregated. */
const isReadable = ({ kind }: MetricOwner, id: string): boolean =>
  describeMetric(id).kind !== 'text' || kind === 'job' || kind === 'job-manager' || kind === 'coordinators';

function notFoundError(owned: readonly OwnedIds[], patterns: readonly string[]): CommandError {
  if (owned.every(({ ids }) => ids.length === 0)) {
    return new CommandError(exitCodes.notFound, 'Flink returned no metrics', [
      'Metrics appear about 10 s after a job or a process starts. An ended job has none',
    ]);
  }
  return new CommandError(exitCodes.notFound, `no metric matches ${printable(patterns.join(' '))}`, [
    'Add --list without a pattern to show all ids',
  ]);
}

type Owners = { readonly owners: readonly Owner[]; readonly member: Metric['member'] };

async function findOwners(flink: FlinkRest, of: MetricsRequest['of'], signal: AbortSignal): Promise<Owners> {
  if (of.kind === 'job-manager') {
    const readIds = () => flink.metricIds({ kind: 'job-manager' }, signal);
    return { owners: [{ owner: { kind: 'job-manager' }, readIds }], member: undefined };
  }
  if (of.kind === 'task-manager') {
    const ids = (await flink.taskManagers(signal)).map(({ id }) => id);
    const [id = ''] = selectPods(ids, [of.pod]);
    const readIds = () => flink.metricIds({ kind: 'task-manager', id }, signal);
    return { owners: [{ owner: taskManagersOwner([id]), readIds }], member: id };
  }
  return findJobOwners(flink, of, signal);
}

async function findJobOwners(
  flink: FlinkRest,
  { job: selector, vertex: vertexSelector, subtask }: Extract<MetricsRequest['of'], { readonly kind: 'job' }>,
  signal: AbortSignal,
): Promise<Owners> {
  const { id: jobId, name } = selectJob(await flink.jobs(signal), selector);
  const { vertices } = await flink.job(jobId, signal);
  const chosen = vertexSelector === undefined ? vertices : [selectVertex(vertices, vertexSelector, name)];
  const [only] = chosen;
  if (subtask !== undefined && only !== undefined && subtask >= only.parallelism) {
    throw new CommandError(exitCodes.notFound, `${printable(only.name)} has ${only.parallelism} subtasks`);
  }
  const ofVertices = chosen.flatMap(({ id: vertexId, name: vertexName, parallelism, inputs }): readonly Owner[] => {
    const scope = { kind: 'coordinators', jobId, vertexId } as const;
    const tasks: MetricOwner = { kind: 'vertex', jobId, vertexId, name: vertexName, parallelism };
    return [
      { owner: tasks, readIds: () => flink.metricIds({ kind: 'subtasks', jobId, vertexId }, signal) },
      // Only sources have coordinators. They do not belong to a subtask.
      ...(inputs.length > 0 || subtask !== undefined
        ? []
        : [{ owner: { ...scope, name: vertexName }, readIds: () => flink.metricIds(scope, signal) }]),
    ];
  });
  const ofJob = {
    owner: { kind: 'job', jobId } as const,
    readIds: () => flink.metricIds({ kind: 'job', jobId }, signal),
  };
  return { owners: vertexSelector === undefined ? [ofJob, ...ofVertices] : ofVertices, member: subtask };
}
