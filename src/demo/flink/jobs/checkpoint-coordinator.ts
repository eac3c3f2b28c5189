import type { Cancel, Clock } from '../clock.ts';
import type { Console } from '../logs/container-log.ts';
import { stackTrace, type Throwable } from '../logs/stack-trace.ts';
import { randomBetween, randomHex } from '../random.ts';
import { beginCheckpoint, type Checkpoint, completeCheckpoint, failCheckpoint, sizeOf } from './checkpoint.ts';
import { logCompletion, logSnapshots } from './checkpoint-details.ts';
import type { Job } from './job.ts';
import { loggers } from './loggers.ts';
import { planSnapshots, withoutAcknowledgements } from './snapshots.ts';
import { taskName } from './tasks.ts';

export type SavepointOutcome =
  | { readonly ok: true; readonly path: string }
  | { readonly ok: false; readonly thrown: Throwable };

export type SavepointRequest = {
  readonly directory: string;
  readonly format: 'CANONICAL' | 'NATIVE';
  /** True for stop-with-savepoint, which also stops periodic checkpoints. */
  readonly isStop: boolean;
  readonly onDone: (outcome: SavepointOutcome) => void;
};

export type CheckpointCoordinator = {
  readonly start: () => void;
  /** Stops periodic checkpoints. Fails checkpoints and savepoints in progress with this reason. */
  readonly stop: (reason: string) => void;
  readonly restore: (checkpoint: Checkpoint | undefined) => void;
  readonly savepoint: (request: SavepointRequest) => void;
};

const notAddressable = '<checkpoint-not-externally-addressable>';
const expired = 'Checkpoint expired before completing.';
/** Flink's default timeout of a checkpoint. */
export const defaultTimeoutMs = 600_000;

export function createCheckpointCoordinator(options: {
  readonly job: Job;
  readonly clock: Clock;
  readonly console: Console;
  readonly directory: string | undefined;
  readonly onCompleted: () => void;
}): CheckpointCoordinator {
  const { job, clock, console, directory } = options;
  const { checkpoints: statistics, spec } = job;
  const pending = new Map<Checkpoint, { readonly cancel: Cancel; readonly abort: (reason: string) => void }>();
  let periodic: Cancel | undefined;
  let consecutiveFailures = 0;

  const logInfo = (message: string, logger: string = loggers.checkpointCoordinator) => {
    if (!spec.isQuiet) console.write('INFO', logger, message);
  };

  function trigger(
    type: Checkpoint['type'],
    format: Checkpoint['format'],
    callbacks: {
      readonly path: (id: number) => string;
      readonly done: (path: string) => void;
      readonly abort: (reason: string) => void;
    },
  ): void {
    const triggeredAt = clock.now();
    const durationMs = plannedDuration(type);
    const snapshots = planSnapshots(job, { triggeredAt, durationMs, clock });
    const checkpoint = beginCheckpoint(statistics, type, format, triggeredAt, snapshots);
    const triggering = `Triggering checkpoint ${checkpoint.id} (type=${describeType(type, format)})`;
    logInfo(`${triggering} @ ${Math.floor(triggeredAt)} for job ${job.id}.`);
    if (!spec.isQuiet) logSnapshots(job, checkpoint, describeType(type, format));
    const complete = () => {
      pending.delete(checkpoint);
      consecutiveFailures = 0;
      const at = Math.min(clock.now(), triggeredAt + clock.toEpochMs(durationMs));
      completeCheckpoint(statistics, checkpoint, { at, path: callbacks.path(checkpoint.id) });
      const durations = `checkpointDuration=${Math.round(at - triggeredAt)} ms, finalizationTime=1 ms`;
      logInfo(`Completed checkpoint ${checkpoint.id} for job ${job.id} (${sizeOf(checkpoint)} bytes, ${durations}).`);
      if (!spec.isQuiet) logCompletion(job, checkpoint, console);
      options.onCompleted();
      callbacks.done(callbacks.path(checkpoint.id));
    };
    const { stuck, timeoutMs = defaultTimeoutMs } = spec.checkpoints ?? {};
    const cancel = stuck
      ? clock.after(timeoutMs, () => expire(checkpoint, callbacks.abort))
      : clock.after(durationMs, complete);
    pending.set(checkpoint, { cancel, abort: callbacks.abort });
  }

  function plannedDuration(type: Checkpoint['type']): number {
    if (type !== 'CHECKPOINT') return randomBetween(900, 1600);
    const { from, to } = spec.checkpoints?.durationMs ?? { from: 30, to: 400 };
    return randomBetween(from, to);
  }

  function expire(checkpoint: Checkpoint, abort: (reason: string) => void): void {
    pending.delete(checkpoint);
    logInfo(`Checkpoint ${checkpoint.id} of job ${job.id} expired before completing.`);
    fail(checkpoint, expired);
    abort(expired);
    // Flink triggers the next periodic checkpoint at once, because its time has passed.
    if (pending.size === 0 && periodic) triggerPeriodic();
  }

  function fail(checkpoint: Checkpoint, reason: string): void {
    failCheckpoint(statistics, checkpoint, clock.now(), reason);
    const attempts = `(${consecutiveFailures} consecutive failed attempts so far)`;
    consecutiveFailures += 1;
    if (spec.isQuiet) return;
    const message = `Failed to trigger or complete checkpoint ${checkpoint.id} for job ${job.id}. ${attempts}`;
    console.write('WARN', loggers.checkpointFailures, message, ...stackTrace(checkpointException(reason)));
  }

  function stop(reason: string): void {
    periodic?.();
    periodic = undefined;
    for (const [checkpoint, { cancel, abort }] of pending) {
      cancel();
      fail(checkpoint, reason);
      abort(reason);
    }
    pending.clear();
  }

  function start(): void {
    const { checkpointEveryMs } = spec;
    if (checkpointEveryMs === undefined) return;
    consecutiveFailures = 0;
    periodic = clock.every(checkpointEveryMs, () => {
      if (pending.size === 0) triggerPeriodic();
    });
  }

  function triggerPeriodic(): void {
    trigger('CHECKPOINT', undefined, {
      path: (id) => (directory === undefined ? notAddressable : `${toPath(directory)}/${job.id}/chk-${id}`),
      done: () => {},
      abort: () => {},
    });
  }

  function savepoint(request: SavepointRequest): void {
    const { format, isStop, onDone } = request;
    logInfo(`Triggering ${isStop ? 'stop-with-savepoint' : 'savepoint'} for job ${job.id}.`, loggers.jobMaster);
    const thrown = validate(request);
    if (thrown) {
      onDone({ ok: false, thrown });
      return;
    }
    if (isStop) {
      periodic?.();
      periodic = undefined;
    }
    const path = `${toPath(request.directory)}/savepoint-${job.id.slice(0, 6)}-${randomHex(12)}`;
    trigger(isStop ? 'SYNC_SAVEPOINT' : 'SAVEPOINT', format, {
      path: () => path,
      done: () => onDone({ ok: true, path }),
      abort: (reason) => onDone({ ok: false, thrown: checkpointException(reason) }),
    });
  }

  /** Returns an exception if the savepoint cannot be triggered. */
  function validate({ directory: target, format, isStop }: SavepointRequest): Throwable | undefined {
    const notRunning = job.vertices.find(({ state }) => state !== 'RUNNING');
    if (notRunning) return checkpointException(notRunningMessage(job, taskName(job, notRunning, 0)));
    if (isWritable(target)) return undefined;
    const reason = 'An Exception occurred while triggering the checkpoint. IO-problem detected.';
    const type = isStop ? 'SYNC_SAVEPOINT' : 'SAVEPOINT';
    const checkpoint = beginCheckpoint(statistics, type, format, clock.now(), withoutAcknowledgements(job));
    failCheckpoint(statistics, checkpoint, clock.now(), reason);
    return checkpointException(reason, cannotCreate(target));
  }

  function restore(checkpoint: Checkpoint | undefined): void {
    if (!checkpoint) return;
    statistics.restored += 1;
    statistics.latestRestored = { checkpoint, at: clock.now() };
    const description = `Checkpoint ${checkpoint.id} @ ${Math.floor(checkpoint.triggeredAt)} for ${job.id}`;
    logInfo(`Restoring job ${job.id} from ${description} located at ${checkpoint.path}.`);
  }

  return { start, stop, restore, savepoint };
}

function describeType(type: Checkpoint['type'], format: Checkpoint['format']): string {
  if (type === 'CHECKPOINT') return "CheckpointType{name='Checkpoint', sharingFilesStrategy=FORWARD_BACKWARD}";
  const [name, action] = type === 'SAVEPOINT' ? ['Savepoint', 'NONE'] : ['Suspend Savepoint', 'SUSPEND'];
  return `SavepointType{name='${name}', postCheckpointAction=${action}, formatType=${format}}`;
}

/** Converts a directory to Flink's path format: `file:///storage` becomes `file:/storage`. */
const toPath = (directory: string): string =>
  directory.startsWith('/') ? `file:${directory}` : directory.replace(/^file:\/\/\//, 'file:/').replace(/\/$/, '');

/** The pods can write only to the mounted storage and to `/tmp`. They have no plugin for a remote file system. */
const isWritable = (directory: string): boolean => /^(file:\/*)?\/?(storage|tmp)(\/|$)/.test(directory);

const notRunningMessage = (job: Job, task: string): string =>
  `Checkpoint triggering task ${task} of job ${job.id} is not being executed at the moment. Aborting checkpoint. ` +
  'Failure reason: Not all required tasks are currently running.';

function cannotCreate(directory: string): Throwable {
  return {
    className: 'java.io.IOException',
    message: `Failed to create savepoint directory at ${directory}`,
    frames: [
      'org.apache.flink.runtime.state.filesystem.AbstractFsCheckpointStorageAccess.initializeLocationForSavepoint(AbstractFsCheckpointStorageAccess.java:191)',
    ],
  };
}

function checkpointException(message: string, cause?: Throwable): Throwable {
  return {
    className: 'org.apache.flink.runtime.checkpoint.CheckpointException',
    message,
    frames: [
      'org.apache.flink.runtime.checkpoint.CheckpointCoordinator.onTriggerFailure(CheckpointCoordinator.java:967)',
      'java.base/java.util.concurrent.ThreadPoolExecutor.runWorker(ThreadPoolExecutor.java:1136)',
    ],
    cause,
  };
}
