import type { Cancel, Clock } from '../clock.ts';
import type { Console } from '../logs/container-log.ts';
import type { Thrown } from '../logs/stack-trace.ts';
import { randomBetween } from '../random.ts';
import type { TaskManagers } from '../task-managers.ts';
import { type CheckpointCoordinator, createCheckpointCoordinator } from './checkpoint-coordinator.ts';
import { type Allocation, type Job, type JobSpec, newJob, type TaskState, type Vertex } from './job.ts';
import {
  type JobEffect,
  type JobEvent,
  type JobProgress,
  newJobProgress,
  nextJobProgress,
  restartDelayMs,
} from './job-progress.ts';
import type { JobState } from './job-state.ts';
import { loggers } from './loggers.ts';
import { recordFailure } from './record-failure.ts';
import { switchTasks } from './tasks.ts';

export type JobRunner = {
  readonly job: Job;
  readonly checkpoints: CheckpointCoordinator;
  readonly cancel: () => void;
  /** Every task ends well: after a stop with a savepoint. */
  readonly finish: () => void;
  /** A TaskManager under it is gone. */
  readonly loseSlots: (thrown: Thrown) => void;
  /** The JobManager goes: nothing more happens to the job here. */
  readonly abandon: () => void;
};

export type JobRunnerOptions = {
  readonly id: string;
  readonly spec: JobSpec;
  readonly clock: Clock;
  readonly console: Console;
  readonly taskManagers: TaskManagers;
  /** Where checkpoints go; undefined keeps them in the JobManager's memory. */
  readonly checkpointDirectory: string | undefined;
  /** The checkpoint that a job taken over from another JobManager goes on from. */
  readonly restoreFrom?: Job | undefined;
  readonly onCheckpoint: (job: Job) => void;
  readonly onTerminal: (job: Job) => void;
};

/** A JobMaster: takes one job through its states (flink.md 3.10). */
export function runJob(options: JobRunnerOptions): JobRunner {
  const { id, spec, clock, console, taskManagers } = options;
  const job = newJob(id, spec, clock.now(), options.restoreFrom?.checkpoints.nextId);
  /** Ends the wait for the next step, and the program's own work. */
  let pending: Cancel[] = [];
  let progress: JobProgress;

  const checkpoints = createCheckpointCoordinator({
    job,
    clock,
    console,
    directory: options.checkpointDirectory,
    onCompleted: () => options.onCheckpoint(job),
  });

  const happened = (event: JobEvent) => goOn(nextJobProgress(progress, event));

  function goOn([next, effects]: ReturnType<typeof nextJobProgress>): void {
    progress = next;
    for (const effect of effects) carryOut(effect);
  }

  function carryOut(effect: JobEffect): void {
    switch (effect.effect) {
      case 'wait':
        later(effect.ms, { event: 'due' });
        break;
      case 'wait-between':
        later(randomBetween(effect.fromMs, effect.toMs), { event: 'due' });
        break;
      case 'say-submitted':
        say(loggers.dispatcher, `Received job submission '${spec.name}' (${id}).`);
        say(loggers.dispatcher, `Submitting job '${spec.name}' (${id}).`);
        say(loggers.jobMaster, `Initializing job '${spec.name}' (${id}).`);
        break;
      case 'create':
        create();
        break;
      case 'say-starting':
        say(loggers.jobMaster, `Starting execution of job '${spec.name}' (${id}).`);
        break;
      case 'switch-job':
        switchTo(effect.to);
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
        taskManagers.requestSlots(id, spec.parallelism, (slots) => happened({ event: 'slots-granted', slots }));
        break;
      case 'take-slots':
        job.slots = effect.slots;
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
        recordFailure(job, effect.thrown, clock.now(), console);
        break;
      case 'stop-checkpoints':
        checkpoints.stop(effect.reason);
        break;
      case 'begin-attempt':
        job.attempt += 1;
        break;
      case 'restore':
        checkpoints.restore(newest(job));
        break;
      case 'end':
        end(effect.state);
    }
  }

  function later(simulatedMs: number, event: JobEvent): void {
    pending.push(clock.after(simulatedMs, () => happened(event)));
  }

  function say(logger: string, message: string): void {
    if (!spec.isQuiet) console.write('INFO', logger, message);
  }

  function switchTo(state: JobState): void {
    const from = job.state;
    job.state = state;
    job.timestamps[state] = clock.now();
    job.changedAt = clock.now();
    say(loggers.executionGraph, `Job ${spec.name} (${id}) switched from state ${from} to ${state}.`);
  }

  function switchAll(vertices: readonly Vertex[], to: TaskState): void {
    for (const vertex of vertices) switchTasks(job, vertex, to, clock.now(), console);
  }

  function create(): void {
    job.state = 'CREATED';
    job.timestamps.CREATED = clock.now();
    say(loggers.jobMaster, `Using restart back off time strategy ${restartStrategy} for ${spec.name} (${id}).`);
    say(loggers.executionGraph, `Created execution graph ${job.executionGraphId} for job ${id}.`);
    const last = newest(options.restoreFrom);
    if (last) checkpoints.restore(last);
    else say(loggers.checkpointCoordinator, 'No checkpoint found during restore.');
  }

  function startWork(): void {
    checkpoints.start();
    writeUserCode(job.slots);
    const { failure, endsAfterMs } = spec;
    if (failure) later(failure.everyMs, { event: 'task-failed', thrown: failure.thrown(job.attempt + 1) });
    if (endsAfterMs !== undefined) later(endsAfterMs, { event: 'finish' });
  }

  function writeUserCode(slots: readonly Allocation[]): void {
    const { userCode } = spec;
    if (!userCode) return;
    let turn = 0;
    const cancel = clock.every(userCode.everyMs, () => {
      turn += 1;
      const slot = slots[turn % slots.length];
      if (slot) userCode.write(slot.console, turn, clock.now());
    });
    pending.push(cancel);
  }

  function end(state: 'CANCELED' | 'FINISHED'): void {
    switchTo(state);
    job.endedAt = clock.now();
    say(loggers.checkpointCoordinator, `Stopping checkpoint coordinator for job ${id}.`);
    checkpoints.stop('CheckpointCoordinator shutdown.');
    say(loggers.dispatcher, `Job ${id} reached terminal state ${state}.`);
    say(loggers.jobMaster, `Stopping the JobMaster for job '${spec.name}' (${id}).`);
    for (const slot of job.slots) leaveSlot(slot);
    job.slots = [];
    taskManagers.freeSlots(id);
    options.onTerminal(job);
  }

  function leaveSlot(slot: Allocation): void {
    if (spec.isQuiet) return;
    const why = `Stopping JobMaster for job '${spec.name}' (${id}).`;
    say(loggers.jobMaster, `Disconnect TaskExecutor ${slot.taskManager} because: ${why}`);
    const place = `TaskSlot(index:0, state:ACTIVE, allocationId: ${slot.allocationId}, jobId: ${id})`;
    slot.console.write('INFO', loggers.slotTable, `Free slot ${place}.`);
    slot.console.write('INFO', loggers.taskExecutor, `Close JobManager connection for job ${id}.`);
  }

  goOn(newJobProgress);

  return {
    job,
    checkpoints,
    cancel: () => happened({ event: 'cancel' }),
    finish: () => happened({ event: 'finish' }),
    loseSlots: (thrown) => happened({ event: 'slots-lost', thrown }),
    abandon: () => happened({ event: 'abandon' }),
  };
}

const restartStrategy = `FixedDelayRestartBackoffTimeStrategy(maxNumberRestartAttempts=2147483647, backoffTimeMS=${restartDelayMs})`;

const newest = (job: Job | undefined) =>
  job?.checkpoints.latestCompleted ?? job?.checkpoints.latestRestored?.checkpoint;
