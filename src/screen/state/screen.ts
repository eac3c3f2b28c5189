import type { ReactNode } from 'react';
import type { StoreApi } from 'zustand/vanilla';
import type { JobTabName } from '../../commands/record/command.ts';
import type { LocalState } from '../../commands/record/local-state.ts';
import type { SaveLines } from '../../logs/save-lines.ts';
import type { Reading } from '../../session/readings/reading.ts';
import type { Session } from '../../session/session.ts';
import type { Key } from '../draw/key.ts';
import type { Movement } from '../draw/movement.ts';
import type { Rectangle } from '../draw/rectangle.ts';
import type { WantedLine } from './logs/wanted-line.ts';
import type { ReportLine, ScreenState, ScreenTarget } from './screen-state.ts';
import type { ScreenTerminal } from './screen-terminal.ts';

/** The result of the screen, used after the terminal is restored. */
export type ScreenExit = {
  readonly exitCode: number;
  /** Lines to print. */
  readonly lines: readonly string[];
  /** The report, printed after the lines. */
  readonly report?: readonly ReportLine[];
  /** Whether the cluster was stopped, so that its log levels are gone. */
  readonly isClusterGone?: true;
};

/** The context of all actions: the state, the views and the side effects. */
export type Screen = {
  readonly store: StoreApi<ScreenState>;
  readonly views: Views;
  /** Aborted when the screen is closed, or when it leaves the cluster whose keys and data use this signal. */
  readonly signal: AbortSignal;
  readonly now: () => number;
  /** Closes the screen. */
  readonly exit: (exit: ScreenExit) => void;
  /** Leaves the attached cluster and attaches to this one. `keepForwards`: the forwards of the left cluster stay open. */
  readonly attach: (target: ScreenTarget, options?: { readonly keepForwards?: boolean }) => void;
  /** Copies to the clipboard of the terminal (OSC 52). */
  readonly copy: (text: string) => void;
  readonly saveLines: SaveLines;
  /** State stored between runs; undefined if nothing may be stored. */
  readonly local: LocalState | undefined;
  readonly rememberForwards: 'never' | 'ask' | 'always';
  readonly terminal: ScreenTerminal;
  /** Logs the full error wherever the user sees only its message. */
  readonly log: (error: unknown) => void;
};

/** A key as the help and docs/keys.md describe it. */
export type DescribedKey = {
  /** Equivalent keys. The footer shows the first one. */
  readonly keys: readonly string[];
  /** Text shown instead of the names of the keys. */
  readonly shown?: readonly string[];
  readonly help: string;
};

/** A moment, and the view that shows it. */
export type Moment = {
  readonly viewId: 'job' | 'logs' | 'memory' | 'pod' | 'session' | 'talkers' | 'why';
  readonly jobId?: string;
  /** The tab of the job; default: the overview. */
  readonly tab?: JobTabName;
  /** The vertex whose subtasks are shown. */
  readonly vertexId?: string | undefined;
  /** The subtask whose threads are sampled, from 1. The sampling of the tab `threads` starts at once. */
  readonly subtask?: number | undefined;
  /** The metrics to search for. */
  readonly metricQuery?: string | undefined;
  /** The checkpoint to open. */
  readonly checkpointId?: number | undefined;
  /** Uid of the pod. */
  readonly uid?: string;
  /** Uids of several pods. */
  readonly uids?: readonly string[];
  /** Epoch ms by the API server's clock. */
  readonly at: number;
  /** The line of the log to go to; default: the first one at or after the time. */
  readonly line?: WantedLine;
};

/** The keys of a movement. */
export type MovementKey = DescribedKey & {
  /** Unique name, such as `move.page-down`. */
  readonly action: string;
  /** The key that bindings use. Every key of the action is converted to it. */
  readonly canonical: string;
  readonly movement: Movement;
};

/** One action and its keys, read by the dispatcher, the footer, the help and docs/keys.md. */
export type Binding<ViewState = unknown> = DescribedKey & {
  /** Unique name, such as `job.cancel`. */
  readonly action: string;
  /** One or two words for the footer. Without a hint the key is listed in the help only. */
  readonly hint?: string | ((viewState: ViewState, state: ScreenState) => string | undefined);
  /** Another action that the hint also describes. The footer shows a key of both: `< >`. */
  readonly hintWith?: string;
  /** Always shown, at the right end of the footer. */
  readonly isAlwaysShown?: true;
  /** Its hint follows those of `commandsOf`: less important than the commands. */
  readonly isAfterCommands?: true;
  /** Whether the binding is active; default: always. */
  readonly when?: (viewState: ViewState) => boolean;
  /** A part of the view, such as a tab. Bindings of two parts are never active together. */
  readonly context?: string;
  /** Moves by any movement, also by those of the mouse. Only for movement keys in an overlay. */
  readonly move?: (screen: Screen, viewState: ViewState, movement: Movement) => void;
  /** Bytes that Ink receives instead of those of the key, because the user has changed the key. */
  readonly inkBytes?: string;
  /** Returns true, or the reason why the action is unavailable. */
  readonly available?: (state: ScreenState) => true | string;
  /** Whether each of its keys does something else: the keys up and down. The palette cannot run it. */
  readonly isByKey?: true;
  /** `ink`: the mounted Ink component handles the key. `typed`: not a key, but text with a special meaning. */
  readonly run: 'ink' | 'typed' | ((screen: Screen, viewState: ViewState, key: Key) => void);
};

/** A key that opens a view, from one view or from all panes and pages. */
export type Opener = Binding & {
  /** The id of a view, or `any`. */
  readonly viewId: string;
  /** Whether the key also works over overlays that take no text. */
  readonly isOverOverlays?: true;
};

/** A pane, a page or an overlay. Each one is a record in views.ts, and other code knows only this record. */
export type View<ViewState = unknown> = {
  readonly id: string;
  /** The heading of its keys in the help and docs/keys.md. */
  readonly title: string;
  /** Actions that open the view, if it has no `opens`. Their keys are shown behind the title in the help. */
  readonly openedBy?: readonly string[];
  /** A page replaces all panes. An overlay is drawn over the panes or the page and gets every key. */
  readonly kind: 'pane' | 'page' | 'overlay';
  readonly bindings: readonly Binding<ViewState>[];
  /** The pane whose command keys also work here. */
  readonly commandsOf?: string;
  readonly opens?: readonly Opener[];
  /** Handles every other key of a view that takes text. */
  readonly edit?: (screen: Screen, viewState: ViewState, key: Key) => void;
  /** Whether the view takes text now; default: always, if it has an `edit`. */
  readonly takesText?: (viewState: ViewState) => boolean;
  /** Whether the view asks a question. No other view opens in front of it. */
  readonly isQuestion?: true;
  /** Whether the view is a list. Late results open in front of lists and behind all other overlays. */
  readonly isList?: (viewState: ViewState) => boolean;
  /** Handles movement keys in a pane or a page. */
  readonly move?: (screen: Screen, movement: Movement) => void;
  /** The filter that `/` edits. */
  readonly filter?: {
    readonly text: (state: ScreenState) => string;
    readonly set: (screen: Screen, text: string) => void;
  };
  /** Returns the action of Esc in a pane, or undefined. */
  readonly back?: (state: ScreenState) => ((screen: Screen) => void) | undefined;
  /** Draws the typed text in the line above the footer. */
  readonly prompt?: (state: ScreenState, viewState: ViewState, width: number) => string | undefined;
  /** Text of the line above the footer while there is no prompt, command or message. */
  readonly status?: (state: ScreenState) => string;
  /** Text before a message in the line above the footer. */
  readonly statusPrefix?: (state: ScreenState) => string | undefined;
  /** Text that replaces the key hints: an input error or completion candidates. */
  readonly insteadOfKeys?: (state: ScreenState, viewState: ViewState, width: number) => string | undefined;
  /** Readings to poll from Flink while the view is visible. */
  readonly readings?: (state: ScreenState, viewState: ViewState) => readonly Reading<unknown>[];
  /** Readings to poll although the view is hidden, because the user asked for it. */
  readonly hiddenReadings?: (state: ScreenState) => readonly Reading<unknown>[];
  /** Whether the view needs the watched objects in the snapshot while it is visible. */
  readonly needsObjects?: true;
  /** Runs while a cluster is attached, even if the view is hidden. Returns a function that stops it. */
  readonly watch?: (screen: Screen, session: Session) => () => void;
  /** Shows the view at a moment. */
  readonly showAt?: (screen: Screen, moment: Moment) => void;
  /** Returns the row of the terminal with the cursor of a pane, which a toast must not cover. */
  readonly cursorRow?: (state: ScreenState) => number | undefined;
  /** The visible items of a list that Ink draws. The number keys of Ink choose one of them. */
  readonly inkList?: (state: ScreenState, viewState: ViewState) => InkList | undefined;
  /** Missing for views that use only the line above the footer. */
  readonly draw?: Drawing<ViewState>;
};

/** Draws a frame with rows, or a component if rows are not enough. */
type Drawing<ViewState> =
  | { readonly box: (state: ScreenState, viewState: ViewState) => Box | undefined; readonly component?: undefined }
  | { readonly component: (props: { readonly viewState: ViewState }) => ReactNode };

/** A positioned frame with formatted rows, no wider than its inside. */
export type Box = {
  readonly rectangle: Rectangle;
  readonly title: string;
  /** A warning at the right end of the title. */
  readonly note?: string | undefined;
  /** The scroll position at the right end of the bottom edge. */
  readonly position?: string | undefined;
  readonly isFocused: boolean;
  readonly text: string;
  /** Row inside the frame with the cursor. Default: the first row that starts with the mark of a cursor. */
  readonly cursorRow?: number | undefined;
  /** Parts of rows that do something when they are clicked. */
  readonly targets?: () => readonly ClickTarget[];
};

/** The place of a list that Ink draws, and the row of the terminal of each visible item. */
export type InkList = { readonly rectangle: Rectangle; readonly rows: readonly number[] };

/** A part of a row inside a frame: columns `from` up to `to`, all from 0. */
export type ClickTarget = {
  readonly row: number;
  readonly from: number;
  readonly to: number;
  readonly click: (screen: Screen) => void;
};

export type Views = {
  /** In the order of the help and docs/keys.md: panes, pages, then overlays by title. */
  readonly all: readonly View[];
  readonly get: (id: string) => View;
  /** Returns the keys that open other views from this view id, or from everywhere for `any`. */
  readonly openers: (viewId: string) => readonly Opener[];
  /** The keys of every pane and page, except those that open other views. */
  readonly global: readonly Binding[];
  /** The keys of a toast, which come before all keys of panes and pages. */
  readonly toasts: readonly Binding[];
  /** Returns the keys of commands in a pane, or of those that work everywhere for `any`. */
  readonly commands: (pane: string) => readonly Binding[];
  readonly movements: readonly MovementKey[];
};

/** Checks the type of a record and erases its `ViewState`, so that all views fit in one table. */
export function view<ViewState>(record: View<ViewState>): View {
  return record as unknown as View;
}
