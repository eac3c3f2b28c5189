import type { JournalEntry } from '../../src/session/journal/entry.ts';
import type { SessionJournal } from '../../src/session/journal/session-journal.ts';
import type { Journal } from '../../src/session/journal/store/open-journal.ts';
import type { Interval } from '../../src/session/journal/store/watched-intervals.ts';

export type FakeJournal = SessionJournal & {
  /** Adds an entry as if it was just recorded. */
  readonly add: (entry: JournalEntry) => void;
};

/** A journal in memory. Entries are sorted, oldest first. */
export function fakeJournal(entries: readonly JournalEntry[], watched: readonly Interval[]): FakeJournal {
  let all = entries;
  const listeners = new Set<() => void>();
  const journal = { entries: () => all, watched: () => watched, failure: () => undefined } as unknown as Journal;
  return {
    current: () => journal,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    recorded: () => all.length,
    startAct: () => () => undefined,
    close: async () => undefined,
    add: (entry) => {
      all = [...all, entry];
      for (const listener of listeners) listener();
    },
  };
}
