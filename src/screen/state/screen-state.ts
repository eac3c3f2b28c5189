import type { FoundCluster } from '../../session/attach/find-clusters.ts';
import type { Session } from '../../session/session.ts';
import type { SessionSnapshot } from '../../session/snapshot.ts';
import type { Size } from '../draw/rectangle.ts';
import type { Theme, Token } from '../theme/theme.ts';
import type { DrawnLogs } from './logs/drawn-logs.ts';
import type { LogsState } from './logs/logs-state.ts';

/** The cluster that was asked for, as far as it is named yet. */
export type ScreenTarget = {
  readonly clusterId: string;
  /** undefined is the context's own. */
  readonly namespace?: string | undefined;
  readonly context?: string | undefined;
};

export type Stage =
  | {
      readonly kind: 'picking';
      /** undefined until they were looked for */
      readonly found: readonly FoundCluster[] | undefined;
      /** The one namespace that was looked at, where not all may be. */
      readonly narrowedTo: string | undefined;
      readonly filter: string;
    }
  | { readonly kind: 'attached'; readonly target: ScreenTarget };

export const paneNames = ['pods', 'jobs', 'logs'] as const;
export type PaneName = (typeof paneNames)[number];
export type TableName = 'pods' | 'jobs';
export type TableState = {
  /** By key, so that the cursor stays on its row whatever comes and goes around it. */
  readonly cursor: string | undefined;
  /** Where the cursor was, for when its row is gone. */
  readonly index: number;
  readonly top: number;
  readonly filter: string;
};

/** A view that lies over others, by its id, with the state that it alone reads and changes. */
export type Layer = { readonly id: string; readonly own: unknown };
/** A view in the place of all panes, and the job that it is of, if it is of one. */
export type Page = Layer & { readonly jobId: string | undefined };

type Status = {
  readonly text: string;
  readonly token: Token;
  readonly at: number;
  /** For what is true of a state: it goes as soon as this is false. */
  readonly holds: ((state: ScreenState) => boolean) | undefined;
};
/** A command that runs, with the last thing that it said. */
export type Activity = {
  readonly id: number;
  readonly kind: 'planning' | 'running';
  readonly title: string;
  readonly step: string;
  readonly since: number;
};

export type ScreenState = {
  readonly size: Size;
  /** Epoch ms, moved on once a second. */
  readonly now: number;
  /** The same by the API server's clock, where that is known. */
  readonly serverNow: number;
  readonly theme: Theme;
  readonly banner: string | undefined;
  readonly stage: Stage;
  readonly session: Session | undefined;
  readonly snapshot: SessionSnapshot | undefined;
  /** As of the last batch. */
  readonly drawnLogs: DrawnLogs;
  readonly focus: PaneName;
  readonly isZoomed: boolean;
  readonly tables: { readonly [Name in TableName]: TableState };
  readonly logs: LogsState;
  /** In the place of all panes; undefined while these are shown. */
  readonly page: Page | undefined;
  /** What lies over the panes; the last one gets the keys. */
  readonly layers: readonly Layer[];
  readonly status: Status | undefined;
  readonly activities: readonly Activity[];
  /** Lines that were typed, oldest first. */
  readonly history: readonly string[];
};
