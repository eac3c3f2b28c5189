import type { ActEnd } from './act-entries.ts';
import type { Journal } from './store/open-journal.ts';

/** The journal of an attached cluster, which is written until the session is closed. */
export type SessionJournal = {
  /** undefined until the Deployment is known, and while the stored entries are read. */
  readonly current: () => Journal | undefined;
  /** Calls the listener when `current` or its entries change. */
  readonly subscribe: (listener: () => void) => () => void;
  /** Number of entries that this process has found. */
  readonly recorded: () => number;
  /** Records the start of an act. Returns a function that records its end. */
  readonly startAct: (title: string) => (end: ActEnd) => void;
  readonly close: () => Promise<void>;
};
