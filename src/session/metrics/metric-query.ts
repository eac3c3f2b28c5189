import type { Metric, MetricOwner } from './metric.ts';

/** A typed search, such as `busy work #3` or `heap @1-2`. */
export type MetricQuery = {
  /** All must match the owner or the id. */
  readonly terms: readonly string[];
  /** `#3`: the index of a subtask, from 0. */
  readonly subtask: number | undefined;
  /** `@1-3`: a part of the name of a TaskManager, in lower case. */
  readonly taskManager: string | undefined;
};

export function parseQuery(text: string): MetricQuery {
  const words = text.split(/\s+/).filter((word) => word !== '');
  const subtask = words.findLast((word) => /^#[1-9]\d{0,6}$/.test(word));
  const taskManager = words.findLast((word) => /^@./.test(word));
  return {
    terms: words.filter((word) => !/^[#@]/.test(word)),
    subtask: subtask === undefined ? undefined : Number(subtask.slice(1)) - 1,
    taskManager: taskManager?.slice(1).toLowerCase(),
  };
}

/** Returns the member that the query chooses, or `none` if the owner does not have it. */
export function memberOf(owner: MetricOwner, { subtask, taskManager }: MetricQuery): Metric['member'] | 'none' {
  if (subtask === undefined && taskManager === undefined) return undefined;
  if (owner.kind === 'vertex' && subtask !== undefined) return subtask < owner.parallelism ? subtask : 'none';
  if (owner.kind !== 'task-managers' || taskManager === undefined) return 'none';
  const names = owner.ids.map((id) => ({ id, name: id.toLowerCase() }));
  const found =
    names.find(({ name }) => name.endsWith(taskManager)) ?? names.find(({ name }) => name.includes(taskManager));
  return found?.id ?? 'none';
}
