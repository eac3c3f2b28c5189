import type { Console } from '../logs/container-log.ts';
import { stackTrace, type Throwable } from '../logs/stack-trace.ts';
import type { Failure, Job } from './job.ts';
import { loggers } from './loggers.ts';
import { attemptId, taskName } from './tasks.ts';

/** Flink's default for `web.exception-history-size`. */
const maxFailures = 16;

/**
 * Fails the first subtask of the job's last vertex, whose user code throws. Without slots, a source fails first. Logs the failure on the JobManager and the
 * TaskManager.
 */
export function failTask(
  job: Job,
  thrown: Throwable,
  at: number,
  jobManager: Console,
  { restarts, hasSlots }: { readonly restarts: boolean; readonly hasSlots: boolean },
): Failure | undefined {
  const vertex = job.vertices.at(hasSlots ? -1 : 0);
  if (!vertex) return undefined;
  const [slot] = job.slots;
  const name = taskName(job, vertex, 0);
  const id = attemptId(job, vertex, 0);
  const trace = stackTrace(thrown);
  const change = `(${id}) switched from ${vertex.state} to FAILED`;
  Object.assign(vertex, { state: 'FAILED', endedAt: at, enteredAt: { ...vertex.enteredAt, FAILED: at } });
  const failure = {
    at,
    thrown,
    taskName: `${name} - execution #${job.attempt}`,
    allocation: slot,
    concurrent: [],
  };
  if (job.spec.isQuiet) return failure;

  slot?.console.write('WARN', loggers.task, `${name}#${job.attempt} ${change} with failure cause:`, ...trace);
  const location = slot
    ? ` on ${slot.taskManager} @ ${slot.ip} (dataPort=${slot.dataPort})`
    : ' on [unassigned resource]';
  jobManager.write('INFO', loggers.executionGraph, `${name} ${change}${location}.`, ...trace);
  if (!restarts) return failure;
  const tasks = job.vertices.length * job.spec.parallelism;
  const restarted = `${tasks} tasks will be restarted to recover the failed task ${id}.`;
  jobManager.write('INFO', loggers.jobMaster, restarted);
  return failure;
}

/** Adds a failure to the exception history. */
export function recordFailure(job: Job, failure: Failure | undefined): void {
  if (!failure) return;
  job.failures.unshift(failure);
  job.failures.length = Math.min(job.failures.length, maxFailures);
}

/** Returns the failure of the whole job that Flink records for a task without a restart strategy. */
export const withoutRestart = (failure: Failure, at: number): Failure => ({
  at,
  thrown: {
    className: 'org.apache.flink.runtime.JobException',
    message: 'Recovery is suppressed by NoRestartBackoffTimeStrategy',
    frames: [
      'org.apache.flink.runtime.executiongraph.failover.ExecutionFailureHandler.handleFailure(ExecutionFailureHandler.java:213)',
      'org.apache.flink.runtime.scheduler.DefaultScheduler.handleTaskFailure(DefaultScheduler.java:279)',
    ],
    cause: failure.thrown,
  },
  taskName: undefined,
  allocation: undefined,
  concurrent: [failure],
});
