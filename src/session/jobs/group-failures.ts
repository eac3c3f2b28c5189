import type { FailureEntry } from '../journal/entry.ts';

/** Failures of a job with the same root cause. */
export type FailureGroup = {
  /** Unique among the groups of a job, and the same for later failures of this group. */
  readonly id: string;
  /** Class name of the root cause without the package. */
  readonly exception: string;
  /** Message of the newest failure. */
  readonly message: string;
  /** Epoch ms of the oldest and the newest failure. */
  readonly firstAt: number;
  readonly lastAt: number;
  /** Newest first. */
  readonly failures: readonly [FailureEntry, ...FailureEntry[]];
};

/** Numbers, ids, addresses and names with a number: `7`, `3f2a9c`, `10.0.0.7:6122`, `taskmanager-1-5`. */
const variable = /[\w.:-]*\d[\w.:-]*/g;

/**
 * Groups failures by root cause: the exception, and the message without what varies. The group with the newest failure is
 * first.
 * @param failures newest first
 */
export function groupFailures(failures: readonly FailureEntry[]): readonly FailureGroup[] {
  return [...Map.groupBy(failures, groupId)].flatMap(([id, [newest, ...older]]): FailureGroup[] => {
    if (newest === undefined) return [];
    const { exception, message, at } = newest;
    return [{ id, exception, message, firstAt: older.at(-1)?.at ?? at, lastAt: at, failures: [newest, ...older] }];
  });
}

const groupId = ({ exception, message }: FailureEntry): string => `${exception} ${message.replace(variable, '0')}`;
