import type { Cancel, Clock } from '../clock.ts';
import type { Console } from '../logs/container-log.ts';
import type { Throwable } from '../logs/stack-trace.ts';
import { randomBetween } from '../random.ts';
import type { TaskManagers } from '../task-managers.ts';
import { type CheckpointCoordinator, createCheckpointCoordinator } from './checkpoint-coordinator.ts';
import {
  type Allocation,
  type Failure,
  type Job,
  type JobSpec,
  type JobState,
  newJob,
  type TaskState,
  type Vertex,
} from './job.ts';
import {
  type JobEffect,
  type JobEvent,
  type JobProgress,
  newJobProgress,
  nextJobProgress,
  restartDelayMs,
} from './job-progress.ts';
import { loggers } from './loggers.ts';
import { failTask, recordFailure, withoutRestart } from './record-failure.ts';
import { runUserCode } from './run-user-code.ts';
import { takeMemory } from './take-memory.ts';
import { switchTasks } from './tasks.ts';

export type JobRunner = {
  readonly job: Job;
  readonly checkpoints: CheckpointCoordinator;
  readonly cancel: () => void;
  /** Finishes every task, as after stop-with-savepoint. */
  readonly finish: () => void;
  /** Reports the loss of a TaskManager that runs this job. */
  readonly loseSlots: (thrown: Throwable) => void;
  /** Suspends the job because the JobManager shuts down. */
  readonly suspend: () => void;
};

export type JobRunnerOptions = {
  readonly id: string;
  readonly spec: JobSpec;
  readonly clock: Clock;
  readonly console: Console;
  readonly taskManagers: TaskManagers;
  /** If undefined, checkpoints stay in the JobManager's memory. */
  readonly checkpointDirectory: string | undefined;
  /** The same job under the previous leader. The new JobMaster restores the newest checkpoint. */
  readonly restoreFrom?: Job | undefined;
  readonly onCheckpoint: (job: Job) => void;
  readonly onTerminal: (job: Job) => void;
};

/** Simulates a JobMaster, which runs one job. */
export function runJob(options: JobRunnerOptions): JobRunner {
  const { id, spec, clock, console, taskManagers } = options;
  const job = newJob(id, spec, clock.now(), options.restoreFrom?.checkpoints.nextId);
  /** Timers of the current step and of the user code. */
  let pending: Cancel[] = [];
  let progress: JobProgress;
  /** The failure that ends the job. */
  let failed: Failure | undefined;

  const checkpoints = createCheckpointCoordinator({
    job,
    clock,
    console,
    directory: options.checkpointDirectory,
    onCompleted: () => options.onCheckpoint(job),
  });

  const dispatch = (event: JobEvent) => transition(nextJobProgress(progress, event));

  function transition([next, effects]: ReturnType<typeof nextJobProgress>): void {
    progress = next;
    for (const effect of effects) runEffect(effect);
  }

  function runEffect(effect: JobEffect): void {
    switch (effect.effect) {
      case 'wait':
        schedule(effect.ms, { event: 'wait-elapsed' });
        break;
      case 'wait-between':
        schedule(randomBetween(effect.fromMs, effect.toMs), { event: 'wait-elapsed' });
        break;
      case 'log-submission':
        logInfo(loggers.dispatcher, `Received job submission '${spec.name}' (${id}).`);
        logInfo(loggers.dispatcher, `Submitting job '${spec.name}' (${id}).`);
        logInfo(loggers.jobMaster, `Initializing job '${spec.name}' (${id}).`);
        break;
      case 'create':
        create();
        break;
      case 'log-start':
        logInfo(loggers.jobMaster, `Starting execution of job '${spec.name}' (${id}).`);
        break;
      case 'switch-job':
        switchJob(effect.to);
        break;
      case 'switch-tasks':
        switchAll(job.vertices, effect.to);
        break;
      case 'switch-other-tasks':
        switchAll(
          job.vertices.filter(({ state }) => state !== 'FAILED'),
          effect.to,
        );
        break;
      case 'request-slots':
        taskManagers.requestSlots({
          jobId: id,
          count: spec.parallelism,
          isUnschedulable: spec.lacksNodes ?? false,
          onReady: (slots) => dispatch({ event: 'slots-granted', slots }),
        });
        schedule(slotTimeoutMs, { event: 'slots-timed-out' });
        break;
      case 'assign-slots':
        job.slots = effect.slots;
        job.deployedTo = effect.slots;
        break;
      case 'free-slots':
        job.slots = [];
        taskManagers.freeSlots(id);
        break;
      case 'start-work':
        startWork();
        break;
      case 'stop-work':
        for (const cancel of pending) cancel();
        pending = [];
        break;
      case 'record-failure':
        job.restarts += 1;
        recordFailure(
          job,
          failTask(job, effect.thrown, clock.now(), console, { restarts: true, hasSlots: hasSlots() }),
        );
        break;
      case 'fail-task':
        failed = failTask(job, effect.thrown, clock.now(), console, { restarts: false, hasSlots: true });
        break;
      case 'record-final-failure':
        if (failed) recordFailure(job, withoutRestart(failed, clock.now()));
        break;
      case 'stop-checkpoints':
        checkpoints.stop(effect.reason);
        break;
      case 'begin-attempt':
        job.attempt += 1;
        break;
      case 'restore':
        checkpoints.restore(newestCheckpoint(job));
        break;
      case 'end':
        end(effect.state);
    }
  }

  /** Flink's default restart strategy restarts only jobs that take checkpoints. */
  const isRestartable = () => spec.checkpointEveryMs !== undefined || progress.step !== 'working';
  const hasSlots = () => progress.step !== 'failing' || progress.hasSlots;

  function schedule(simulatedMs: number, event: JobEvent): void {
    pending.push(clock.after(simulatedMs, () => dispatch(event)));
  }

  function logInfo(logger: string, message: string): void {
    if (!spec.isQuiet) console.write('INFO', logger, message);
  }

  function switchJob(state: JobState): void {
    const from = job.state;
    job.state = state;
    job.timestamps[state] = clock.now();
    job.changedAt = clock.now();
    logInfo(loggers.executionGraph, `Job ${spec.name} (${id}) switched from state ${from} to ${state}.`);
  }

  function switchAll(vertices: readonly Vertex[], to: TaskState): void {
    for (const vertex of vertices) switchTasks(job, vertex, to, clock.now(), console);
  }

  function create(): void {
    job.state = 'CREATED';
    job.timestamps.CREATED = clock.now();
    logInfo(loggers.jobMaster, `Using restart back off time strategy ${restartStrategy} for ${spec.name} (${id}).`);
    logInfo(loggers.executionGraph, `Created execution graph ${job.executionGraphId} for job ${id}.`);
    const checkpoint = newestCheckpoint(options.restoreFrom);
    if (checkpoint) checkpoints.restore(checkpoint);
    else logInfo(loggers.checkpointCoordinator, 'No checkpoint found during restore.');
  }

  function startWork(): void {
    checkpoints.start();
    if (spec.userCode) pending.push(runUserCode(spec.userCode, job.slots, clock));
    const { failure, endsAfterMs } = spec;
    if (failure) {
      const event = spec.checkpointEveryMs === undefined ? 'job-failed' : 'task-failed';
      schedule(failure.everyMs, { event, thrown: failure.thrown(job.attempt + 1) });
    }
    const [slot] = job.slots;
    if (slot) for (const cancel of takeMemory(job, slot.taskManager, taskManagers, clock)) pending.push(cancel);
    if (endsAfterMs !== undefined) schedule(endsAfterMs, { event: 'finish' });
  }

  function end(state: 'CANCELED' | 'FINISHED' | 'FAILED'): void {
    switchJob(state);
    job.endedAt = job.timestamps[job.state] ?? clock.now();
    logInfo(loggers.checkpointCoordinator, `Stopping checkpoint coordinator for job ${id}.`);
    checkpoints.stop('CheckpointCoordinator shutdown.');
    logInfo(loggers.dispatcher, `Job ${id} reached terminal state ${state}.`);
    logInfo(loggers.jobMaster, `Stopping the JobMaster for job '${spec.name}' (${id}).`);
    for (const slot of job.slots) logSlotRelease(slot);
    job.slots = [];
    taskManagers.freeSlots(id);
    options.onTerminal(job);
  }

  function logSlotRelease(slot: Allocation): void {
    if (spec.isQuiet) return;
    const reason = `Stopping JobMaster for job '${spec.name}' (${id}).`;
    logInfo(loggers.jobMaster, `Disconnect TaskExecutor ${slot.taskManager} because: ${reason}`);
    const description = `TaskSlot(index:0, state:ACTIVE, allocationId: ${slot.allocationId}, jobId: ${id})`;
    slot.console.write('INFO', loggers.slotTable, `Free slot ${description}.`);
    slot.console.write('INFO', loggers.taskExecutor, `Close JobManager connection for job ${id}.`);
  }

  transition(newJobProgress);

  return {
    job,
    checkpoints,
    cancel: () => dispatch({ event: 'cancel' }),
    finish: () => dispatch({ event: 'finish' }),
    loseSlots: (thrown) => dispatch({ event: isRestartable() ? 'slots-lost' : 'job-failed', thrown }),
    suspend: () => dispatch({ event: 'suspend' }),
  };
}

const restartStrategy = `FixedDelayRestartBackoffTimeStrategy(maxNumberRestartAttempts=2147483647, backoffTimeMS=${restartDelayMs})`;

/** Flink's default for `slot.request.timeout`. */
const slotTimeoutMs = 300_000;

const newestCheckpoint = (job: Job | undefined) =>
  job?.checkpoints.latestCompleted ?? job?.checkpoints.latestRestored?.checkpoint;
