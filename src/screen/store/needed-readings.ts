import {
  busiestSubtask,
  checkpoints,
  jobDetail,
  jobState,
  jobs,
  latestException,
  taskManagers,
} from '../../session/readings/flink-readings.ts';
import { isListUnanswered } from '../../session/readings/join-jobs.ts';
import type { Reading } from '../../session/readings/reading.ts';
import { inside } from '../layout.ts';
import { busyVertices, verticesInSight } from '../rows/detail-rows.ts';
import { windowTop } from './motion.ts';
import { layoutOf, paneInside, tableHeight } from './pane-sizes.ts';
import type { ScreenState } from './screen-state.ts';
import { cursorIndex, keysOf } from './table-rows.ts';

/** What is polled from Flink for what the screen shows now. */
export function neededReadings(state: ScreenState): readonly Reading<unknown>[] {
  const { panes } = layoutOf(state);
  return [
    ...(panes.jobs !== undefined || state.detail !== undefined ? [jobs] : []),
    ...(panes.pods !== undefined ? [taskManagers] : []),
    ...(state.detail === undefined ? statesOfRows(state) : readingsOfJob(state, state.detail.jobId)),
  ];
}

function readingsOfJob(state: ScreenState, jobId: string): readonly Reading<unknown>[] {
  const { width, height } = inside(layoutOf(state).body);
  const inSight = busyVertices(verticesInSight(state, width, height));
  return [
    jobDetail(jobId),
    latestException(jobId),
    checkpoints(jobId),
    ...inSight.map(({ id }) => busiestSubtask(jobId, id)),
  ];
}

/** While the list of jobs does not come, the jobs in sight are asked themselves. */
function statesOfRows(state: ScreenState): readonly Reading<unknown>[] {
  const { snapshot, tables } = state;
  if (snapshot === undefined || layoutOf(state).panes.jobs === undefined) return [];
  if (!isListUnanswered(snapshot.readings)) return [];
  const keys = keysOf(state, 'jobs');
  const height = tableHeight(paneInside(state, 'jobs'));
  const top = windowTop(tables.jobs.top, cursorIndex(keys, tables.jobs), height, keys.length);
  const going = new Set(snapshot.jobs?.filter(({ endTime }) => endTime === undefined).map(({ id }) => id));
  return keys
    .slice(top, top + height)
    .filter((id) => going.has(id))
    .map(jobState);
}
