import type { FailureTrace, JobFailure } from '../../../flink/responses.ts';
import { failureHistory } from '../../../session/jobs/failure-history.ts';
import { type FailureGroup, groupFailures } from '../../../session/jobs/group-failures.ts';
import { failureHistorySize } from '../../../session/journal/changes/unlisted-restarts.ts';
import type { FailureEntry, JournalEntry } from '../../../session/journal/entry.ts';
import { identityOf } from '../../../session/journal/entry-identity.ts';
import { failureTraces, jobFailures } from '../../../session/readings/flink-readings.ts';
import {
  noReadings,
  type Reading,
  type ReadingState,
  type Readings,
  readingOf,
} from '../../../session/readings/reading.ts';
import { rememberLast } from '../../draw/remember-last.ts';
import type { ScreenState } from '../../state/screen-state.ts';
import { forgottenJob } from '../ended-job.ts';
import type { JobPage } from '../job-page.ts';
import type { OpenFailure } from './state.ts';

const noEntries: readonly JournalEntry[] = [];
const noFailures: readonly JobFailure[] = [];

/** Flink's list changes only with failures, and the journal reads it after each change of the job as well. */
const listedMs = 10_000;

/** The list is polled while it is shown. While a trace is shown, only the traces are. */
export function exceptionReadings({ jobId, exceptions }: JobPage): readonly Reading<unknown>[] {
  const listed = jobFailures(jobId);
  return exceptions.open === undefined ? [{ ...listed, intervalMs: listedMs }] : [listed, failureTraces(jobId)];
}

const historyOf = rememberLast(
  (id: string, name: string, entries: readonly JournalEntry[], listed: readonly JobFailure[]) =>
    failureHistory({ id, name }, entries, listed),
);
const groupsOf = rememberLast(groupFailures);

/** What is known of the failures of the job, merged from the journal and from Flink. */
export function shownHistory(state: ScreenState, page: JobPage) {
  const { journal, snapshot } = state;
  const listed = snapshot?.jobs?.find(({ id }) => id === page.jobId);
  const name = listed?.name ?? forgottenJob(state, page)?.name ?? page.jobId;
  return historyOf(page.jobId, name, journal?.entries ?? noEntries, listedFailures(state, page).value ?? noFailures);
}

/** The groups in the order of the list, the one with the newest failure first. */
export function shownGroups(state: ScreenState, page: JobPage): readonly FailureGroup[] {
  return groupsOf(shownHistory(state, page).failures);
}

export function listedFailures(state: ScreenState, page: JobPage): ReadingState<readonly JobFailure[]> {
  return readingOf(readFrom(state, page), jobFailures(page.jobId));
}

export function readTraces(state: ScreenState, page: JobPage): ReadingState<readonly FailureTrace[]> {
  return readingOf(readFrom(state, page), failureTraces(page.jobId));
}

/** Data of a job that Flink no longer knows is old. */
function readFrom(state: ScreenState, page: JobPage): { readonly readings: Readings } {
  const isKnown = state.snapshot !== undefined && forgottenJob(state, page) === undefined;
  return isKnown ? state.snapshot : { readings: noReadings };
}

/** Number of failures that Flink keeps. */
export const keptByFlink = ({ snapshot }: ScreenState): number => failureHistorySize(snapshot?.configuration);

/** Returns the index of the group under the cursor; 0 if the group no longer exists. */
export function cursorIndex(groups: readonly FailureGroup[], { exceptions }: JobPage): number {
  return Math.max(
    0,
    groups.findIndex(({ id }) => id === exceptions.cursor),
  );
}

/** The failure whose trace is shown, its group, and its index in the group. */
export type ShownFailure = { readonly group: FailureGroup; readonly failure: FailureEntry; readonly index: number };

export function openFailure(state: ScreenState, page: JobPage): ShownFailure | undefined {
  const { open } = page.exceptions;
  const group = open && shownGroups(state, page).find(({ id }) => id === open.group);
  if (group === undefined) return undefined;
  const found = group.failures.findIndex((failure) => identityOf(failure) === open?.failure);
  const index = Math.max(0, found);
  return { group, index, failure: group.failures[index] ?? group.failures[0] };
}

/** The state that shows the trace of a failure. */
export function opened(group: FailureGroup, failure: FailureEntry, isUnfolded = false): OpenFailure {
  return { group: group.id, failure: identityOf(failure), top: 0, isUnfolded };
}
