import type { CheckpointConfig, Checkpoints } from '../../../flink/responses.ts';
import {
  type CheckpointItem,
  type ListedCheckpoint,
  listCheckpoints,
  withGaps,
} from '../../../session/jobs/checkpoint-list.ts';
import { checkpointTrends, type JobTimes } from '../../../session/jobs/checkpoint-trend.ts';
import type { JournalEntry } from '../../../session/journal/entry.ts';
import { checkpointConfig, checkpoints } from '../../../session/readings/flink-readings.ts';
import { noReadings, type ReadingState, readingOf } from '../../../session/readings/reading.ts';
import { rememberLast } from '../../draw/remember-last.ts';
import type { ScreenState } from '../../state/screen-state.ts';
import { endedJob, forgottenJob } from '../ended-job.ts';
import type { JobPage } from '../job-page.ts';

/** Everything that the list shows. */
export type ListData = {
  readonly statistics: ReadingState<Checkpoints>;
  readonly config: CheckpointConfig | undefined;
  /** Newest first. */
  readonly checkpoints: readonly ListedCheckpoint[];
  readonly items: readonly CheckpointItem[];
};

const noEntries: readonly JournalEntry[] = [];

const merge = rememberLast((jobId: string, statistics: Checkpoints | undefined, entries: readonly JournalEntry[]) => {
  const known = listCheckpoints(jobId, statistics, entries);
  return { checkpoints: known, items: withGaps(known, statistics) };
});

export function listData(state: ScreenState, page: JobPage): ListData {
  const { snapshot, journal } = state;
  const { jobId } = page;
  const isKnown = snapshot !== undefined && forgottenJob(state, page) === undefined;
  const source = isKnown ? snapshot : { readings: noReadings };
  const statistics = readingOf(source, checkpoints(jobId));
  const config = readingOf(source, checkpointConfig(jobId)).value;
  return { statistics, config, ...merge(jobId, statistics.value, journal?.entries ?? noEntries) };
}

const trends = rememberLast(checkpointTrends);
/** Ages in the trends are this exact. */
const trendMs = 5000;
const timesOf = rememberLast(
  (startedAt: number | undefined, until: number, hasEnded: boolean): JobTimes => ({ startedAt, until, hasEnded }),
);

export function listTrends(state: ScreenState, page: JobPage, data: ListData) {
  const { snapshot, serverNow } = state;
  const job = snapshot?.jobs?.find(({ id }) => id === page.jobId);
  const ended = endedJob(state, page);
  const endedAt = job?.endTime ?? ended?.endedAt;
  const until = Math.ceil((endedAt ?? serverNow) / trendMs) * trendMs;
  const times = timesOf(job?.startTime ?? ended?.startedAt, until, endedAt !== undefined);
  return trends(data.checkpoints, data.config, data.statistics.value, times);
}

/** Returns what binds the cursor to a row. */
export function anchorOf(item: CheckpointItem | undefined): number | undefined {
  if (item === undefined) return undefined;
  return item.kind === 'checkpoint' ? item.id : item.kind === 'gap' ? item.to : 0;
}

export function cursorIndex(items: readonly CheckpointItem[], cursor: number | undefined): number {
  if (cursor === undefined) return 0;
  const found = items.findIndex((item) => anchorOf(item) === cursor);
  if (found !== -1) return found;
  // The row is gone: a gap that another one has joined, for example.
  return Math.max(
    0,
    items.findIndex((item) => (anchorOf(item) ?? 0) <= cursor),
  );
}

/** Returns the checkpoint under the cursor; undefined for a gap. */
export function checkpointUnderCursor(state: ScreenState, page: JobPage): ListedCheckpoint | undefined {
  const { items } = listData(state, page);
  const item = items[cursorIndex(items, page.checkpoints.cursor)];
  return item?.kind === 'checkpoint' ? item : undefined;
}
