import type { JvmThread, ThreadState } from '../../flink/thread-responses.ts';
import { divide } from '../../text/divide.ts';
import { type Doing, describeSample, type MailboxWait } from './describe-sample.ts';

/** The threads of a subtask at one moment. */
export type Sample = { readonly main: readonly JvmThread[]; readonly helpers: readonly JvmThread[] };

/** Samples with the same frames. */
export type ProfileStack = {
  readonly frames: readonly string[];
  readonly count: number;
  readonly state: ThreadState | undefined;
  readonly waitingOn: string | undefined;
  readonly lockOwner: string | undefined;
};

/** Samples in which the threads did the same. */
export type ProfileRow = Doing & {
  /** Unique in a profile. */
  readonly key: string;
  readonly count: number;
  /** Whole percentage of all samples. Those of all rows add up to 100. */
  readonly percent: number;
  /** The states of the threads, the most frequent first. */
  readonly states: readonly ThreadState[];
  /** Threads that hold a lock that these samples wait for. */
  readonly lockOwners: readonly string[];
  /** The most frequent first. */
  readonly stacks: readonly ProfileStack[];
};

export type ThreadProfile = {
  readonly dumps: number;
  /** Number of samples: threads in all dumps. Less than the dumps if some have no thread of the task. */
  readonly samples: number;
  /** The largest share first. */
  readonly rows: readonly ProfileRow[];
  /** Whether dumps have several threads of this name, so that the profile is about several tasks. */
  readonly isAmbiguous: boolean;
  /** The helper threads of the last dump. */
  readonly helpers: readonly JvmThread[];
};

/** Merges samples to a profile. */
export function profileOf(samples: readonly Sample[], mailboxWait: MailboxWait): ThreadProfile {
  const threads = samples
    .flatMap(({ main }) => main)
    .map((thread) => ({ thread, doing: describeSample(thread, mailboxWait) }));
  const groups = [...Map.groupBy(threads, ({ doing }) => [doing.kind, doing.what, doing.method].join(' | '))].sort(
    ([, a], [, b]) => b.length - a.length,
  );
  const counts = groups.map(([, members]) => members.length);
  const percents = divide(100, counts);
  return {
    dumps: samples.length,
    samples: threads.length,
    isAmbiguous: samples.some(({ main }) => new Set(main.map(({ name }) => name)).size < main.length),
    helpers: samples.at(-1)?.helpers ?? [],
    rows: groups.flatMap(([key, members], index) => {
      const [first] = members;
      if (first === undefined) return [];
      return [{ ...first.doing, ...rowOf(members.map(({ thread }) => thread)), key, percent: percents[index] ?? 0 }];
    }),
  };
}

function rowOf(threads: readonly JvmThread[]): Pick<ProfileRow, 'count' | 'states' | 'lockOwners' | 'stacks'> {
  return {
    count: threads.length,
    states: mostFrequent(threads.flatMap(({ state }) => state ?? [])),
    lockOwners: mostFrequent(threads.flatMap(({ lockOwner }) => lockOwner ?? [])),
    stacks: mergeStacks(threads),
  };
}

function mostFrequent<T>(values: readonly T[]): readonly T[] {
  return [...Map.groupBy(values, (value) => value)].sort(([, a], [, b]) => b.length - a.length).map(([value]) => value);
}

function mergeStacks(threads: readonly JvmThread[]): readonly ProfileStack[] {
  const groups = Map.groupBy(threads, ({ frames, state, lockOwner }) => [state, lockOwner, ...frames].join('\n'));
  return [...groups.values()]
    .flatMap(([first, ...others]) =>
      first === undefined
        ? []
        : [
            {
              frames: first.frames,
              count: others.length + 1,
              state: first.state,
              waitingOn: first.waitingOn,
              lockOwner: first.lockOwner,
            },
          ],
    )
    .sort((a, b) => b.count - a.count);
}
