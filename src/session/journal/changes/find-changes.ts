import type { SessionSnapshot } from '../../snapshot.ts';
import type { JournalEntry } from '../entry.ts';
import type { JournalState } from '../journal-state.ts';
import type { JournalClock } from './clock.ts';

/** Returns the entries for the differences between the known state and a snapshot. Data that is not read yet is skipped. */
export type FindChanges = (
  known: JournalState,
  snapshot: SessionSnapshot,
  clock: JournalClock,
) => readonly JournalEntry[];
