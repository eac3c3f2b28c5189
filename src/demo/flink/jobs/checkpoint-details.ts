import type { Console } from '../logs/container-log.ts';
import { randomBetween } from '../random.ts';
import type { Checkpoint } from './checkpoint.ts';
import type { Allocation, Job, Vertex } from './job.ts';
import { loggers } from './loggers.ts';
import { attemptId, taskName } from './tasks.ts';

type Task = { readonly vertex: Vertex; readonly index: number; readonly slot: Allocation };

function* tasksOf(job: Job): Iterable<Task> {
  for (const vertex of job.vertices) {
    for (const [index, slot] of job.slots.entries()) yield { vertex, index, slot };
  }
}

/** Writes the TaskManagers' DEBUG lines for the snapshots of one checkpoint. */
export function logSnapshots(job: Job, { id }: Checkpoint, type: string): void {
  for (const { vertex, index, slot } of tasksOf(job)) {
    const task = `${taskName(job, vertex, index)}#${job.attempt}`;
    slot.console.write('DEBUG', loggers.streamTask, `Starting checkpoint ${id} ${type} on task ${task}`);
    const durations = `Alignment duration: 0 ms, snapshot duration ${randomBetween(0, 9)} ms, is unaligned checkpoint : false`;
    const finished = `${task} - finished synchronous part of checkpoint ${id}. ${durations}`;
    slot.console.write('DEBUG', loggers.subtaskCheckpoints, finished);
  }
}

/** Writes the DEBUG lines of the JobManager and the TaskManagers for a completed checkpoint. */
export function logCompletion(job: Job, { id, triggeredAt }: Checkpoint, jobManager: Console): void {
  const previous = id - 1;
  for (const { vertex, index, slot } of tasksOf(job)) {
    const task = attemptId(job, vertex, index);
    const acknowledged = `Received acknowledge message for checkpoint ${id} from task ${task} of job ${job.id} at ${slot.taskManager} @ ${slot.ip} (dataPort=${slot.dataPort}).`;
    jobManager.write('DEBUG', loggers.checkpointCoordinator, acknowledged);
    const confirmed = `Confirm completed checkpoint ${id}@${Math.floor(triggeredAt)} and last subsumed checkpoint ${previous} for ${task}.`;
    slot.console.write('DEBUG', loggers.taskExecutor, confirmed);
  }
  const clean = (checkpointId: number, discard: boolean) =>
    jobManager.write(
      'DEBUG',
      loggers.checkpointCleaner,
      `Clean checkpoint ${checkpointId} parallel-mode=true shouldDiscard=${discard}`,
    );
  clean(id, false);
  jobManager.write('DEBUG', loggers.checkpointCleaner, `Try to discard checkpoint ${previous}.`);
  clean(previous, true);
}
