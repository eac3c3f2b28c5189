import type { ReactNode } from 'react';
import type { StoreApi } from 'zustand/vanilla';
import type { JobTabName } from '../../commands/record/command.ts';
import type { LocalState } from '../../commands/record/local-state.ts';
import type { SaveLines } from '../../logs/save-lines.ts';
import type { ActOutcome } from '../../session/journal/entry.ts';
import type { Reading } from '../../session/readings/reading.ts';
import type { Session } from '../../session/session.ts';
import type { Key } from '../draw/key.ts';
import type { Movement } from '../draw/movement.ts';
import type { Rectangle } from '../draw/rectangle.ts';
import type { WantedLine } from './logs/wanted-line.ts';
import { paneNames, type ScreenState, type ScreenTarget } from './screen-state.ts';

/** One part of the report at the end, and further lines such as a path. */
export type ReportLine = {
  readonly kind: ActOutcome | 'running' | 'remains' | 'closed';
  readonly text: string;
  readonly details: readonly string[];
};

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
  /** Aborted when the screen is closed. */
  readonly signal: AbortSignal;
  readonly now: () => number;
  /** Closes the screen. */
  readonly exit: (exit: ScreenExit) => void;
  readonly attach: (target: ScreenTarget) => void;
  /** Copies to the clipboard of the terminal (OSC 52). */
  readonly copy: (text: string) => void;
  readonly saveLines: SaveLines;
  /** State stored between runs; undefined if nothing may be stored. */
  readonly local: LocalState | undefined;
  readonly rememberForwards: 'never' | 'ask' | 'always';
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
  readonly viewId: 'job' | 'logs' | 'memory' | 'talkers' | 'why';
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

/** One action and its keys, read by the dispatcher, the footer, the help and docs/keys.md. */
export type Binding<ViewState = unknown> = DescribedKey & {
  /** Unique name, such as `job.cancel`. */
  readonly action: string;
  /** One or two words for the footer. Without a hint the key is listed in the help only. */
  readonly hint?: string | ((viewState: ViewState, state: ScreenState) => string | undefined);
  /** Keys in the footer, if the hint also describes the next binding: `+/-`. */
  readonly hintKeys?: string;
  /** Always shown, at the right end of the footer. */
  readonly isAlwaysShown?: true;
  /** Whether the binding is active; default: always. */
  readonly when?: (viewState: ViewState) => boolean;
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
  /** Runs while a cluster is attached, even if the view is hidden. Returns a function that stops it. */
  readonly watch?: (screen: Screen, session: Session) => () => void;
  /** Shows the view at a moment. */
  readonly showAt?: (screen: Screen, moment: Moment) => void;
  /** Returns the row of the terminal with the cursor of a pane, which a toast must not cover. */
  readonly cursorRow?: (state: ScreenState) => number | undefined;
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
};

export type Views = {
  /** In the order of the help and docs/keys.md: panes, pages, then overlays by title. */
  readonly all: readonly View[];
  readonly get: (id: string) => View;
  /** Returns the keys that open other views from this view id, or from everywhere for `any`. */
  readonly openers: (viewId: string) => readonly Opener[];
};

/** Checks the type of a record and erases its `ViewState`, so that all views fit in one table. */
export function view<ViewState>(record: View<ViewState>): View {
  return record as unknown as View;
}

export function createViews(records: readonly View[]): Views {
  const all = records.toSorted((a, b) => rank(a) - rank(b) || a.title.localeCompare(b.title, 'en'));
  const byId = new Map(all.map((record) => [record.id, record]));
  const openersByView = Map.groupBy(
    all.flatMap(({ opens = [] }) => opens),
    ({ viewId }) => viewId,
  );
  return {
    all,
    get: (id) => {
      const found = byId.get(id);
      if (found === undefined) throw new Error(`unknown view ${id}`);
      return found;
    },
    openers: (viewId) => openersByView.get(viewId) ?? [],
  };
}

/** Orders panes by their position on the screen, then pages, then overlays. */
function rank({ id, kind }: View): number {
  if (kind !== 'pane') return paneNames.length + (kind === 'page' ? 0 : 1);
  return (paneNames as readonly string[]).indexOf(id);
}
