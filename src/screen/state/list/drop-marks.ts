import type { SessionSnapshot } from '../../../session/snapshot.ts';
import type { ScreenState, TableName } from '../screen-state.ts';

/**
 * Returns the tables without the marks of rows that are no longer listed. A job that has ended keeps its mark: without
 * it, the next key would act on the job under the cursor.
 */
export function dropMarks(tables: ScreenState['tables'], { pods, jobs }: SessionSnapshot): ScreenState['tables'] {
  const listed = {
    pods: pods && new Set(pods.map(({ uid }) => uid)),
    jobs: jobs && new Set(jobs.map(({ id }) => id)),
  };
  const drop = (table: TableName) => {
    const { marked } = tables[table];
    const rest = marked.filter((key) => listed[table]?.has(key) ?? true);
    return rest.length === marked.length ? tables[table] : { ...tables[table], marked: rest };
  };
  return { pods: drop('pods'), jobs: drop('jobs') };
}

/** Returns a message if new data has removed the last mark of a table: the keys then act on the row under the cursor. */
export function describeLostMarks(before: ScreenState['tables'], after: ScreenState['tables']): string | undefined {
  const lost = tables.find((table) => before[table].marked.length > 0 && after[table].marked.length === 0);
  if (lost === undefined) return undefined;
  return before[lost].marked.length === 1 ? `The marked ${subjects[lost]} is gone` : `The marked ${lost} are gone`;
}

const subjects = { jobs: 'job', pods: 'pod' } as const;
const tables = Object.keys(subjects) as readonly TableName[];
