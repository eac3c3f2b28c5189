import type { JvmThread } from '../../flink/thread-responses.ts';
import type { Shares } from '../jobs/subtask-measures.ts';
import { isUserCode, shortFrame } from './frame-names.ts';

/** What a thread did at the time of a dump. */
export type Doing = {
  /** `user`: in the code of the job. `waiting`: idle or held up by Flink. `other`: in Flink or a library. */
  readonly kind: 'user' | 'waiting' | 'other';
  /** `Store.fetch`, or what the task does: `waiting for input (mailbox)` */
  readonly what: string;
  /** The method that `what` calls, or Flink's method: `Thread.sleep`. undefined if `what` itself runs. */
  readonly method: string | undefined;
};

type Activity = { readonly kind: Doing['kind']; readonly what: string; readonly frame: RegExp };

/** Flink holds the thread up here, also if the code of the job emits the record. */
const held: Activity = {
  kind: 'waiting',
  what: 'waiting for an output buffer (back-pressure)',
  frame: /\.(?:LocalBufferPool|BufferPool)\.request|\.requestBufferBuilderBlocking\(|\.requestNewBufferBuilder/,
};
/** Activities without code of the job, the most exact first. A frame names the activity from the inside out. */
const activities: readonly Activity[] = [
  held,
  { kind: 'waiting', what: 'idle (no work)', frame: /\.ForkJoinPool\.awaitWork\(|\.ThreadPoolExecutor\.getTask\(/ },
  { kind: 'waiting', what: 'waiting for the checkpoint lock', frame: /\.StreamTaskActionExecutor\$Synchronized/ },
  { kind: 'other', what: 'accessing state (RocksDB)', frame: /^org\.(?:rocksdb|forstdb)\./ },
  { kind: 'other', what: 'serialising', frame: /Serializer\.(?:de)?serialize\(|\.RecordWriter\.serializeRecord\(/ },
  { kind: 'other', what: 'copying records (object reuse is off)', frame: /Serializer\.copy\(/ },
  { kind: 'other', what: 'taking a checkpoint', frame: /\.SubtaskCheckpointCoordinatorImpl\.|\.performCheckpoint\(/ },
  { kind: 'other', what: 'restoring state', frame: /\.StreamTask\.restore|\.initializeState\(/ },
];

/** A task waits in its mailbox both without input and, since Flink 1.10, without free output buffers. */
const mailbox = /\.TaskMailboxImpl\.take\(/;

/** What a task in its mailbox waits for. The stacks do not say it, but the gauges of the subtask do. */
export type MailboxWait = 'input' | 'output' | 'unknown';
const mailboxWaits: { readonly [Wait in MailboxWait]: string } = {
  input: 'waiting for input (mailbox)',
  output: 'waiting for output buffers (mailbox, back-pressure)',
  unknown: 'waiting in the mailbox (for input or output buffers)',
};

const clearly = 2;

/** @param shares how the subtask spends its time; undefined if not measured */
export function mailboxWaitOf(shares: Pick<Shares, 'idle' | 'backPressured'> | undefined): MailboxWait {
  if (shares === undefined) return 'unknown';
  if (shares.idle > clearly * shares.backPressured) return 'input';
  return shares.backPressured > clearly * shares.idle ? 'output' : 'unknown';
}

/** Says what a thread does: the code of the job if it is in it, else what Flink does. */
export function describeSample({ frames }: JvmThread, mailboxWait: MailboxWait): Doing {
  const user = frames.findIndex(isUserCode);
  const inner = user === -1 ? frames : frames.slice(0, user);
  const activity = user === -1 ? activities.find(({ frame }) => inner.some((one) => frame.test(one))) : undefined;
  const isHeld = user !== -1 && inner.some((one) => held.frame.test(one));
  if (isHeld) return { ...doing(held), method: shortFrame(frames[user] ?? '') };
  if (user !== -1) {
    const called = inner.at(-1);
    return { kind: 'user', what: shortFrame(frames[user] ?? ''), method: called && shortFrame(called) };
  }
  if (user === -1 && frames.some((one) => mailbox.test(one))) {
    return { kind: 'waiting', what: mailboxWaits[mailboxWait], method: flinkMethod(frames) };
  }
  if (activity !== undefined) return { ...doing(activity), method: flinkMethod(frames) };
  return {
    kind: 'other',
    what: frames.length === 0 ? 'no frames' : 'running Flink or a library',
    method: flinkMethod(frames),
  };
}

const doing = ({ kind, what }: Activity) => ({ kind, what });

/** The innermost method of Flink; without one, the innermost method. */
function flinkMethod(frames: readonly string[]): string | undefined {
  const frame = frames.find((one) => one.startsWith('org.apache.flink.')) ?? frames[0];
  return frame && shortFrame(frame);
}
