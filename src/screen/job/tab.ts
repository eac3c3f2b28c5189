import type { JobTabName } from '../../commands/record/command.ts';
import type { Reading } from '../../session/readings/reading.ts';
import type { Movement } from '../draw/movement.ts';
import type { TabSize } from '../state/panes/tab-size.ts';
import type { Binding, ClickTarget, Screen } from '../state/screen.ts';
import type { ScreenState } from '../state/screen-state.ts';
import type { JobPage } from './job-page.ts';

export type { TabSize } from '../state/panes/tab-size.ts';

/** A tab of the page of a job. `size` is the area below the row with the names of the tabs, in columns and rows. */
export type JobTab = {
  readonly name: JobTabName;
  readonly title: string;
  /** Keys that work only while the tab is shown. Their action names start with `job.`. */
  readonly bindings: readonly Binding<JobPage>[];
  /** Readings to poll while the tab is shown, in addition to the job itself. */
  readonly readings: (state: ScreenState, page: JobPage, size: TabSize) => readonly Reading<unknown>[];
  readonly move: (screen: Screen, page: JobPage, movement: Movement, size: TabSize) => void;
  /** Stops or closes what is open in the tab. Returns undefined if nothing is open. */
  readonly back?: (page: JobPage, state: ScreenState) => Partial<JobPage> | undefined;
  /** Hint of Esc, if it does something else than going back. */
  readonly backHint?: (page: JobPage, state: ScreenState) => string | undefined;
  /** Whether the tab shows what the journal has of a job that Flink no longer knows. */
  readonly isRecorded?: true;
  readonly draw: (state: ScreenState, page: JobPage, size: TabSize) => DrawnTab;
};

export type DrawnTab = {
  /** At most `height` rows, each at most `width` columns. */
  readonly rows: readonly string[];
  /** The scroll position at the right end of the bottom edge. */
  readonly position?: string | undefined;
  /** Ends the title of the frame: `#17`. */
  readonly title?: string;
  /** Parts of the rows that do something when they are clicked. */
  readonly targets?: () => readonly ClickTarget[];
  /** Data that is stale, or could not be read: `as of 20s ago`. */
  readonly note?: string | undefined;
};
