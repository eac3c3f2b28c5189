import type { JobTabName } from '../../../commands/record/command.ts';
import type { Screen } from '../../state/screen.ts';
import type { ScreenState } from '../../state/screen-state.ts';
import { changeJobPage, jobPage } from '../job-page.ts';
import { chosenVertex } from './chosen-vertex.ts';

/** Keeps the suggested vertex while the tab is open, although another one becomes busier. */
export function keepVertex(screen: Screen): () => void {
  return screen.store.subscribe((state, previous) => {
    if (state.page === previous.page && state.snapshot === previous.snapshot) return;
    const vertexId = vertexToKeep(state);
    if (vertexId !== undefined) changeJobPage(screen, { vertexId });
  });
}

const tabsOfVertex: readonly JobTabName[] = ['subtasks', 'threads'];

function vertexToKeep(state: ScreenState): string | undefined {
  const page = jobPage(state);
  if (page === undefined || !tabsOfVertex.includes(page.tab) || page.vertexId !== undefined) return undefined;
  const chosen = chosenVertex(state, page);
  return chosen?.isDecided === true ? chosen.vertex.id : undefined;
}
