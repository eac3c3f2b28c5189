import type { Subtask } from '../../flink/subtask-responses.ts';
import { vertexSubtasks } from './flink-readings.ts';
import { type Measured, measureCounters, type TaskLoad } from './measure-counters.ts';
import { type Readings, readingOf } from './reading.ts';

/** What is remembered of the subtasks of a vertex between two responses, by attempt. */
export type SubtaskLoads = Measured & { readonly subtasks: readonly Subtask[] };

/** Computes the load of running subtasks from the counters of two responses about the same attempts. */
function measureSubtasks(
  previous: SubtaskLoads | undefined,
  subtasks: readonly Subtask[],
  readAt: number,
): SubtaskLoads {
  const tasks = subtasks
    .filter(({ status, isComplete }) => status === 'RUNNING' && isComplete)
    .map((subtask) => ({ key: attemptKey(subtask), counters: subtask, parallelism: 1 }));
  return { subtasks, ...measureCounters(previous, tasks, readAt) };
}

/** Returns undefined until two responses have different counters of this attempt. */
export function loadOfSubtask(loads: SubtaskLoads | undefined, subtask: Subtask): TaskLoad | undefined {
  return loads?.load.get(attemptKey(subtask));
}

const attemptKey = ({ index, attempt }: Subtask): string => `${index}#${attempt}`;

/** Returns the loads by key of their reading after a response. Those of forgotten readings are removed. */
export function updateSubtaskLoads(
  previous: ReadonlyMap<string, SubtaskLoads>,
  readings: Readings,
  key: string,
): ReadonlyMap<string, SubtaskLoads> {
  const isForgotten = [...previous.keys()].some((known) => !readings.has(known));
  const { value, readAt } = key.startsWith(subtasksKey) ? readingOf({ readings }, subtasksReading(key)) : nothing;
  const isNew = value !== undefined && readAt !== undefined && previous.get(key)?.subtasks !== value;
  if (!isForgotten && !isNew) return previous;
  const loads = new Map([...previous].filter(([known]) => readings.has(known)));
  if (isNew) loads.set(key, measureSubtasks(previous.get(key), value, readAt));
  return loads;
}

const nothing = { value: undefined, readAt: undefined } as const;
const subtasksKey = vertexSubtasks('', '').key.replace(/\/\/$/, '/');
/** Readings are the same if their keys are. */
const subtasksReading = (key: string) => ({ ...vertexSubtasks('', ''), key });
