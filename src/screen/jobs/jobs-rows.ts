import { wrap } from '../draw/fit.ts';
import type { FrameTitle } from '../draw/frame-lines.ts';
import { rememberLast } from '../draw/remember-last.ts';
import { paneInside } from '../state/layout.ts';
import { linkText, staleNote } from '../state/link-text.ts';
import type { ScreenState } from '../state/screen-state.ts';
import { shownJobs } from '../state/shown-items.ts';
import { tableRows } from '../table/table-rows.ts';
import { tableTitle } from '../table/table-title.ts';
import { jobColumnsFor } from './job-columns.ts';

export function jobsTitle(state: ScreenState): FrameTitle {
  const rest = state.snapshot?.links.rest;
  const { snapshot } = state;
  const text = tableTitle(state, 'jobs', 'Jobs', { total: snapshot?.jobs?.length, shown: shownJobs(state).length });
  const old = rest && staleNote(rest, state.now);
  return { text, note: old ?? (snapshot?.jobs && snapshot.jobsFailure && `old: ${snapshot.jobsFailure}`) };
}

export const jobsRows = rememberLast((state: ScreenState): readonly string[] => {
  const jobs = shownJobs(state);
  if (jobs.length > 0) {
    const marksOf = () => ({ isChosen: false });
    return tableRows(state, { table: 'jobs', items: jobs, columns: jobColumnsFor(jobs), marksOf });
  }
  const { width, height } = paneInside(state, 'jobs');
  return wrap(` ${emptyText(state)}`, width, height, 'words');
});

const rightsHint = '\n flink-tui rights prints the Role that allows it.';

function emptyText({ snapshot, tables, now }: ScreenState): string {
  if (snapshot?.jobs !== undefined) {
    return tables.jobs.filter === '' ? 'no jobs yet' : `no job contains "${tables.jobs.filter}"`;
  }
  const rest = snapshot?.links.rest;
  if (rest === undefined) return 'asking Flink…';
  return !('reason' in rest)
    ? (snapshot?.jobsFailure ?? 'asking Flink…')
    : `Flink's REST API: ${linkText(rest, now).text}${rest.state === 'denied' ? rightsHint : ''}`;
}
