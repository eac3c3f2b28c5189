import type { Console } from '../logs/container-log.ts';
import type { Job, TaskState, Vertex } from './job.ts';
import { loggers } from './loggers.ts';

/** Returns the name of a subtask in logs and in the exception history, such as `work (1/2)`. */
export const taskName = ({ spec }: Job, vertex: Vertex, index: number): string =>
  `${vertex.name} (${index + 1}/${spec.parallelism})`;

export const attemptId = (job: Job, vertex: Vertex, index: number): string =>
  `${job.executionGraphId}_${vertex.id}_${index}_${job.attempt}`;

/** Switches all subtasks of a vertex to a state and logs the change on the JobManager and the TaskManagers. */
export function switchTasks(job: Job, vertex: Vertex, to: TaskState, at: number, jobManager: Console): void {
  const from = vertex.state;
  if (from === to) return;
  vertex.state = to;
  vertex.enteredAt = to === 'CREATED' ? { CREATED: at } : { ...vertex.enteredAt, [to]: at };
  job.changedAt = at;
  if (to === 'SCHEDULED' || to === 'CREATED') Object.assign(vertex, { startedAt: undefined, endedAt: undefined });
  if (to === 'DEPLOYING') vertex.startedAt = at;
  if (to === 'FINISHED' || to === 'CANCELED' || to === 'FAILED') vertex.endedAt = at;
  if (job.spec.isQuiet || to === 'CREATED') return;

  for (let index = 0; index < job.spec.parallelism; index += 1) {
    const name = taskName(job, vertex, index);
    const id = attemptId(job, vertex, index);
    const change = `switched from ${from} to ${to}`;
    jobManager.write('INFO', loggers.executionGraph, `${name} (${id}) ${change}.`);
    const slot = job.slots[index];
    if (!slot) continue;
    if (to === 'DEPLOYING') {
      const target = `to ${slot.taskManager} @ ${slot.ip} (dataPort=${slot.dataPort}) with allocation id ${slot.allocationId}`;
      const attempt = `(attempt #${job.attempt}) with attempt id ${id} and vertex id ${vertex.id}_${index}`;
      jobManager.write('INFO', loggers.executionGraph, `Deploying ${name} ${attempt} ${target}`);
      const received = `Received task ${name}#${job.attempt} (${id}), deploy into slot with allocation id ${slot.allocationId}.`;
      slot.console.write('INFO', loggers.taskExecutor, received);
    }
    if (to !== 'SCHEDULED') slot.console.write('INFO', loggers.task, `${name}#${job.attempt} (${id}) ${change}.`);
    if (vertex.endedAt !== undefined) {
      slot.console.write('INFO', loggers.task, `Freeing task resources for ${name}#${job.attempt} (${id}).`);
    }
  }
}
