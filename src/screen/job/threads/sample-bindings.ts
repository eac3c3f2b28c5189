import { showMessage } from '../../state/run/show-message.ts';
import type { Screen } from '../../state/screen.ts';
import { startSampling } from '../../state/threads/sample-subtask.ts';
import { forgottenJob } from '../ended-job.ts';
import { changeJobPage, type JobPage, jobPage } from '../job-page.ts';
import { chosenVertex, verticesOf } from '../subtasks/chosen-vertex.ts';
import { openProfile } from './state.ts';

/**
 * Opens the tab, and samples the threads of a subtask at once.
 * @param subtask from 1; undefined: the busiest
 */
export function sampleSubtask(
  screen: Screen,
  { jobId, threads }: JobPage,
  vertexId: string | undefined,
  subtask: number | undefined,
): void {
  const vertex = verticesOf(screen.store.getState(), jobId).find(({ id }) => id === vertexId);
  if (vertex === undefined) {
    showMessage(screen, 'the vertices of the job are not read yet: try again in a moment', 'warning');
    return;
  }
  const id = startSampling(screen, { jobId, vertex, subtask });
  if (id === undefined) return;
  const open = { ...threads, open: openProfile(id), flame: undefined };
  changeJobPage(screen, { tab: 'threads', vertexId: vertex.id, threads: open });
}

/** Starts to sample for a command that has opened the tab. Without a vertex, the busiest one is taken. */
export function sampleOpened(screen: Screen, subtask: number | undefined): void {
  const state = screen.store.getState();
  const page = jobPage(state);
  // The tab says that Flink has forgotten the job.
  if (page === undefined || forgottenJob(state, page) !== undefined) return;
  sampleSubtask(screen, page, page.vertexId ?? chosenVertex(state, page)?.vertex.id, subtask);
}
