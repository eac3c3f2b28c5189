import { withoutAttempt } from '../session/journal/describe-entry.ts';

/** `97%` */
export const percent = (share: number): string => `${Math.round(share * 100)}%`;

/** Removes the subtask and the attempt: `work (1/2) - execution #0` becomes `work`. */
export const vertexOfTask = (task: string): string => withoutAttempt(task).replace(/ \(\d+\/\d+\)$/, '');

/** Number of the subtask from 1; undefined if the name has none. */
export function subtaskOfTask(task: string): number | undefined {
  const number = / \((\d+)\/\d+\)$/.exec(withoutAttempt(task))?.[1];
  return number === undefined ? undefined : Number(number);
}

/** Keeps the first operator of a chain: `Source: orders -> Map` becomes `Source: orders`. */
export const shortVertex = (name: string): string => name.split(' -> ')[0] ?? name;
