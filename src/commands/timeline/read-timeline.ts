import { FlinkError } from '../../flink/error.ts';
import { KubernetesError } from '../../kubernetes/error.ts';
import type { KubernetesEvent } from '../../kubernetes/objects.ts';
import { resources } from '../../kubernetes/resource.ts';
import { findNearMisses } from '../../session/attach/find-near-misses.ts';
import { SessionNotFound } from '../../session/attach/session-not-found.ts';
import { createEventPicker } from '../../session/cluster/session-events.ts';
import { flinkAheadMs } from '../../session/journal/changes/clock.ts';
import { entriesBetween } from '../../session/journal/entries-between.ts';
import type { JournalEntry } from '../../session/journal/entry.ts';
import { createReplay, type JournalState } from '../../session/journal/journal-state.ts';
import { readHistories } from '../../session/journal/read-histories.ts';
import { type FoundJournal, findJournals } from '../../session/journal/store/find-journals.ts';
import { type JournalContent, readJournal } from '../../session/journal/store/read-journal.ts';
import type { Interval } from '../../session/journal/store/watched-intervals.ts';
import { resolveCounts } from '../../session/journal/timeline/resolve-counts.ts';
import { jobHistory } from '../../session/readings/flink-readings.ts';
import { readingOf } from '../../session/readings/reading.ts';
import { serverNow } from '../../session/server-now.ts';
import type { SessionSnapshot } from '../../session/snapshot.ts';
import { countOf } from '../../text/count-of.ts';
import { utcClock } from '../../text/utc-time.ts';
import type { Services } from '../record/command.ts';
import { describeError } from '../record/describe-error.ts';
import { readSnapshot } from '../record/read-snapshot.ts';
import { resultOrError } from '../record/result-or-error.ts';

export type Timeline = {
  /** Oldest first. */
  readonly entries: readonly JournalEntry[];
  readonly watched: readonly Interval[];
  /** Epoch ms by the API server's clock. */
  readonly now: number;
  /** What is missing, one line each. */
  readonly notes: readonly string[];
  /** The cluster with the readings about its jobs; undefined if it does not exist any more or does not respond. */
  readonly snapshot: SessionSnapshot | undefined;
};

/**
 * Reads the stored journal and what Flink and Kubernetes still remember. Of a cluster that does not exist any more or
 * does not respond, reads the newest stored journal. Stores nothing.
 */
export async function readTimeline(services: Services, signal: AbortSignal): Promise<Timeline> {
  const { connection, local } = services;
  const { kubernetes, target } = connection;
  const { clusterId, namespace } = target;
  const { snapshot: read, errors } = await readSnapshot(services, signal);
  // A single read has no list of Deployments, which would say that the cluster does not exist.
  const snapshot: SessionSnapshot = isNotFound(errors.deployment) ? { ...read, presence: 'missing' } : read;
  const now = serverNow(connection, services.now());
  const found =
    local === undefined
      ? []
      : await findJournals(local.journals, { clusterId, namespace, context: kubernetes.context });
  const stored = chooseJournal(found, snapshot);
  if (stored === undefined && snapshot.presence === 'missing') {
    throw new SessionNotFound(clusterId, namespace, await findNearMisses(kubernetes, target, signal));
  }
  if (stored === undefined && snapshot.presence === 'unknown') throw errors.deployment ?? errors.service;

  const replay = createReplay();
  const content = stored === undefined ? noContent : await readJournal(stored.folder, { onEntry: replay.apply });
  const remembered =
    snapshot.presence === 'present'
      ? await readRemembered(services, snapshot, replay.state, now, signal)
      : { entries: [], notes: [absenceNote(snapshot, errors.deployment, stored)], snapshot: undefined };
  const isRecorded = content.watched.some(({ until }) => now - until < 5000);
  // A recorder sees these changes itself, at a slightly different time.
  const added = remembered.entries.filter(({ isSeen, kind }) => !(isRecorded && isSeen && kind !== 'checkpoints'));
  return {
    entries: resolveCounts([...content.entries, ...added].sort((a, b) => a.at - b.at)),
    watched: content.watched,
    now,
    snapshot: remembered.snapshot,
    notes: [
      ...remembered.notes,
      ...(content.watched.length === 0 && snapshot.presence === 'present' ? [neverWatched(clusterId)] : []),
      ...(content.omitted > 0 ? [`${countOf(content.omitted, 'older entry', 'older entries')} not shown`] : []),
      ...content.problems,
      ...(content.failure === undefined ? [] : [content.failure]),
    ],
  };
}

function isNotFound(error: Error | undefined): boolean {
  return (error instanceof KubernetesError || error instanceof FlinkError) && error.kind === 'not-found';
}

const noContent: JournalContent = { entries: [], omitted: 0, watched: [], problems: [], failure: undefined };

/** The journal of the current Deployment, or the newest one if the cluster is gone or unreachable. */
function chooseJournal(
  found: readonly FoundJournal[],
  { deployment, presence }: SessionSnapshot,
): FoundJournal | undefined {
  if (presence !== 'present') return found[0];
  return found.find((journal) => journal.deployment === deployment?.uid);
}

async function readRemembered(
  { connection }: Services,
  snapshot: SessionSnapshot,
  known: JournalState,
  now: number,
  signal: AbortSignal,
): Promise<Pick<Timeline, 'entries' | 'notes' | 'snapshot'>> {
  const { clusterId, namespace } = snapshot;
  const warnings = { resource: resources.events, namespace, fieldSelector: 'type=Warning' };
  const [histories, events] = await Promise.all([
    readHistories(connection.flink, snapshot, known, signal),
    resultOrError(connection.kubernetes.list<KubernetesEvent>(warnings, signal), signal),
  ]);
  const complete: SessionSnapshot = {
    ...snapshot,
    readings: histories.readings,
    events: events instanceof Error ? [] : createEventPicker(clusterId)(events),
  };
  const serverAheadMs = now - Date.now();
  const clock = { now, serverAheadMs, flinkAheadMs: flinkClock(complete, serverAheadMs), watchingSince: now };
  const failures = [...histories.readings.values()].map(({ failure }) => failure);
  // Flink no longer knows a job: that is in the entries.
  const failed = failures.find((failure) => failure !== undefined && !isNotFound(failure));
  return {
    entries: entriesBetween(known, undefined, complete, clock),
    snapshot: complete,
    notes: [
      ...(snapshot.jobs === undefined ? ['Jobs unknown: Flink did not respond'] : []),
      ...(failed === undefined ? [] : [`Some jobs could not be read: ${describeError(failed).message}`]),
      ...(histories.skipped === 0 ? [] : [`${countOf(histories.skipped, 'older job')} not read`]),
      ...(events instanceof Error ? [`Kubernetes events unknown: ${describeError(events).message}`] : []),
    ],
  };
}

function flinkClock(snapshot: SessionSnapshot, serverAheadMs: number): number {
  for (const { id } of snapshot.jobs ?? []) {
    const { value, readAt } = readingOf(snapshot, jobHistory(id));
    if (value !== undefined && readAt !== undefined) return flinkAheadMs(value.now, readAt + serverAheadMs);
  }
  return 0;
}

function absenceNote(
  { clusterId, presence }: SessionSnapshot,
  error: Error | undefined,
  stored: FoundJournal | undefined,
): string {
  const watched = stored === undefined ? '' : `, ${watchedText(stored)}`;
  if (presence === 'missing') return `Cluster ${clusterId} does not exist any more: stored journal${watched}`;
  const reason = error === undefined ? 'no response' : describeError(error).message;
  return `The API server cannot be read (${reason}): stored journal${watched}`;
}

function watchedText({ watchedUntil }: FoundJournal): string {
  return watchedUntil === undefined ? 'never watched' : `watched until ${utcClock(watchedUntil, Date.now())} UTC`;
}

function neverWatched(clusterId: string): string {
  return (
    'Nobody has watched this cluster yet: only what users did and what Flink and Kubernetes remember is shown. ' +
    `Run flink-tui record ${clusterId} to record it`
  );
}
