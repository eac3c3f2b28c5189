import { cursorPosition, rangePosition } from '../../draw/frame/scroll-position.ts';
import { moveBy } from '../../draw/movement.ts';
import type { Screen } from '../../state/screen.ts';
import type { ScreenState } from '../../state/screen-state.ts';
import { changeJobPage, type JobPage, jobPage } from '../job-page.ts';
import type { JobTab, TabSize } from '../tab.ts';
import { cursorIndex, exceptionReadings, listedFailures, opened, openFailure, shownGroups } from './failure-data.ts';
import { groupList } from './group-rows.ts';
import { openFailureLog } from './open-failure-log.ts';
import type { ExceptionsState } from './state.ts';
import { traceRows } from './trace-rows.ts';

const isOpen = ({ exceptions }: JobPage): boolean => exceptions.open !== undefined;
const isList = (page: JobPage): boolean => !isOpen(page);

/** The failures of the job by root cause. Enter shows a stack trace, and Enter again the log at that moment. */
export const exceptionsTab: JobTab = {
  name: 'exceptions',
  title: 'Exceptions',
  isRecorded: true,
  bindings: [
    {
      action: 'job.open-failure',
      keys: ['enter'],
      hint: 'stack trace',
      help: 'Exceptions: show the stack trace of the newest failure',
      when: isList,
      available: hasFailure,
      run: openTrace,
    },
    {
      action: 'job.failure-log',
      keys: ['enter'],
      hint: 'log',
      help: 'Exceptions, stack trace: show the log of the pod on the line of the exception',
      when: isOpen,
      available: hasOpenFailure,
      run: (screen, page) => {
        const shown = openFailure(screen.store.getState(), page);
        if (shown !== undefined) openFailureLog(screen, shown.failure);
      },
    },
    {
      action: 'job.unfold-trace',
      keys: ['u'],
      hint: ({ exceptions }) => (exceptions.open?.isUnfolded === true ? 'fold' : 'unfold'),
      help: 'Exceptions, stack trace: show or hide the frames of Flink, the JVM and libraries',
      when: isOpen,
      run: (screen, { exceptions }) => {
        if (exceptions.open === undefined) return;
        const { isUnfolded } = exceptions.open;
        change(screen, exceptions, { open: { ...exceptions.open, isUnfolded: !isUnfolded, top: 0 } });
      },
    },
    {
      action: 'job.newer-failure',
      keys: ['left'],
      hint: 'newer/older',
      hintWith: 'job.older-failure',
      help: 'Exceptions, stack trace: go to the next newer failure with this root cause',
      when: isOpen,
      available: (state) => hasOther(state, -1),
      run: (screen, page) => goTo(screen, page, -1),
    },
    {
      action: 'job.older-failure',
      keys: ['right'],
      help: 'Exceptions, stack trace: go to the next older failure with this root cause',
      when: isOpen,
      available: (state) => hasOther(state, 1),
      run: (screen, page) => goTo(screen, page, 1),
    },
  ],
  readings: (_state, page) => exceptionReadings(page),
  move: (screen, page, movement, size) => {
    const state = screen.store.getState();
    const { exceptions } = page;
    if (exceptions.open !== undefined) {
      const last = Math.max(0, traceRows(state, page, size.width).length - size.height);
      change(screen, exceptions, {
        open: { ...exceptions.open, top: moveBy(exceptions.open.top, movement, size.height, last) },
      });
      return;
    }
    const { index, pageSize, count } = groupList(state, page, size);
    const group = shownGroups(state, page)[moveBy(index, movement, pageSize, count - 1)];
    if (group === undefined) return;
    const { top } = groupList(state, { ...page, exceptions: { ...exceptions, cursor: group.id } }, size);
    change(screen, exceptions, { cursor: group.id, top });
  },
  back: ({ exceptions }) =>
    exceptions.open === undefined ? undefined : { exceptions: { ...exceptions, open: undefined } },
  draw: (state, page, size) => (isOpen(page) ? drawTrace(state, page, size) : drawList(state, page, size)),
};

function change(screen: Screen, exceptions: ExceptionsState, part: Partial<ExceptionsState>): void {
  changeJobPage(screen, { exceptions: { ...exceptions, ...part } });
}

function drawList(state: ScreenState, page: JobPage, size: TabSize) {
  const { rows, index, count } = groupList(state, page, size);
  const { failure } = listedFailures(state, page);
  return { rows, position: cursorPosition(index, count), note: failure && 'failures not up to date' };
}

function drawTrace(state: ScreenState, page: JobPage, { width, height }: TabSize) {
  const all = traceRows(state, page, width);
  const top = Math.max(0, Math.min(page.exceptions.open?.top ?? 0, all.length - height));
  const title = openFailure(state, page)?.group.exception ?? 'Exception';
  return { rows: all.slice(top, top + height), position: rangePosition(top, height, all.length), title };
}

function hasFailure(state: ScreenState): true | string {
  const page = jobPage(state);
  return page !== undefined && shownGroups(state, page).length > 0 ? true : 'no failure under the cursor';
}

function hasOpenFailure(state: ScreenState): true | string {
  const page = jobPage(state);
  return page !== undefined && openFailure(state, page) !== undefined ? true : 'this failure is no longer known';
}

function openTrace(screen: Screen, page: JobPage): void {
  const groups = shownGroups(screen.store.getState(), page);
  const group = groups[cursorIndex(groups, page)];
  if (group === undefined) return;
  // The cursor stays on the group when another one becomes the newest.
  change(screen, page.exceptions, { cursor: group.id, open: opened(group, group.failures[0]) });
}

function hasOther(state: ScreenState, step: 1 | -1): true | string {
  const page = jobPage(state);
  const shown = page && openFailure(state, page);
  if (shown?.group.failures[shown.index + step] !== undefined) return true;
  return step === 1 ? 'this is the oldest known failure' : 'this is the newest failure';
}

function goTo(screen: Screen, page: JobPage, step: 1 | -1): void {
  const shown = openFailure(screen.store.getState(), page);
  const next = shown?.group.failures[shown.index + step];
  if (shown === undefined || next === undefined) return;
  change(screen, page.exceptions, { open: opened(shown.group, next, page.exceptions.open?.isUnfolded) });
}
