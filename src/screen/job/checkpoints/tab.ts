import { detailReadings, listReadings } from '../../../session/jobs/checkpoint-readings.ts';
import { checkpoints } from '../../../session/readings/flink-readings.ts';
import { noReadings, readingOf } from '../../../session/readings/reading.ts';
import { cursorPosition, rangePosition } from '../../draw/frame/scroll-position.ts';
import { moveBy, windowTop } from '../../draw/movement.ts';
import { showMessage } from '../../state/run/show-message.ts';
import type { Screen } from '../../state/screen.ts';
import type { ScreenState } from '../../state/screen-state.ts';
import { changeJobPage, type JobPage } from '../job-page.ts';
import { staleNote } from '../stale-note.ts';
import type { DrawnTab, JobTab, TabSize } from '../tab.ts';
import { detailBox } from './detail-rows.ts';
import { anchorOf, checkpointUnderCursor, listData } from './list-data.ts';
import { listBox } from './list-rows.ts';
import { openTarget } from './open-target.ts';

/** The checkpoints are read every three seconds, unless the JobManager is slow. */
const staleAfterMs = 15_000;

const isOpen = ({ checkpoints: { openId } }: JobPage): boolean => openId !== undefined;

export const checkpointsTab: JobTab = {
  name: 'checkpoints',
  title: 'Checkpoints',
  isRecorded: true,
  bindings: [
    {
      action: 'job.open-checkpoint',
      keys: ['enter'],
      hint: (page, state) => (checkpointUnderCursor(state, page) === undefined ? undefined : 'open'),
      help: 'Open the checkpoint: who has not acknowledged it, and the slowest subtasks by phase',
      when: (page) => !isOpen(page),
      run: openCheckpoint,
    },
    {
      action: 'job.checkpoint-log',
      keys: ['enter'],
      hint: (page, state) => {
        const kind = targetUnderCursor(state, page)?.kind;
        return kind === 'subtask' ? 'log' : kind === 'vertex' ? 'subtasks' : undefined;
      },
      help: "Open the log of the subtask's pod at the start of the checkpoint, or the subtasks of the vertex",
      when: isOpen,
      run: (screen, page) => openTarget(screen, page, targetUnderCursor(screen.store.getState(), page)),
    },
    {
      action: 'job.older-checkpoint',
      keys: ['left'],
      hint: 'older, newer',
      hintWith: 'job.newer-checkpoint',
      help: 'Go to the next older checkpoint',
      when: isOpen,
      run: (screen, page) => goToCheckpoint(screen, page, 1),
    },
    {
      action: 'job.newer-checkpoint',
      keys: ['right'],
      help: 'Go to the next newer checkpoint',
      when: isOpen,
      run: (screen, page) => goToCheckpoint(screen, page, -1),
    },
  ],
  readings: ({ snapshot }, { jobId, checkpoints: { openId } }) =>
    openId === undefined ? listReadings(jobId) : detailReadings(snapshot ?? { readings: noReadings }, jobId, openId),
  move: (screen, page, movement, size) => {
    const state = screen.store.getState();
    const detail = detailOf(state, page, size);
    if (detail !== undefined) {
      const { keys, index, top } = detail;
      const cursor = keys[moveBy(index, movement, size.height, keys.length - 1)];
      changeDetail(screen, page, { cursor, top });
      // The window follows the cursor from where it was.
      const moved = detailOf(
        screen.store.getState(),
        { ...page, checkpoints: { ...page.checkpoints, detail: { cursor, top } } },
        size,
      );
      if (moved !== undefined) changeDetail(screen, page, { cursor, top: moved.top });
      return;
    }
    const { index, count, pageHeight, top } = listBox(state, page, size);
    const next = moveBy(index, movement, pageHeight, count - 1);
    const cursor = anchorOf(listData(state, page).items[next]);
    changeCheckpoints(screen, page, { cursor, top: windowTop(top, next, pageHeight, count) });
  },
  back: ({ checkpoints: state }) =>
    state.openId === undefined ? undefined : { checkpoints: { ...state, openId: undefined, detail: undefined } },
  draw: (state, page, size) => {
    const { openId } = page.checkpoints;
    if (openId !== undefined) return drawDetail(state, page, openId, size);
    const { rows, index, count } = listBox(state, page, size);
    return { rows, position: cursorPosition(index, count), note: noteOf(state, page) };
  },
};

function drawDetail(state: ScreenState, page: JobPage, openId: number, size: TabSize): DrawnTab {
  const { rows, top, count } = detailBox(state, page, openId, size);
  return { rows, position: rangePosition(top, size.height, count), title: `#${openId}`, note: noteOf(state, page) };
}

const anySize: TabSize = { width: 80, height: 1 };

const targetUnderCursor = (state: ScreenState, page: JobPage) => detailOf(state, page, anySize)?.target;

function detailOf(state: ScreenState, page: JobPage, size: TabSize) {
  const { openId } = page.checkpoints;
  return openId === undefined ? undefined : detailBox(state, page, openId, size);
}

function changeCheckpoints(screen: Screen, page: JobPage, part: Partial<JobPage['checkpoints']>): void {
  changeJobPage(screen, { checkpoints: { ...page.checkpoints, ...part } });
}

function changeDetail(screen: Screen, page: JobPage, detail: NonNullable<JobPage['checkpoints']['detail']>): void {
  changeCheckpoints(screen, page, { detail });
}

function openCheckpoint(screen: Screen, page: JobPage): void {
  const state = screen.store.getState();
  const checkpoint = checkpointUnderCursor(state, page);
  if (checkpoint !== undefined) {
    changeCheckpoints(screen, page, { cursor: checkpoint.id, openId: checkpoint.id, detail: undefined });
    return;
  }
  const isEmpty = listData(state, page).items.length === 0;
  showMessage(
    screen,
    isEmpty ? 'there is no checkpoint to open' : 'nothing is known about these checkpoints',
    'warning',
  );
}

/** Goes to the next known checkpoint. `step`: 1 for an older one. */
function goToCheckpoint(screen: Screen, page: JobPage, step: 1 | -1): void {
  const { checkpoints: known } = listData(screen.store.getState(), page);
  const { openId = 0 } = page.checkpoints;
  const next = step === 1 ? known.find(({ id }) => id < openId) : known.findLast(({ id }) => id > openId);
  if (next === undefined)
    showMessage(screen, step === 1 ? 'no older checkpoint is known' : 'this is the newest checkpoint', 'warning');
  else changeCheckpoints(screen, page, { cursor: next.id, openId: next.id, detail: undefined });
}

/** Returns the age of stale data; else undefined. */
function noteOf({ snapshot, now }: ScreenState, { jobId }: JobPage): string | undefined {
  return staleNote(readingOf(snapshot ?? { readings: noReadings }, checkpoints(jobId)), now, staleAfterMs);
}
