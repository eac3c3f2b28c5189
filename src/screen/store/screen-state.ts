import type { Plan } from '../../commands/command.ts';
import type { Candidate } from '../../commands/complete.ts';
import type { ExceptionGroup } from '../../logs/log-store.ts';
import type { FoundCluster } from '../../session/find.ts';
import type { Session } from '../../session/session.ts';
import type { SessionSnapshot } from '../../session/snapshot.ts';
import type { Line } from '../keys/edit-line.ts';
import type { PaneName, Size } from '../layout.ts';
import type { Theme, Token } from '../theme/theme.ts';
import type { LogsState } from './logs/logs-state.ts';
import type { LogsToSave } from './logs/save-logs.ts';

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

export type TableName = 'pods' | 'jobs';
export type TableState = {
  /** By key, so that the cursor stays on its row whatever comes and goes around it. */
  readonly cursor: string | undefined;
  /** Where the cursor was, for when its row is gone. */
  readonly index: number;
  readonly top: number;
  readonly filter: string;
};

/** One job looked at closely; what is known of it is in the snapshot. */
export type DetailState = { readonly jobId: string; readonly top: number };

export type TextRow = {
  readonly text: string;
  readonly token?: Token;
  /** How far in the row goes on where it has to be broken. */
  readonly indent?: number;
};

/** What lies over the panes; the last one gets the keys. */
export type Layer =
  | {
      readonly kind: 'text';
      readonly title: string;
      readonly rows: readonly TextRow[];
      /** What `y` copies. */
      readonly copy: string;
      readonly top: number;
      /** The first column that is seen of its tables, where it has some. */
      readonly column?: number;
    }
  | { readonly kind: 'filter'; readonly table: TableName | 'picker'; readonly line: Line }
  | {
      readonly kind: 'log-prompt';
      readonly purpose: 'search' | 'filter' | 'time' | 'save';
      readonly line: Line;
      /** What was wrong with it when Enter was pressed. */
      readonly complaint: string | undefined;
      /** For `save`. */
      readonly what: LogsToSave;
      /** For `save`: a file that is there, and that another Enter overwrites. */
      readonly overwrites: string | undefined;
    }
  | { readonly kind: 'exceptions'; readonly groups: readonly ExceptionGroup[]; readonly cursor: number }
  | { readonly kind: 'log-columns' }
  /** The id of the forward under the cursor. */
  | { readonly kind: 'forwards'; readonly cursor: number | undefined }
  | {
      readonly kind: 'levels';
      /** The name of the logger under the cursor. */
      readonly cursor: string | undefined;
      readonly filter: Line;
      /** Letters go to the filter. */
      readonly isTyping: boolean;
    }
  | {
      readonly kind: 'command-line';
      readonly line: Line;
      /** Position in the history, counted from its end. */
      readonly recalled: number;
      readonly draft: string;
      readonly error: string | undefined;
      readonly candidates: readonly Candidate[];
    }
  | {
      readonly kind: 'dialog';
      readonly plan: Plan;
      /** The first row of the plan that is seen. */
      readonly top: number;
      readonly typed: Line;
      readonly complaint: string | undefined;
      readonly confirm: () => void;
    };

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
  readonly theme: Theme;
  readonly banner: string | undefined;
  readonly stage: Stage;
  readonly session: Session | undefined;
  readonly snapshot: SessionSnapshot | undefined;
  /** Counts the batches of log lines that were drawn. */
  readonly logsSeen: number;
  readonly focus: PaneName;
  readonly isZoomed: boolean;
  readonly tables: { readonly [Name in TableName]: TableState };
  readonly logs: LogsState;
  readonly detail: DetailState | undefined;
  readonly layers: readonly Layer[];
  readonly status: Status | undefined;
  readonly activities: readonly Activity[];
  /** Lines that were typed, oldest first. */
  readonly history: readonly string[];
};
