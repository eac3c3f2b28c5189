import type { Console } from '../logs/container-log.ts';
import { stackTrace, type Throwable } from '../logs/stack-trace.ts';
import type { Job } from './job.ts';
import { loggers } from './loggers.ts';
import { attemptId, taskName } from './tasks.ts';

/** Flink's default for `web.exception-history-size`. */
const maxFailures = 16;

/**
 * Fails the first subtask of the job's last vertex. Records the failure in the exception history and in the logs of the
 * JobManager and the TaskManager.
 */
export function recordFailure(job: Job, thrown: Throwable, at: number, jobManager: Console): void {
  const vertex = job.vertices.at(-1);
  if (!vertex) return;
  const [slot] = job.slots;
  const name = taskName(job, vertex, 0);
  const id = attemptId(job, vertex, 0);
  const trace = stackTrace(thrown);
  const change = `(${id}) switched from ${vertex.state} to FAILED`;
  Object.assign(vertex, { state: 'FAILED', endedAt: at });
  job.failures.unshift({ at, thrown, taskName: `${name} - execution #${job.attempt}`, allocation: slot });
  job.failures.length = Math.min(job.failures.length, maxFailures);
  if (job.spec.isQuiet) return;

  slot?.console.write('WARN', loggers.task, `${name}#${job.attempt} ${change} with failure cause:`, ...trace);
  const location = slot ? ` on ${slot.taskManager} @ ${slot.ip} (dataPort=${slot.dataPort})` : '';
  jobManager.write('INFO', loggers.executionGraph, `${name} ${change}${location}.`, ...trace);
  const tasks = job.vertices.length * job.spec.parallelism;
  const restarted = `${tasks} tasks will be restarted to recover the failed task ${id}.`;
  jobManager.write('INFO', loggers.jobMaster, restarted);
}
