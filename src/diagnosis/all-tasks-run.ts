import type { JobRow } from '../session/readings/join-jobs.ts';

/** Whether all tasks of a job run, or have finished, as the source of a job that reads a file. */
export function allTasksRun({ state, tasks: { running = 0, finished = 0, total } }: JobRow): boolean {
  return state === 'RUNNING' && running > 0 && running + finished === total;
}
