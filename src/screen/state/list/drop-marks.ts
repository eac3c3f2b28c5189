import { hasEnded } from '../../../flink/has-ended.ts';
import type { SessionSnapshot } from '../../../session/snapshot.ts';
import type { ScreenState, TableName } from '../screen-state.ts';

/**
 * Returns the tables without the marks of pods that are no longer listed, and of jobs that are no longer listed or have
 * just ended. A job that had already ended when it was marked keeps its mark.
 */
export function dropMarks(
  tables: ScreenState['tables'],
  previous: SessionSnapshot | undefined,
  { pods, jobs }: SessionSnapshot,
): ScreenState['tables'] {
  const hadEnded = new Set(previous?.jobs?.filter(({ state }) => hasEnded(state)).map(({ id }) => id));
  const kept = {
    pods: pods && new Set(pods.map(({ uid }) => uid)),
    jobs: jobs && new Set(jobs.filter(({ id, state }) => !hasEnded(state) || hadEnded.has(id)).map(({ id }) => id)),
  };
  const drop = (table: TableName) => {
    const { marked } = tables[table];
    const rest = marked.filter((key) => kept[table]?.has(key) ?? true);
    return rest.length === marked.length ? tables[table] : { ...tables[table], marked: rest };
  };
  return { pods: drop('pods'), jobs: drop('jobs') };
}
