import assert from 'node:assert/strict';
import type { FlinkError } from '../../../../src/flink/error.ts';
import type { JobHistory } from '../../../../src/flink/responses.ts';
import type { JournalClock } from '../../../../src/session/journal/changes/clock.ts';
import type { FindChanges } from '../../../../src/session/journal/changes/find-changes.ts';
import type { JournalEntry } from '../../../../src/session/journal/entry.ts';
import { createReplay } from '../../../../src/session/journal/journal-state.ts';
import { maskTexts } from '../../../../src/session/journal/mask.ts';
import type { JobRow } from '../../../../src/session/readings/join-jobs.ts';
import type { Reading, ReadingState, Readings } from '../../../../src/session/readings/reading.ts';
import type { SessionSnapshot } from '../../../../src/session/snapshot.ts';
import { jobOverview, sessionSnapshot } from '../../../support/session.ts';

export const now = Date.parse('2026-11-23T12:00:00Z');
export const seen = { at: now, isSeen: true } as const;

/** Finds changes at `now`, by equal clocks, in a recording that started a minute ago. */
export type Case = {
  /** Entries of the journal. */
  readonly known?: readonly JournalEntry[];
  readonly snapshot: Partial<SessionSnapshot>;
  readonly clock?: Partial<JournalClock>;
};

/** Returns the entries that `find` finds, masked as in `entriesBetween`. Checks that it finds nothing after they are recorded. */
export function found(find: FindChanges, { known = [], snapshot, clock }: Case): readonly JournalEntry[] {
  const replay = createReplay();
  for (const entry of known) replay.apply(entry);
  const full = sessionSnapshot(snapshot);
  const fullClock = { now, serverAheadMs: 0, flinkAheadMs: 0, watchingSince: now - 60_000, ...clock };
  const entries = find(replay.state, full, fullClock).map(maskTexts);
  for (const entry of entries) replay.apply(entry);
  assert.deepEqual(find(replay.state, full, fullClock), [], 'finds each change once');
  return entries;
}

export const ofOrders = { job: 'a1', jobName: 'orders' } as const;

export function jobRow(part: Partial<JobRow> = {}): JobRow {
  return jobOverview({ id: 'a1', name: 'orders', startTime: now - 60_000, lastModification: now, ...part });
}

export const historyOf = (
  state: JobHistory['state'],
  times: { readonly [state in JobHistory['state']]?: number },
  vertices: JobHistory['vertices'] = [],
): JobHistory => ({
  now,
  state,
  states: Object.entries(times).map(([name, at]) => ({ state: name as JobHistory['state'], at })),
  vertices,
});

type ReadValue = readonly [key: string, state: ReadingState<unknown>];

/** A value read at `now`. */
export function read<T>({ key }: Reading<T>, value: T, readAt = now): ReadValue {
  return [key, { value, readAt, failure: undefined }];
}

export function unread<T>({ key }: Reading<T>, failure: FlinkError): ReadValue {
  return [key, { value: undefined, readAt: undefined, failure }];
}

export const readingsOf = (...values: readonly ReadValue[]): Readings => new Map(values);
