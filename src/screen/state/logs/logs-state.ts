import type { TextFilter } from '../../../logs/log-filter.ts';
import type { LogLevel } from '../../../logs/log-store.ts';
import type { Folds } from '../../../logs/view/folds.ts';
import type { LineId, LogPosition } from '../../../logs/view/log-position.ts';
import type { LogScan } from '../../../logs/view/log-scan.ts';
import type { WantedLine } from './wanted-line.ts';

/** One filter. Several filters may be active together. */
export type LogFilterItem =
  | ({ readonly kind: 'text' } & TextFilter)
  | { readonly kind: 'logger'; readonly name: string }
  | { readonly kind: 'job'; readonly id: string; readonly name: string; readonly taskNames: readonly string[] };

/** Time formats: as written by the logger, or the kubelet's time in several forms. */
export const timeFormats = ['written', 'utc', 'local', 'relative', 'kubelet'] as const;
export type TimeFormat = (typeof timeFormats)[number];

export const logColumns = ['time', 'pod', 'level', 'logger'] as const;
export type LogColumn = (typeof logColumns)[number];

/** A job whose pods are followed while its filter is active: the JobManagers, its TaskManagers, and `otherPods`. */
export type FollowedJob = {
  readonly id: string;
  /** TaskManagers that have run the job: `all` if they are unknown, undefined until Flink has responded. */
  readonly taskManagers: readonly string[] | 'all' | undefined;
  /** Pod uids. */
  readonly otherPods: readonly string[];
  /** Flink's `lastModification` of the job at the last request, and the request time; undefined before any request. */
  readonly lastRequest: { readonly change: number | undefined; readonly at: number } | undefined;
};

export type LogSearch = {
  /** The text as typed. */
  readonly text: string;
  readonly pattern: RegExp;
  readonly scan: LogScan;
  /** Moves of the cursor that wait for the scan, in the order of their keys. */
  readonly pendingMoves: readonly SearchMove[];
};

/** To the newest match at or before the cursor, or to the next newer or older one. */
export type SearchMove = 'first' | 'newer' | 'older';

/** A moment in the log of a pod that the cursor goes to once the lines of that time have been read. */
export type AwaitedMoment = {
  readonly uid: string;
  /** Epoch ms by the API server's clock. */
  readonly at: number;
  /** Default: the first line at or after the time. */
  readonly line?: WantedLine;
  /** Epoch ms of the key press, by the local clock. */
  readonly since: number;
  /** Whether the lines before the first one have been requested. */
  readonly hasReadOlder: boolean;
};

export type LogsState = {
  /** Takes precedence over the marked pods and the pod under the cursor. */
  readonly job: FollowedJob | undefined;
  /** Whether the logs of all pods are shown, also of pods that start later. Takes precedence over the rest. */
  readonly areAllPods: boolean;
  /** Whether all containers are followed and shown, not only the main ones. */
  readonly areAllContainers: boolean;
  /** The paused view; undefined while following the end. */
  readonly paused:
    | {
        /** End of the shown lines. */
        readonly end: LogPosition;
        readonly cursor: LineId | undefined;
        /** End of the logs at the time of the pause. Later lines count as new. */
        readonly since: LogPosition;
      }
    | undefined;
  readonly awaited: AwaitedMoment | undefined;
  readonly level: LogLevel | undefined;
  readonly filters: readonly LogFilterItem[];
  /** The scan for level and filters; undefined without any. */
  readonly filterScan: LogScan | undefined;
  /** The scan for the filters without the level, for lines that the level hides; undefined without a level. */
  readonly anyLevelScan: LogScan | undefined;
  readonly search: LogSearch | undefined;
  readonly folds: Folds;
  /** In the order they were set. */
  readonly bookmarks: readonly LineId[];
  readonly time: TimeFormat;
  readonly hidden: readonly LogColumn[];
  readonly isWrapped: boolean;
  /** First visible column when scrolled horizontally. */
  readonly column: number;
};

export const initialLogs: LogsState = {
  job: undefined,
  areAllPods: false,
  areAllContainers: false,
  paused: undefined,
  awaited: undefined,
  level: undefined,
  filters: [],
  filterScan: undefined,
  anyLevelScan: undefined,
  search: undefined,
  folds: { areFolded: true, except: new Set() },
  bookmarks: [],
  time: 'written',
  hidden: [],
  isWrapped: false,
  column: 0,
};
