import { describeError } from '../../../commands/describe-error.ts';
import type { JobOverview } from '../../../flink/answers.ts';
import { type Screen, say } from '../screen.ts';
import { addFilter } from './filter-logs.ts';

/** Only what names this job; its tasks too, as soon as Flink has told their names. */
export function filterByJob(screen: Screen, { id, name }: Pick<JobOverview, 'id' | 'name'>): void {
  addFilter(screen, { kind: 'job', id, name, taskNames: [] });
  void addTaskNames(screen, id, name);
}

async function addTaskNames(screen: Screen, id: string, name: string): Promise<void> {
  const { session } = screen.store.getState();
  if (session === undefined) return;
  try {
    const { vertices } = await session.connection.flink.job(id, screen.signal);
    const isStillWanted = screen.store.getState().logs.filters.some((item) => item.kind === 'job' && item.id === id);
    if (isStillWanted) addFilter(screen, { kind: 'job', id, name, taskNames: vertices.map((vertex) => vertex.name) });
  } catch (error) {
    if (!screen.signal.aborted) say(screen, `by id and name alone: ${describeError(error).message}`, 'warning');
  }
}
