import type { Cancel, Clock } from '../clock.ts';
import type { Console } from '../logs/container-log.ts';
import type { Thrown } from '../logs/stack-trace.ts';
import { randomBetween, randomHex } from '../random.ts';
import { beginCheckpoint, type Checkpoint, completeCheckpoint, failCheckpoint } from './checkpoint.ts';
import { logTaken, logTaking } from './checkpoint-details.ts';
import type { Job } from './job.ts';
import { loggers } from './loggers.ts';
import { taskName } from './tasks.ts';

export type SavepointOutcome =
  | { readonly ok: true; readonly path: string }
  | { readonly ok: false; readonly thrown: Thrown };

export type SavepointOrder = {
  readonly directory: string;
  readonly format: 'CANONICAL' | 'NATIVE';
  /** Part of stopping the job: no checkpoint is triggered after it. */
  readonly isStop: boolean;
  readonly onDone: (outcome: SavepointOutcome) => void;
};

export type CheckpointCoordinator = {
  readonly start: () => void;
  /** Whatever is in progress fails for this reason. */
  readonly stop: (reason: string) => void;
  readonly restore: (checkpoint: Checkpoint | undefined) => void;
  readonly savepoint: (order: SavepointOrder) => void;
};

const notAddressable = '<checkpoint-not-externally-addressable>';
const defaultStateSize = 2183;

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

  const say = (message: string, logger: string = loggers.checkpointCoordinator) => {
    if (!spec.isQuiet) console.write('INFO', logger, message);
  };

  function trigger(
    type: Checkpoint['type'],
    format: Checkpoint['format'],
    end: {
      readonly path: (id: number) => string;
      readonly done: (path: string) => void;
      readonly abort: (reason: string) => void;
    },
  ): void {
    const checkpoint = beginCheckpoint(statistics, type, format, clock.now());
    const what = `Triggering checkpoint ${checkpoint.id} (type=${describeType(type, format)})`;
    say(`${what} @ ${Math.floor(checkpoint.triggeredAt)} for job ${job.id}.`);
    if (!spec.isQuiet) logTaking(job, checkpoint, describeType(type, format));
    const durationMs = type === 'CHECKPOINT' ? randomBetween(30, 400) : randomBetween(900, 1600);
    const cancel = clock.after(durationMs, () => {
      pending.delete(checkpoint);
      const size = Math.round((spec.stateSize ?? defaultStateSize) * (0.9 + Math.random() / 5));
      const at = clock.now();
      completeCheckpoint(statistics, checkpoint, { at, size, path: end.path(checkpoint.id) });
      const took = `checkpointDuration=${Math.round(at - checkpoint.triggeredAt)} ms, finalizationTime=1 ms`;
      say(`Completed checkpoint ${checkpoint.id} for job ${job.id} (${size} bytes, ${took}).`);
      if (!spec.isQuiet) logTaken(job, checkpoint, console);
      options.onCompleted();
      end.done(end.path(checkpoint.id));
    });
    pending.set(checkpoint, { cancel, abort: end.abort });
  }

  function stop(reason: string): void {
    periodic?.();
    periodic = undefined;
    for (const [checkpoint, { cancel, abort }] of pending) {
      cancel();
      failCheckpoint(statistics, checkpoint, clock.now(), reason);
      if (!spec.isQuiet) {
        const what = `Failed to trigger or complete checkpoint ${checkpoint.id} for job ${job.id}. (0 consecutive failed attempts so far)`;
        const why = `org.apache.flink.runtime.checkpoint.CheckpointException: ${reason}`;
        console.write('WARN', loggers.checkpointFailures, what, why);
      }
      abort(reason);
    }
    pending.clear();
  }

  function start(): void {
    const { checkpointEveryMs } = spec;
    if (checkpointEveryMs === undefined) return;
    periodic = clock.every(checkpointEveryMs, () => {
      if (pending.size > 0) return;
      trigger('CHECKPOINT', undefined, {
        path: (id) => (directory === undefined ? notAddressable : `${asPath(directory)}/${job.id}/chk-${id}`),
        done: () => {},
        abort: () => {},
      });
    });
  }

  function savepoint(order: SavepointOrder): void {
    const { directory: target, format, isStop, onDone } = order;
    say(`Triggering ${isStop ? 'stop-with-savepoint' : 'savepoint'} for job ${job.id}.`, loggers.jobMaster);
    const refusal = refuse(order);
    if (refusal) {
      onDone({ ok: false, thrown: refusal });
      return;
    }
    if (isStop) {
      periodic?.();
      periodic = undefined;
    }
    const path = `${asPath(target)}/savepoint-${job.id.slice(0, 6)}-${randomHex(12)}`;
    trigger(isStop ? 'SYNC_SAVEPOINT' : 'SAVEPOINT', format, {
      path: () => path,
      done: () => onDone({ ok: true, path }),
      abort: (reason) => onDone({ ok: false, thrown: checkpointException(reason) }),
    });
  }

  function refuse({ directory: target, format, isStop }: SavepointOrder): Thrown | undefined {
    const idle = job.vertices.find(({ state }) => state !== 'RUNNING');
    if (idle) return checkpointException(notRunning(job, taskName(job, idle, 0)));
    if (isWritable(target)) return undefined;
    const reason = 'An Exception occurred while triggering the checkpoint. IO-problem detected.';
    const checkpoint = beginCheckpoint(statistics, isStop ? 'SYNC_SAVEPOINT' : 'SAVEPOINT', format, clock.now());
    failCheckpoint(statistics, checkpoint, clock.now(), reason);
    return checkpointException(reason, cannotCreate(target));
  }

  function restore(checkpoint: Checkpoint | undefined): void {
    if (!checkpoint) return;
    statistics.restored += 1;
    statistics.latestRestored = { checkpoint, at: clock.now() };
    const which = `Checkpoint ${checkpoint.id} @ ${Math.floor(checkpoint.triggeredAt)} for ${job.id}`;
    say(`Restoring job ${job.id} from ${which} located at ${checkpoint.path}.`);
  }

  return { start, stop, restore, savepoint };
}

function describeType(type: Checkpoint['type'], format: Checkpoint['format']): string {
  if (type === 'CHECKPOINT') return "CheckpointType{name='Checkpoint', sharingFilesStrategy=FORWARD_BACKWARD}";
  const [name, action] = type === 'SAVEPOINT' ? ['Savepoint', 'NONE'] : ['Suspend Savepoint', 'SUSPEND'];
  return `SavepointType{name='${name}', postCheckpointAction=${action}, formatType=${format}}`;
}

/** Flink writes `file:///storage` back as `file:/storage`. */
const asPath = (directory: string): string =>
  directory.startsWith('/') ? `file:${directory}` : directory.replace(/^file:\/\/\//, 'file:/').replace(/\/$/, '');

/** The pods' user may write to the mounted storage and to /tmp, and no file system but the local one is installed. */
const isWritable = (directory: string): boolean => /^(file:\/*)?\/?(storage|tmp)(\/|$)/.test(directory);

const notRunning = (job: Job, task: string): string =>
  `Checkpoint triggering task ${task} of job ${job.id} is not being executed at the moment. Aborting checkpoint. ` +
  'Failure reason: Not all required tasks are currently running.';

function cannotCreate(directory: string): Thrown {
  return {
    className: 'java.io.IOException',
    message: `Failed to create savepoint directory at ${directory}`,
    frames: [
      'org.apache.flink.runtime.state.filesystem.AbstractFsCheckpointStorageAccess.initializeLocationForSavepoint(AbstractFsCheckpointStorageAccess.java:191)',
    ],
  };
}

function checkpointException(message: string, cause?: Thrown): Thrown {
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
