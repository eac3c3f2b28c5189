import { checkpointConfig, checkpoints, jobFailures, jobHistory, numRestarts } from '../readings/flink-readings.ts';
import type { JobRow } from '../readings/join-jobs.ts';
import type { SessionSnapshot } from '../snapshot.ts';
import { checkpointChanges } from './changes/checkpoint-changes.ts';
import type { JournalClock } from './changes/clock.ts';
import { deploymentChanges } from './changes/deployment-changes.ts';
import { failureChanges } from './changes/failure-changes.ts';
import type { FindChanges } from './changes/find-changes.ts';
import { forwardChanges } from './changes/forward-changes.ts';
import { jobChanges, lostJobChanges } from './changes/job-changes.ts';
import { leaderChanges } from './changes/leader-changes.ts';
import { levelChanges } from './changes/level-changes.ts';
import { linkChanges } from './changes/link-changes.ts';
import { memoryChanges } from './changes/memory-changes.ts';
import { parallelismChanges } from './changes/parallelism-changes.ts';
import { podChanges } from './changes/pod-changes.ts';
import { slotChanges } from './changes/slot-changes.ts';
import { warningChanges } from './changes/warning-changes.ts';
import type { JournalEntry } from './entry.ts';
import type { JournalState } from './journal-state.ts';
import { maskTexts } from './mask.ts';

type Subject = {
  /** The parts of a snapshot that the changes depend on. */
  readonly parts: readonly (keyof SessionSnapshot)[];
  readonly find: FindChanges;
  /** Finds changes of single jobs. Jobs without new data are not passed. */
  readonly isPerJob?: true;
};

/** All subjects of the journal. Causes come before their effects, for entries of the same time. */
const subjects: readonly Subject[] = [
  { parts: ['links'], find: linkChanges },
  { parts: ['deployment', 'configuration'], find: deploymentChanges },
  { parts: ['events'], find: warningChanges },
  { parts: ['pods', 'memory'], find: podChanges },
  { parts: ['memory', 'pods'], find: memoryChanges },
  { parts: ['pods', 'leader'], find: leaderChanges },
  { parts: ['overview'], find: slotChanges },
  { parts: ['jobs', 'readings', 'configuration'], find: failureChanges, isPerJob: true },
  { parts: ['jobs', 'readings'], find: jobChanges, isPerJob: true },
  { parts: ['jobs', 'readings'], find: lostJobChanges },
  { parts: ['jobs', 'readings'], find: parallelismChanges, isPerJob: true },
  { parts: ['jobs', 'readings'], find: checkpointChanges, isPerJob: true },
  { parts: ['logging'], find: levelChanges },
  { parts: ['forwards'], find: forwardChanges },
];

/**
 * Returns what changed between the known state and the next snapshot, oldest first. Secrets are masked. Skips the subjects whose parts are
 * the same objects as in the previous snapshot; without a previous snapshot, checks all.
 */
export function entriesBetween(
  known: JournalState,
  previous: SessionSnapshot | undefined,
  next: SessionSnapshot,
  clock: JournalClock,
): readonly JournalEntry[] {
  const ofChangedJobs = { ...next, jobs: next.jobs && changedJobs(previous, next, next.jobs) };
  return subjects
    .filter(({ parts }) => previous === undefined || parts.some((part) => previous[part] !== next[part]))
    .flatMap(({ find, isPerJob }) => find(known, isPerJob === true ? ofChangedJobs : next, clock))
    .map(maskTexts)
    .sort((a, b) => a.at - b.at);
}

/** Readings of one job that contain changes. */
const jobReadings = [jobHistory, jobFailures, numRestarts, checkpoints, checkpointConfig] as const;

function changedJobs(
  previous: SessionSnapshot | undefined,
  { readings }: SessionSnapshot,
  jobs: readonly JobRow[],
): readonly JobRow[] {
  if (previous?.jobs === undefined) return jobs;
  const known = new Set(previous.jobs);
  const isRead = (id: string) =>
    jobReadings.some((reading) => {
      const { key } = reading(id);
      return readings.get(key) !== previous.readings.get(key);
    });
  return jobs.filter((job) => !known.has(job) || isRead(job.id));
}
