/** `97%` */
export const percent = (share: number): string => `${Math.round(share * 100)}%`;

/** Removes Flink's attempt number: `work (1/2) - execution #0` becomes `work (1/2)`. */
export const withoutAttempt = (task: string): string => task.replace(/ - execution #\d+$/, '');

/** Removes the subtask as well: `work`. */
export const vertexOfTask = (task: string): string => withoutAttempt(task).replace(/ \(\d+\/\d+\)$/, '');

/** Number of the subtask from 1; undefined if the name has none. */
export function subtaskOfTask(task: string): number | undefined {
  const number = / \((\d+)\/\d+\)$/.exec(withoutAttempt(task))?.[1];
  return number === undefined ? undefined : Number(number);
}

/** Keeps the first operator of a chain: `Source: orders -> Map` becomes `Source: orders`. */
export const shortVertex = (name: string): string => name.split(' -> ')[0] ?? name;
