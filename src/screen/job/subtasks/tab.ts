import { cursorPosition } from '../../draw/frame/scroll-position.ts';
import { moveBy, windowTop } from '../../draw/movement.ts';
import { openSort } from '../../state/open/open-sort.ts';
import type { Screen } from '../../state/screen.ts';
import type { ScreenState } from '../../state/screen-state.ts';
import { changeJobPage, type JobPage, jobPage } from '../job-page.ts';
import type { JobTab } from '../tab.ts';
import { sampleSubtask } from '../threads/sample-bindings.ts';
import { chosenVertex, vertexBeside } from './chosen-vertex.ts';
import { listSubtasks } from './list-subtasks.ts';
import { openSubtaskLog } from './open-subtask-log.ts';
import type { SubtaskFacts } from './subtask-facts.ts';
import { subtaskReadings } from './subtask-readings.ts';
import { sortableSubtasks } from './subtask-sort-keys.ts';
import { cursorIndex, subtaskTable } from './subtask-table.ts';

export const subtasksTab: JobTab = {
  name: 'subtasks',
  title: 'Subtasks',
  bindings: [
    {
      action: 'job.subtask-log',
      keys: ['enter'],
      hint: 'log',
      help: 'Subtasks: show the log of the pod at the last failure, end or start of the subtask',
      available: (state) => (subtaskUnderCursor(state) === undefined ? 'no subtask under the cursor' : true),
      run: (screen) => {
        const subtask = subtaskUnderCursor(screen.store.getState());
        if (subtask !== undefined) openSubtaskLog(screen, subtask);
      },
    },
    {
      action: 'job.previous-vertex',
      keys: ['<', 'left'],
      hint: 'vertex',
      hintWith: 'job.next-vertex',
      help: 'Subtasks: go to the previous vertex',
      run: (screen, page) => goToVertex(screen, page, -1),
    },
    {
      action: 'job.next-vertex',
      keys: ['>', 'right'],
      help: 'Subtasks: go to the next vertex',
      run: (screen, page) => goToVertex(screen, page, 1),
    },
    {
      action: 'job.sample-subtask',
      keys: ['t'],
      hint: 'threads',
      help: 'Subtasks: sample the threads of the subtask under the cursor',
      available: (state) => (subtaskUnderCursor(state) === undefined ? 'no subtask under the cursor' : true),
      run: (screen, page) => {
        const state = screen.store.getState();
        sampleSubtask(screen, page, chosenVertex(state, page)?.vertex.id, subtaskUnderCursor(state)?.number);
      },
    },
    {
      action: 'job.sort-subtasks',
      keys: ['O'],
      hint: 'sort',
      help: 'Subtasks: sort by a column, or reverse the order',
      run: (screen) => openSort(screen, sortableSubtasks),
    },
  ],
  readings: subtaskReadings,
  move: (screen, page, movement, size) => {
    const { vertexId, facts, index, top, height } = subtaskTable(screen.store.getState(), page, size);
    const next = moveBy(index, movement, height, facts.length - 1);
    const moved = facts[next]?.subtask;
    const cursor = moved && vertexId !== undefined ? { vertexId, index: moved.index } : undefined;
    changeJobPage(screen, { subtasks: { ...page.subtasks, cursor, top: windowTop(top, next, height, facts.length) } });
  },
  draw: (state, page, size) => {
    const { rows, index, facts, note, title, targets } = subtaskTable(state, page, size);
    const position = cursorPosition(index, facts.length);
    return { rows, note, position, targets, ...(title === undefined ? {} : { title }) };
  },
};

function subtaskUnderCursor(state: ScreenState): SubtaskFacts | undefined {
  const page = jobPage(state);
  const vertex = page && chosenVertex(state, page)?.vertex;
  if (page === undefined || vertex === undefined) return undefined;
  const facts = listSubtasks(state, page, vertex);
  return facts[cursorIndex(facts, page, vertex.id)];
}

function goToVertex(screen: Screen, page: JobPage, step: 1 | -1): void {
  const next = vertexBeside(screen.store.getState(), page, step);
  if (next !== undefined) changeJobPage(screen, { vertexId: next.id });
}
