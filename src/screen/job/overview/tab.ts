import { checkpointConfig } from '../../../session/readings/flink-readings.ts';
import { cursorPosition, rangePosition } from '../../draw/frame/scroll-position.ts';
import { moveBy } from '../../draw/movement.ts';
import { backgroundEventTime, openEventTime } from '../../state/event-time-readings.ts';
import type { ScreenState } from '../../state/screen-state.ts';
import { suspectReadings } from '../../state/suspect-readings.ts';
import { forgottenJob } from '../ended-job.ts';
import { changeJobPage, type JobPage, jobPage } from '../job-page.ts';
import type { JobTab } from '../tab.ts';
import { sampleSubtask } from '../threads/sample-bindings.ts';
import { factReadings } from './fact-rows.ts';
import { cursorIndex, lanesOf } from './lanes.ts';
import { overviewOf, topWith, visibleRows } from './overview-rows.ts';

export const overviewTab: JobTab = {
  name: 'overview',
  title: 'Overview',
  isRecorded: true,
  bindings: [
    {
      action: 'job.vertex',
      keys: ['enter'],
      hint: 'subtasks',
      help: 'Show the subtasks of the vertex under the cursor',
      available: hasKnownVertex,
      run: (screen) => {
        const vertexId = vertexUnderCursor(screen.store.getState());
        if (vertexId !== undefined) changeJobPage(screen, { tab: 'subtasks', vertexId });
      },
    },
    {
      action: 'job.sample-vertex',
      keys: ['t'],
      hint: 'threads',
      help: 'Sample the threads of the busiest subtask of the vertex under the cursor',
      available: hasKnownVertex,
      run: (screen, page) => sampleSubtask(screen, page, vertexUnderCursor(screen.store.getState()), undefined),
    },
  ],
  readings: (state, page) => {
    const { jobId } = page;
    const { snapshot, serverNow } = state;
    const job = snapshot?.jobs?.find(({ id }) => id === jobId);
    const always = [...factReadings(jobId), checkpointConfig(jobId)];
    if (snapshot === undefined || job === undefined) return always;
    // Jobs without event time are read only once a minute.
    const hasEventTime = lanesOf(state, page)?.some(({ eventTime }) => eventTime !== undefined) === true;
    const eventTime = hasEventTime ? openEventTime(snapshot, job) : backgroundEventTime(snapshot, job);
    return [...always, ...suspectReadings(snapshot, job, serverNow), ...eventTime];
  },
  move: (screen, page, movement, size) => {
    const state = screen.store.getState();
    const overview = overviewOf(state, page, size);
    const { lanes, head, index } = overview;
    const { height } = size;
    const { top } = page.overview;
    if (lanes.length === 0) {
      changeJobPage(screen, { overview: { top: moveBy(top, movement, height, Math.max(0, head.length - height)) } });
      return;
    }
    const next = moveBy(index, movement, height, lanes.length - 1);
    changeJobPage(screen, {
      vertexId: lanes[next]?.vertex.id,
      overview: { top: topWith({ ...overview, index: next }, top, height) },
    });
  },
  draw: (state, page, size) => {
    const overview = overviewOf(state, page, size);
    const { head, lanes, index } = overview;
    const { height } = size;
    const isScrollable = page.vertexId === undefined || lanes.length === 0;
    const last = Math.max(0, head.length + lanes.length - height);
    // Until a vertex is chosen, the findings are visible, although the bottleneck may be further below.
    const top = isScrollable ? Math.min(page.overview.top, last) : topWith(overview, page.overview.top, height);
    return {
      rows: visibleRows(overview, top, height, state),
      position: lanes.length === 0 ? rangePosition(top, height, head.length) : cursorPosition(index, lanes.length),
    };
  },
};

function hasKnownVertex(state: ScreenState): true | string {
  const page = jobPage(state);
  if (page !== undefined && forgottenJob(state, page) !== undefined) return 'Flink no longer knows the job';
  return vertexUnderCursor(state) === undefined ? 'no vertex under the cursor' : true;
}

function vertexUnderCursor(state: ScreenState): string | undefined {
  const page: JobPage | undefined = jobPage(state);
  const lanes = (page && lanesOf(state, page)) ?? [];
  return page && lanes[cursorIndex(lanes, page)]?.vertex.id;
}
