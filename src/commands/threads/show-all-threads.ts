import type { JvmThread, threadStates } from '../../flink/thread-responses.ts';
import { shortFrame } from '../../session/threads/frame-names.ts';
import { countOf } from '../../text/count-of.ts';
import { tableLines } from '../../text/table.ts';
import type { FoundTask } from './find-task.ts';

/** Blocked threads are first, then running ones. */
const order = [
  'BLOCKED',
  'RUNNABLE',
  'TIMED_WAITING',
  'WAITING',
  'NEW',
  'TERMINATED',
] as const satisfies readonly (typeof threadStates)[number][];

/** Formats all threads of a TaskManager, by state and name. */
export function* allThreadsLines({ pod }: FoundTask, threads: readonly JvmThread[]): Generator<string> {
  const sorted = threads.toSorted((a, b) => rank(a) - rank(b) || a.name.localeCompare(b.name, 'en', { numeric: true }));
  yield `${pod}: ${countOf(threads.length, 'thread')}`;
  yield '';
  yield* tableLines(
    ['STATE', 'THREAD', 'METHOD', 'WAITS FOR'],
    sorted,
    ({ state, name, frames, waitingOn, lockOwner }) => [
      state ?? '-',
      name,
      frames[0] === undefined ? '-' : shortFrame(frames[0]),
      lockOwner === undefined ? (waitingOn ?? '-') : `${waitingOn}, held by ${lockOwner}`,
    ],
  );
}

const rank = ({ state }: JvmThread): number => (state === undefined ? order.length : order.indexOf(state));

export const allThreadsData = ({ pod }: FoundTask, threads: readonly JvmThread[]) => ({
  pod,
  threads: threads.map(({ name, state, waitingOn, lockOwner, frames }) => ({
    ...{ name, state: state ?? null, waitingOn: waitingOn ?? null, lockOwner: lockOwner ?? null, frames },
  })),
});
