import { cursorPosition, rangePosition } from '../../draw/frame/scroll-position.ts';
import { moveBy, windowTop } from '../../draw/movement.ts';
import type { Screen } from '../../state/screen.ts';
import type { ScreenState } from '../../state/screen-state.ts';
import { stopSampling } from '../../state/threads/sample-subtask.ts';
import { isRunning } from '../../state/threads/thread-samplings.ts';
import { changeJobPage, type JobPage } from '../job-page.ts';
import type { DrawnTab, JobTab, TabSize } from '../tab.ts';
import { flameBindings } from './flame-bindings.ts';
import { flameRows, shownFlame } from './flame-view.ts';
import { listBindings } from './list-bindings.ts';
import { moveInFlame } from './move-flame.ts';
import { openSampling, selectedRow, shownProfile } from './open-sampling.ts';
import { profileBindings } from './profile-bindings.ts';
import { profileView } from './profile-view.ts';
import { stackRows } from './stack-rows.ts';
import type { OpenProfile, ThreadsState } from './state.ts';
import { subtaskList } from './subtask-list.ts';
import { threadReadings } from './thread-readings.ts';

/** What the threads of a subtask do: the subtasks, then a profile, then its stacks. Or the flame graph of the vertex. */
export const threadsTab: JobTab = {
  name: 'threads',
  title: 'Threads',
  bindings: [...profileBindings, ...listBindings, ...flameBindings],
  readings: threadReadings,
  move: (screen, page, movement, size) => {
    const state = screen.store.getState();
    const { threads } = page;
    if (threads.flame !== undefined) {
      const cursor = moveInFlame(state, page, movement, size) ?? threads.flame.cursor;
      changeThreads(screen, page, { flame: { ...threads.flame, cursor } });
      return;
    }
    const sampling = openSampling(state, page);
    const { open } = threads;
    if (sampling === undefined || open === undefined) {
      const { vertexId, listed, index, top, height } = subtaskList(state, page, size);
      const next = moveBy(index, movement, height, listed.length - 1);
      const moved = listed[next]?.facts.subtask;
      const cursor = moved && vertexId !== undefined ? { vertexId, index: moved.index } : undefined;
      changeThreads(screen, page, { cursor, top: windowTop(top, next, height, listed.length) });
    } else if (open.stacks !== undefined) {
      const last = Math.max(0, stacksOf(state, page, open, size).length - size.height);
      const top = moveBy(open.stacks.top, movement, size.height, last);
      changeThreads(screen, page, { open: { ...open, stacks: { ...open.stacks, top } } });
    } else {
      const { profile, index, top, height } = profileView(state, sampling, open, size);
      const next = moveBy(index, movement, height, profile.rows.length - 1);
      const row = profile.rows[next]?.key;
      changeThreads(screen, page, { open: { ...open, row, top: windowTop(top, next, height, profile.rows.length) } });
    }
  },
  back: (page, state) => {
    const { threads } = page;
    const { flame, open } = threads;
    if (flame !== undefined) {
      const zoomed = shownFlame(state, page)?.zoomed;
      const zoom = zoomed?.parent?.id;
      return { threads: { ...threads, flame: zoom === undefined ? undefined : { ...flame, zoom } } };
    }
    if (open?.stacks !== undefined) return { threads: { ...threads, open: { ...open, stacks: undefined } } };
    const sampling = openSampling(state, page);
    if (sampling === undefined) return undefined;
    if (isRunning(sampling)) {
      stopSampling(sampling);
      return {};
    }
    return { threads: { ...threads, open: undefined } };
  },
  backHint: (page, state) => {
    const { flame, open } = page.threads;
    if (flame !== undefined) return flame.zoom === '' ? undefined : 'zoom out';
    const sampling = openSampling(state, page);
    return sampling !== undefined && open?.stacks === undefined && isRunning(sampling) ? 'stop' : undefined;
  },
  draw,
};

function changeThreads(screen: Screen, { threads }: JobPage, part: Partial<ThreadsState>): void {
  changeJobPage(screen, { threads: { ...threads, ...part } });
}

function draw(state: ScreenState, page: JobPage, size: TabSize): DrawnTab {
  const { flame, open } = page.threads;
  if (flame !== undefined) return { rows: flameRows(state, page, flame, size), title: 'Flame graph' };
  const sampling = openSampling(state, page);
  if (sampling === undefined || open === undefined) {
    const { rows, index, listed } = subtaskList(state, page, size);
    return { rows, position: cursorPosition(index, listed.length) };
  }
  if (open.stacks !== undefined) {
    const all = stacksOf(state, page, open, size);
    const top = Math.max(0, Math.min(open.stacks.top, all.length - size.height));
    const position = rangePosition(top, size.height, all.length);
    return { rows: all.slice(top, top + size.height), position, title: 'Stacks' };
  }
  const { rows, index, profile } = profileView(state, sampling, open, size);
  return { rows, position: cursorPosition(index, profile.rows.length) };
}

function stacksOf(state: ScreenState, page: JobPage, { stacks }: OpenProfile, { width }: TabSize): readonly string[] {
  const profile = shownProfile(state, page);
  const row = profile && selectedRow(profile, page);
  return row === undefined ? [] : stackRows(row, stacks?.isUnfolded === true, width, state.theme);
}
