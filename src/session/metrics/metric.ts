import type { MetricGroup, MetricScope } from '../../flink/responses.ts';

/** What the metrics of a list belong to. */
export type MetricOwner =
  | { readonly kind: 'job'; readonly jobId: string }
  | {
      readonly kind: 'vertex';
      readonly jobId: string;
      readonly vertexId: string;
      readonly name: string;
      readonly parallelism: number;
    }
  | { readonly kind: 'coordinators'; readonly jobId: string; readonly vertexId: string; readonly name: string }
  /** All have the same metrics. `isWholeCluster`: too many for a request, so Flink aggregates over all TaskManagers. */
  | { readonly kind: 'task-managers'; readonly ids: readonly string[]; readonly isWholeCluster: boolean }
  | { readonly kind: 'job-manager' };

/** The owner, and also the scope, of the metrics of a job itself. */
export const jobOwner = (jobId: string): { readonly kind: 'job'; readonly jobId: string } => ({ kind: 'job', jobId });

/** A metric of an owner. */
export type Metric = {
  readonly owner: MetricOwner;
  /** Without the index of a subtask. */
  readonly id: string;
  /** One subtask by its index from 0, or the id of one TaskManager; undefined for an aggregate over all of them. */
  readonly member: number | string | undefined;
};

/** How to read a metric: the values of one owner by the id that Flink uses, or aggregates. */
export type MetricSource =
  | { readonly kind: 'scope'; readonly scope: MetricScope; readonly id: string }
  | { readonly kind: 'group'; readonly group: MetricGroup; readonly id: string };

export function sourceOf({ owner, id, member }: Metric): MetricSource {
  const of = (scope: MetricScope, scopedId = id): MetricSource => ({ kind: 'scope', scope, id: scopedId });
  switch (owner.kind) {
    case 'job':
      return of({ kind: 'job', jobId: owner.jobId });
    case 'coordinators':
      return of({ kind: 'coordinators', jobId: owner.jobId, vertexId: owner.vertexId });
    case 'job-manager':
      return of({ kind: 'job-manager' });
    case 'vertex': {
      const { jobId, vertexId } = owner;
      if (member !== undefined) return of({ kind: 'vertex', jobId, vertexId }, `${member}.${id}`);
      return { kind: 'group', group: { kind: 'subtasks', jobId, vertexId }, id };
    }
    case 'task-managers':
      if (member !== undefined) return of({ kind: 'task-manager', id: `${member}` });
      return { kind: 'group', group: { kind: 'task-managers', ids: owner.isWholeCluster ? [] : owner.ids }, id };
  }
}

/** Identifies a metric, for as long as its job runs. */
export function metricKey({ owner, id, member }: Metric): string {
  const of = owner.kind === 'vertex' || owner.kind === 'coordinators' ? owner.vertexId : '';
  return [owner.kind, of, member ?? '', id].join('/');
}

/** `job`, `orders-source`, `TaskManager`, `JobManager` */
export function ownerTitle(owner: MetricOwner): string {
  switch (owner.kind) {
    case 'job':
      return 'job';
    case 'vertex':
      return owner.name;
    case 'coordinators':
      return `${owner.name} coordinator`;
    case 'task-managers':
      return 'TaskManager';
    case 'job-manager':
      return 'JobManager';
  }
}

/** The members over which a metric is aggregated, or the chosen one: `4 subtasks`, `subtask 3`; undefined if there are none. */
export function memberText({ owner, member }: Pick<Metric, 'owner' | 'member'>): string | undefined {
  if (owner.kind === 'vertex') {
    if (typeof member === 'number') return `subtask ${member + 1}`;
    return owner.parallelism === 1 ? '1 subtask' : `${owner.parallelism} subtasks`;
  }
  if (owner.kind !== 'task-managers') return undefined;
  if (member !== undefined) return shortName(`${member}`);
  if (owner.isWholeCluster) return 'all TaskManagers';
  return owner.ids.length === 1 ? shortName(owner.ids[0] ?? '') : `${owner.ids.length} TaskManagers`;
}

/** `taskmanager-1-3`, without the id of the cluster */
const shortName = (id: string): string => /taskmanager-\d+-\d+$/.exec(id)?.[0] ?? id;

/** Whether the metric is an aggregate over several subtasks or TaskManagers. */
export function isAggregate({ owner, member }: Pick<Metric, 'owner' | 'member'>): boolean {
  if (member !== undefined) return false;
  if (owner.kind === 'vertex') return owner.parallelism > 1;
  return owner.kind === 'task-managers' && (owner.isWholeCluster || owner.ids.length > 1);
}

/** More ids of TaskManagers do not fit into a request. */
const maxTaskManagers = 25;

export const taskManagersOwner = (ids: readonly string[]): MetricOwner => ({
  kind: 'task-managers',
  ids,
  isWholeCluster: ids.length > maxTaskManagers,
});
