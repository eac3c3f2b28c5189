import type { Forward, Forwards } from '../../session/forwards/forward.ts';
import type { ActOutcome, JournalEntry } from '../../session/journal/entry.ts';
import type { Interval } from '../../session/journal/store/watched-intervals.ts';
import type { Session } from '../../session/session.ts';
import type { SessionSnapshot } from '../../session/snapshot.ts';
import type { Size } from '../draw/rectangle.ts';
import type { Theme, Token } from '../theme/theme.ts';
import type { Act } from './acts/act.ts';
import type { Chooser } from './chooser.ts';
import type { SortDirection } from './list/sort-items.ts';
import type { DrawnLogs } from './logs/drawn-logs.ts';
import type { LogsState } from './logs/logs-state.ts';
import type { MetricChart } from './metric-charts.ts';
import type { PaneSizes } from './panes/pane-sizes.ts';
import type { ThreadSampling } from './threads/thread-samplings.ts';

/** The journal when it was last shown. A change is a new object. */
export type JournalData = {
  /** Oldest first. */
  readonly entries: readonly JournalEntry[];
  readonly watched: readonly Interval[];
};

/** The cluster to attach to. */
export type ScreenTarget = {
  readonly clusterId: string;
  /** Undefined: the namespace of the kubeconfig context. */
  readonly namespace?: string | undefined;
  readonly context?: string | undefined;
};

export type Stage =
  /** No cluster is attached: the chooser replaces the panes. */
  { readonly kind: 'picking' } | { readonly kind: 'attached'; readonly target: ScreenTarget };

/** The forwards of a cluster that stayed open when the screen switched to another cluster. */
export type KeptForwards = {
  readonly id: number;
  readonly target: ScreenTarget;
  readonly list: readonly Forward[];
  readonly forwards: Pick<Forwards, 'list' | 'stop' | 'check'>;
};

/** Lines of the report at the end about a cluster that is not attached anymore. */
export type LeftCluster = { readonly key: string; readonly lines: readonly ReportLine[] };

/** One part of the report at the end, and further lines such as a path. */
export type ReportLine = {
  readonly kind: ActOutcome | 'running' | 'remains' | 'closed';
  readonly text: string;
  readonly details: readonly string[];
};

export const paneNames = ['pods', 'jobs', 'logs'] as const;
export type PaneName = (typeof paneNames)[number];
export type TableName = 'pods' | 'jobs';
export type TableSort = {
  /** The id of the sort key. */
  readonly by: string;
  readonly direction: SortDirection;
};
export type TableState = {
  /** Key of the row, so that the cursor stays on its row when other rows change. */
  readonly cursor: string | undefined;
  /** Last index of the cursor, used when its row is gone. */
  readonly index: number;
  /** Until the user moves the cursor or enters the table, it is on the first row, which is the sickest job. */
  readonly isMoved: boolean;
  readonly top: number;
  readonly filter: string;
  /** Undefined: the default order. */
  readonly sort: TableSort | undefined;
  /** Keys of the marked rows. Actions apply to them instead of the row under the cursor. */
  readonly marked: readonly string[];
};

/** An open view: its id and its state, which no other view reads or changes. */
export type Layer = { readonly id: string; readonly viewState: unknown };
/** A view that replaces all panes, and its job or pod if it has one. */
export type Page = Layer & {
  readonly jobId: string | undefined;
  /** Uid of its pod, if it has one. The keys of the pods pane act on this pod. */
  readonly podUid?: string;
  /** The page that Esc goes back to; undefined for the panes. */
  readonly below: Page | undefined;
};

type Status = {
  readonly text: string;
  readonly token: Token;
  readonly at: number;
  /** The message disappears once this returns false. */
  readonly isRelevant: ((state: ScreenState) => boolean) | undefined;
};
/** A command that is planning or running, and its last reported step. */
export type Activity = {
  readonly id: number;
  readonly kind: 'planning' | 'running';
  readonly title: string;
  readonly step: string;
  readonly since: number;
};

export type ScreenState = {
  readonly size: Size;
  /** Epoch ms, updated once a second. */
  readonly now: number;
  /** The current time on the API server's clock, or `now` while that clock is unknown. */
  readonly serverNow: number;
  readonly theme: Theme;
  /** Whether a screen reader reads the screen, row by row. */
  readonly isScreenReader: boolean;
  readonly banner: string | undefined;
  readonly stage: Stage;
  /** Undefined while the chooser is closed. */
  readonly chooser: Chooser | undefined;
  readonly keptForwards: readonly KeptForwards[];
  readonly leftClusters: readonly LeftCluster[];
  readonly session: Session | undefined;
  readonly snapshot: SessionSnapshot | undefined;
  /** The journal of the session; undefined until its stored entries are read, or if none is written. */
  readonly journal: JournalData | undefined;
  /** The logs and scan results in the last drawn batch. */
  readonly drawnLogs: DrawnLogs;
  readonly focus: PaneName;
  readonly isZoomed: boolean;
  readonly paneSizes: PaneSizes;
  /** The table that had the focus last. The details show its item under the cursor. */
  readonly lastTable: TableName;
  readonly tables: { readonly [Name in TableName]: TableState };
  readonly logs: LogsState;
  /** The view that replaces all panes; undefined while the panes are shown. */
  readonly page: Page | undefined;
  /** Open overlays; the last one is on top and gets the keys. */
  readonly layers: readonly Layer[];
  /** The first key of each action, as the footer shows it. Actions without keys are missing. */
  readonly keyNames: ReadonlyMap<string, string>;
  /** Whether the terminal reports mouse clicks and the wheel. */
  readonly isMouseOn: boolean;
  /** The keys typed so far of a sequence of keys, such as `g`. */
  readonly typedKeys: readonly string[];
  readonly status: Status | undefined;
  readonly activities: readonly Activity[];
  /** Thread dumps that the user has asked for, the newest first. */
  readonly threadSamplings: readonly ThreadSampling[];
  /** Commands that change something, oldest first. */
  readonly acts: readonly Act[];
  /** Ids of the acts that toasts show, until they expire. */
  readonly toasts: readonly number[];
  /** Charts of metrics by job id. */
  readonly metricCharts: ReadonlyMap<string, readonly MetricChart[]>;
  /** Entered lines by the purpose of their prompt, oldest first. */
  readonly histories: { readonly [purpose: string]: readonly string[] };
};
