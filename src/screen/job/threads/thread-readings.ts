import {
  flameGraph,
  jobManagerOptions,
  subtaskGauges,
  vertexSubtasks,
} from '../../../session/readings/flink-readings.ts';
import { noReadings, type Reading, readingOf } from '../../../session/readings/reading.ts';
import type { ScreenState } from '../../state/screen-state.ts';
import type { JobPage } from '../job-page.ts';
import { chosenVertex } from '../subtasks/chosen-vertex.ts';

const intervalMs = 10_000;
/** Flink's first samples take 5 s. */
const waitingMs = 5000;
/** `rest.flamegraph.refresh-interval`: Flink answers with older samples once more, and then starts new ones. */
const refreshMs = 60_000;

/** Returns the readings of the tab. Thread dumps are none: they are only taken on a key. */
export function threadReadings(state: ScreenState, page: JobPage): readonly Reading<unknown>[] {
  const { jobId } = page;
  const vertex = chosenVertex(state, page)?.vertex;
  if (vertex === undefined) return [jobManagerOptions];
  return [
    jobManagerOptions,
    { ...vertexSubtasks(jobId, vertex.id), intervalMs },
    ...(vertex.status === 'RUNNING' ? [subtaskGauges(jobId, vertex.id, vertex.parallelism)] : []),
    ...flameReadings(state, page, vertex.id),
  ];
}

function flameReadings(
  { snapshot, serverNow }: ScreenState,
  { jobId, threads: { flame } }: JobPage,
  vertexId: string,
): readonly Reading<unknown>[] {
  if (flame === undefined) return [];
  const reading = flameGraph(jobId, vertexId, flame.type);
  const { value } = readingOf(snapshot ?? { readings: noReadings }, reading);
  const { requestedAt } = flame;
  const isOld = value?.state === 'sampled' && value.sampledAt + refreshMs <= requestedAt;
  const isWaiting = value?.state === 'waiting' || (isOld && serverNow < requestedAt + refreshMs);
  return [{ ...reading, mark: `${requestedAt}`, ...(isWaiting && { intervalMs: waitingMs }) }];
}
