import { eventTimeSample } from '../../../session/event-time/event-time-readings.ts';
import { noReadings, readingOf } from '../../../session/readings/reading.ts';
import { cursorPosition } from '../../draw/frame/scroll-position.ts';
import { moveBy, windowTop } from '../../draw/movement.ts';
import { openEventTime } from '../../state/event-time-readings.ts';
import type { Screen } from '../../state/screen.ts';
import type { ScreenState } from '../../state/screen-state.ts';
import { changeJobPage, type JobPage } from '../job-page.ts';
import { staleNote } from '../stale-note.ts';
import type { JobTab } from '../tab.ts';
import { openVertex, shownEventTime, vertexIndex } from './event-time-data.ts';
import { subtaskTable } from './subtask-table.ts';
import { vertexTable } from './vertex-table.ts';

/** The metrics are read every 10 s. */
const staleAfterMs = 25_000;

const isOpen = ({ eventTime: { openId } }: JobPage): boolean => openId !== undefined;

export const eventTimeTab: JobTab = {
  name: 'event-time',
  title: 'Event time',
  bindings: [
    {
      action: 'job.event-time-subtasks',
      keys: ['enter'],
      hint: 'subtasks',
      help: 'Event time: show the watermarks of the subtasks of the vertex under the cursor',
      when: (page) => !isOpen(page),
      run: (screen, page) => open(screen, page),
    },
  ],
  readings: (state, page) => {
    const { snapshot } = state;
    const job = snapshot?.jobs?.find(({ id }) => id === page.jobId);
    if (snapshot === undefined || job === undefined) return [];
    const opened = openVertex(state, page) ?? vertexUnderCursor(state, page);
    return openEventTime(snapshot, job, opened?.vertex);
  },
  move: (screen, page, movement, size) => {
    const state = screen.store.getState();
    if (isOpen(page)) {
      const { subtasks, index, top, height } = subtaskTable(state, page, size);
      const next = moveBy(index, movement, height, subtasks.length - 1);
      changeEventTime(screen, page, { subtask: { index: next, top: windowTop(top, next, height, subtasks.length) } });
      return;
    }
    const { vertices, index, top, height } = vertexTable(state, page, size);
    const next = moveBy(index, movement, height, vertices.length - 1);
    const eventTime = { ...page.eventTime, top: windowTop(top, next, height, vertices.length) };
    changeJobPage(screen, { vertexId: vertices[next]?.vertex.id ?? page.vertexId, eventTime });
  },
  back: ({ eventTime }) =>
    eventTime.openId === undefined ? undefined : { eventTime: { ...eventTime, openId: undefined } },
  draw: (state, page, size) => {
    const note = noteOf(state, page);
    if (!isOpen(page)) {
      const { rows, index, vertices } = vertexTable(state, page, size);
      return { rows, position: cursorPosition(index, vertices.length), note };
    }
    const { rows, index, subtasks } = subtaskTable(state, page, size);
    const name = openVertex(state, page)?.vertex.name;
    const title = name === undefined ? {} : { title: name };
    return { rows, position: cursorPosition(index, subtasks.length), note, ...title };
  },
};

/** Shows the subtasks. The cursor starts on the subtask that holds the watermark back. */
function open(screen: Screen, page: JobPage): void {
  const known = vertexUnderCursor(screen.store.getState(), page);
  if (known === undefined) return;
  const { vertex, holder, subtasks = [] } = known;
  const late = holder?.vertex.id === vertex.id ? subtasks.findIndex(({ index }) => index === holder.subtask) : 0;
  changeJobPage(screen, {
    vertexId: vertex.id,
    eventTime: { ...page.eventTime, openId: vertex.id, subtask: { index: Math.max(0, late), top: 0 } },
  });
}

function vertexUnderCursor(state: ScreenState, page: JobPage) {
  const eventTime = shownEventTime(state, page);
  return eventTime?.vertices[vertexIndex(eventTime, page)];
}

function changeEventTime(screen: Screen, page: JobPage, part: Partial<JobPage['eventTime']>): void {
  changeJobPage(screen, { eventTime: { ...page.eventTime, ...part } });
}

/** Returns the age of stale data; else undefined. */
function noteOf({ snapshot, now }: ScreenState, { jobId }: JobPage): string | undefined {
  const reading = eventTimeSample({ jobId, runningAt: undefined, vertices: [] });
  return staleNote(readingOf(snapshot ?? { readings: noReadings }, reading), now, staleAfterMs);
}
