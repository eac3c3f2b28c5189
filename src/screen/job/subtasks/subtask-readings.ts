import type { JobVertex } from '../../../flink/responses.ts';
import { checkpoints, subtaskGauges, vertexSubtasks } from '../../../session/readings/flink-readings.ts';
import type { Reading } from '../../../session/readings/reading.ts';
import type { ScreenState } from '../../state/screen-state.ts';
import type { JobPage } from '../job-page.ts';
import { chosenVertex } from './chosen-vertex.ts';
import { measuredVertex } from './measured-vertex.ts';
import { stragglerReadings } from './stragglers.ts';

/** Flink has new counters every 10 s. */
const intervalMs = 10_000;

/** Returns the readings of the tab. A change of the tasks' states is read sooner. */
export function subtaskReadings(state: ScreenState, page: JobPage): readonly Reading<unknown>[] {
  const { jobId } = page;
  const vertex = chosenVertex(state, page)?.vertex;
  if (vertex === undefined) return [];
  const needsGauges =
    vertex.status === 'RUNNING' && measuredVertex(state, jobId, vertex)?.measured.measure !== 'counters';
  return [
    { ...vertexSubtasks(jobId, vertex.id), intervalMs, mark: tasksMark(vertex) },
    ...(needsGauges ? [subtaskGauges(jobId, vertex.id, vertex.parallelism)] : []),
    { ...checkpoints(jobId), intervalMs },
    ...stragglerReadings(state, jobId, vertex),
  ];
}

const tasksMark = ({ status, tasks }: JobVertex): string =>
  `${status} ${Object.entries(tasks).map(([name, count]) => `${name} ${count}`)}`;
