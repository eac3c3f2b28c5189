import type { Cancel, Clock } from '../clock.ts';
import type { Console } from '../logs/container-log.ts';
import type { Thrown } from '../logs/stack-trace.ts';
import { randomBetween } from '../random.ts';
import type { TaskManagers } from '../task-managers.ts';
import { type CheckpointCoordinator, createCheckpointCoordinator } from './checkpoint-coordinator.ts';
import { type Allocation, isTerminal, type Job, type JobSpec, newJob, type Vertex } from './job.ts';
import type { JobState } from './job-state.ts';
import { loggers } from './loggers.ts';
import { recordFailure } from './record-failure.ts';
import { switchTasks } from './tasks.ts';

const restartDelayMs = 5000;

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
  const timers = new Set<Cancel>();
  let userCode: Cancel | undefined;
  let isAbandoned = false;

  const say = (logger: string, message: string, ...following: readonly string[]) => {
    if (!spec.isQuiet) console.write('INFO', logger, message, ...following);
  };

  function later(simulatedMs: number, act: () => void): void {
    const cancel = clock.after(simulatedMs, () => {
      timers.delete(cancel);
      act();
    });
    timers.add(cancel);
  }

  function clearTimers(): void {
    for (const cancel of timers) cancel();
    timers.clear();
    userCode?.();
    userCode = undefined;
  }

  function switchTo(state: JobState): void {
    const from = job.state;
    job.state = state;
    job.timestamps[state] = clock.now();
    job.changedAt = clock.now();
    say(loggers.executionGraph, `Job ${spec.name} (${id}) switched from state ${from} to ${state}.`);
  }

  const switchAll = (to: Vertex['state']) => {
    for (const vertex of job.vertices) switchTasks(job, vertex, to, clock.now(), console);
  };

  const checkpoints = createCheckpointCoordinator({
    job,
    clock,
    console,
    directory: options.checkpointDirectory,
    onCompleted: () => options.onCheckpoint(job),
  });

  function initialize(): void {
    say(loggers.dispatcher, `Received job submission '${spec.name}' (${id}).`);
    say(loggers.dispatcher, `Submitting job '${spec.name}' (${id}).`);
    say(loggers.jobMaster, `Initializing job '${spec.name}' (${id}).`);
    later(400, () => {
      job.state = 'CREATED';
      job.timestamps.CREATED = clock.now();
      say(loggers.jobMaster, `Using restart back off time strategy ${restartStrategy} for ${spec.name} (${id}).`);
      say(loggers.executionGraph, `Created execution graph ${job.executionGraphId} for job ${id}.`);
      const last = newest(options.restoreFrom);
      if (last) checkpoints.restore(last);
      else say(loggers.checkpointCoordinator, 'No checkpoint found during restore.');
      later(300, () => {
        say(loggers.jobMaster, `Starting execution of job '${spec.name}' (${id}).`);
        switchTo('RUNNING');
        schedule();
      });
    });
  }

  function schedule(): void {
    switchAll('SCHEDULED');
    taskManagers.requestSlots(id, spec.parallelism, (slots) => {
      job.slots = slots;
      deploy();
    });
  }

  function deploy(): void {
    switchAll('DEPLOYING');
    later(250, () => {
      switchAll('INITIALIZING');
      later(350, () => {
        switchAll('RUNNING');
        startWork();
      });
    });
  }

  function startWork(): void {
    checkpoints.start();
    writeUserCode(job.slots);
    const { failure, endsAfterMs } = spec;
    if (failure) later(failure.everyMs, () => fail(failure.thrown(job.attempt + 1)));
    if (endsAfterMs !== undefined) later(endsAfterMs, finish);
  }

  function writeUserCode(slots: readonly Allocation[]): void {
    const { userCode: code } = spec;
    if (!code) return;
    let turn = 0;
    userCode = clock.every(code.everyMs, () => {
      turn += 1;
      const slot = slots[turn % slots.length];
      if (slot) code.write(slot.console, turn, clock.now());
    });
  }

  function fail(thrown: Thrown): void {
    clearTimers();
    recordFailure(job, thrown, clock.now(), console);
    checkpoints.stop('FailoverRegion is restarting.');
    switchTo('RESTARTING');
    const others = job.vertices.filter(({ state }) => state !== 'FAILED');
    for (const vertex of others) switchTasks(job, vertex, 'CANCELING', clock.now(), console);
    later(150, () => {
      for (const vertex of others) switchTasks(job, vertex, 'CANCELED', clock.now(), console);
    });
    later(restartDelayMs, restart);
  }

  function restart(): void {
    job.attempt += 1;
    switchTo('RUNNING');
    switchAll('CREATED');
    checkpoints.restore(newest(job));
    if (job.slots.length > 0) {
      switchAll('SCHEDULED');
      deploy();
    } else schedule();
  }

  function cancel(): void {
    if (isTerminal(job) || job.state === 'CANCELLING') return;
    clearTimers();
    const wasDeployed = job.slots.length > 0;
    switchTo('CANCELLING');
    if (wasDeployed) switchAll('CANCELING');
    later(wasDeployed ? randomBetween(500, 900) : 50, () => {
      switchAll('CANCELED');
      end('CANCELED');
    });
  }

  function finish(): void {
    if (isTerminal(job)) return;
    clearTimers();
    switchAll('FINISHED');
    end('FINISHED');
  }

  function end(state: 'CANCELED' | 'FINISHED'): void {
    switchTo(state);
    job.endedAt = clock.now();
    say(loggers.checkpointCoordinator, `Stopping checkpoint coordinator for job ${id}.`);
    checkpoints.stop('CheckpointCoordinator shutdown.');
    say(loggers.dispatcher, `Job ${id} reached terminal state ${state}.`);
    say(loggers.jobMaster, `Stopping the JobMaster for job '${spec.name}' (${id}).`);
    for (const slot of job.slots) {
      say(
        loggers.jobMaster,
        `Disconnect TaskExecutor ${slot.taskManager} because: Stopping JobMaster for job '${spec.name}' (${id}).`,
      );
      if (spec.isQuiet) continue;
      slot.console.write(
        'INFO',
        loggers.slotTable,
        `Free slot TaskSlot(index:0, state:ACTIVE, allocationId: ${slot.allocationId}, jobId: ${id}).`,
      );
      slot.console.write('INFO', loggers.taskExecutor, `Close JobManager connection for job ${id}.`);
    }
    job.slots = [];
    taskManagers.freeSlots(id);
    options.onTerminal(job);
  }

  // So that whoever submits has the job in hand before anything happens to it.
  later(0, initialize);

  return {
    job,
    checkpoints,
    cancel,
    finish,
    loseSlots: (thrown) => {
      if (isAbandoned || isTerminal(job)) return;
      const isRunning = job.state === 'RUNNING' && job.slots.length > 0;
      if (isRunning) fail(thrown);
      job.slots = [];
      taskManagers.freeSlots(id);
    },
    abandon: () => {
      isAbandoned = true;
      clearTimers();
      checkpoints.stop('Checkpoint Coordinator is suspending.');
    },
  };
}

const restartStrategy = `FixedDelayRestartBackoffTimeStrategy(maxNumberRestartAttempts=2147483647, backoffTimeMS=${restartDelayMs})`;

const newest = (job: Job | undefined) =>
  job?.checkpoints.latestCompleted ?? job?.checkpoints.latestRestored?.checkpoint;
