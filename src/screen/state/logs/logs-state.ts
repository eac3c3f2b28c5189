import type { TextFilter } from '../../../logs/log-filter.ts';
import type { LogLevel } from '../../../logs/log-store.ts';
import type { Folds } from '../../../logs/view/folds.ts';
import type { LineId, LogPosition } from '../../../logs/view/log-position.ts';
import type { LogScan } from '../../../logs/view/log-scan.ts';

/** One filter of several, as it was added; it is taken away as a whole. */
export type LogFilterItem =
  | ({ readonly kind: 'text' } & TextFilter)
  | { readonly kind: 'logger'; readonly name: string }
  | { readonly kind: 'job'; readonly id: string; readonly name: string; readonly taskNames: readonly string[] };

/** Whose clock a line's time is of: what the logger wrote, or the kubelet's in several forms. */
export const timeFormats = ['written', 'utc', 'local', 'relative', 'kubelet'] as const;
export type TimeFormat = (typeof timeFormats)[number];

export const logColumns = ['time', 'pod', 'level', 'logger'] as const;
export type LogColumn = (typeof logColumns)[number];

/** Followed while the filter for this job is there: the JobManagers, its TaskManagers, and these pods. */
export type FollowedJob = {
  readonly id: string;
  /** All that it was seen to run in. `all` where they are not known, undefined until Flink was asked. */
  readonly taskManagers: readonly string[] | 'all' | undefined;
  /** uids */
  readonly otherPods: readonly string[];
  /** The change of the job that Flink is, or was, asked for, and since when; undefined before the first question. */
  readonly lastRequest: { readonly change: number | undefined; readonly at: number } | undefined;
};

export type LogSearch = {
  /** As it was typed. */
  readonly text: string;
  readonly pattern: RegExp;
  readonly scan: LogScan;
  /** To go to as soon as it is found. */
  readonly jumpTo: 'newest' | 'none';
};

export type LogsState = {
  /** uids of the pods to follow; none is the pod under the cursor. A followed job goes first. */
  readonly chosen: readonly string[];
  readonly job: FollowedJob | undefined;
  /** Whether init containers and those beside the main one are followed and shown too. */
  readonly areAllContainers: boolean;
  /** undefined follows the end. */
  readonly paused:
    | {
        /** What is shown ends here. */
        readonly end: LogPosition;
        readonly cursor: LineId | undefined;
        /** The end when it was paused: what comes after it is new. */
        readonly since: LogPosition;
      }
    | undefined;
  readonly level: LogLevel | undefined;
  readonly filters: readonly LogFilterItem[];
  /** What the level and the filters leave; undefined while there are none. */
  readonly filterScan: LogScan | undefined;
  readonly search: LogSearch | undefined;
  readonly folds: Folds;
  /** In the order in which they were set. */
  readonly bookmarks: readonly LineId[];
  readonly time: TimeFormat;
  readonly hidden: readonly LogColumn[];
  readonly isWrapped: boolean;
  /** The first column that is shown. */
  readonly column: number;
};

export const initialLogs: LogsState = {
  chosen: [],
  job: undefined,
  areAllContainers: false,
  paused: undefined,
  level: undefined,
  filters: [],
  filterScan: undefined,
  search: undefined,
  folds: { areFolded: true, except: new Set() },
  bookmarks: [],
  time: 'written',
  hidden: [],
  isWrapped: false,
  column: 0,
};
