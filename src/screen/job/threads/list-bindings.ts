import type { Binding, Screen } from '../../state/screen.ts';
import type { ScreenState } from '../../state/screen-state.ts';
import { changeJobPage, type JobPage, jobPage } from '../job-page.ts';
import { chosenVertex, vertexBeside } from '../subtasks/chosen-vertex.ts';
import { openSampling } from './open-sampling.ts';
import { sampleSubtask } from './sample-bindings.ts';
import { openProfile } from './state.ts';
import { cursorIndex, listedSubtasks } from './subtask-list.ts';

const isList = ({ threads }: JobPage): boolean => threads.flame === undefined && threads.open === undefined;
const hasNoFlame = ({ threads }: JobPage): boolean => threads.flame === undefined;

export const listBindings: readonly Binding<JobPage>[] = [
  {
    action: 'job.sample-threads',
    keys: ['t'],
    hint: 'sample',
    help: 'Threads: take 20 thread dumps of the TaskManager of the subtask in 10 s',
    when: hasNoFlame,
    available: (state) => (target(state) === undefined ? 'no subtask under the cursor' : true),
    run: (screen, page) => {
      const chosen = target(screen.store.getState());
      if (chosen !== undefined) sampleSubtask(screen, page, chosen.vertexId, chosen.subtask);
    },
  },
  {
    action: 'job.open-profile',
    keys: ['enter'],
    hint: 'profile',
    help: 'Threads: show the last profile of the subtask under the cursor',
    when: isList,
    available: (state) => (listedUnderCursor(state)?.sampling === undefined ? 'no profile yet: t samples' : true),
    run: (screen, { threads }) => {
      const id = listedUnderCursor(screen.store.getState())?.sampling?.id;
      if (id !== undefined) changeJobPage(screen, { threads: { ...threads, open: openProfile(id) } });
    },
  },
  {
    action: 'job.threads-previous-vertex',
    keys: ['<', 'left'],
    hint: 'vertex',
    hintWith: 'job.threads-next-vertex',
    help: 'Threads: go to the previous vertex',
    when: hasNoFlame,
    run: (screen, page) => goToVertex(screen, page, -1),
  },
  {
    action: 'job.threads-next-vertex',
    keys: ['>', 'right'],
    help: 'Threads: go to the next vertex',
    when: hasNoFlame,
    run: (screen, page) => goToVertex(screen, page, 1),
  },
];

function listedUnderCursor(state: ScreenState) {
  const page = jobPage(state);
  if (page === undefined) return undefined;
  const listed = listedSubtasks(state, page);
  return listed[cursorIndex(listed, page, chosenVertex(state, page)?.vertex.id)];
}

/** The subtask to sample: that of the open profile, or the one under the cursor. */
function target(state: ScreenState): { readonly vertexId: string; readonly subtask: number | undefined } | undefined {
  const page = jobPage(state);
  if (page === undefined) return undefined;
  const open = openSampling(state, page);
  if (open !== undefined) return { vertexId: open.vertex.id, subtask: open.subtask };
  const vertexId = chosenVertex(state, page)?.vertex.id;
  return vertexId === undefined ? undefined : { vertexId, subtask: listedUnderCursor(state)?.facts.number };
}

function goToVertex(screen: Screen, page: JobPage, step: 1 | -1): void {
  const next = vertexBeside(screen.store.getState(), page, step);
  if (next !== undefined) changeJobPage(screen, { vertexId: next.id, threads: { ...page.threads, open: undefined } });
}
