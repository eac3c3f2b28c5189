import type { CheckpointConfig } from '../../../flink/responses.ts';
import type { CheckpointDetail } from '../../../flink/subtask-responses.ts';
import type { ListedCheckpoint } from '../../../session/jobs/checkpoint-list.ts';
import type { CheckpointParts } from '../../../session/jobs/checkpoint-parts.ts';
import { isForgotten, partsOf } from '../../../session/jobs/checkpoint-readings.ts';
import { checkpointDetail } from '../../../session/readings/flink-readings.ts';
import { noReadings, type ReadingState, type Readings, readingOf } from '../../../session/readings/reading.ts';
import { rememberLast } from '../../draw/remember-last.ts';
import type { ScreenState } from '../../state/screen-state.ts';
import type { JobPage } from '../job-page.ts';
import { listData } from './list-data.ts';

/** Everything that the details of one checkpoint show. */
export type DetailData = {
  readonly id: number;
  readonly reading: ReadingState<CheckpointDetail>;
  /** What the list knows: also of checkpoints that Flink no longer keeps. */
  readonly listed: ListedCheckpoint | undefined;
  readonly config: CheckpointConfig | undefined;
  readonly isForgotten: boolean;
  /** undefined until the checkpoint is read */
  readonly parts: CheckpointParts | undefined;
};

const rememberedParts = rememberLast((readings: Readings, jobId: string, detail: CheckpointDetail) =>
  partsOf({ readings }, jobId, detail),
);

export function detailData(state: ScreenState, page: JobPage, id: number): DetailData {
  const source = state.snapshot ?? { readings: noReadings };
  const reading = readingOf(source, checkpointDetail(page.jobId, id));
  const { checkpoints, config } = listData(state, page);
  return {
    id,
    reading,
    listed: checkpoints.find((checkpoint) => checkpoint.id === id),
    config,
    isForgotten: isForgotten(source, page.jobId, id),
    parts: reading.value && rememberedParts(source.readings, page.jobId, reading.value),
  };
}
