import { paneInside } from '../store/pane-sizes.ts';
import { rememberLast } from '../store/remember-last.ts';
import type { ScreenState } from '../store/screen-state.ts';
import { shownJobs } from '../store/table-rows.ts';
import { wrap } from './fit.ts';
import type { FrameTitle } from './frame-lines.ts';
import { jobColumnsFor } from './job-columns.ts';
import { asOf, linkText } from './link-text.ts';
import { tableRows } from './table-rows.ts';
import { tableTitle } from './table-title.ts';

export function jobsTitle(state: ScreenState): FrameTitle {
  const rest = state.snapshot?.links.rest;
  const { snapshot, tables, focus } = state;
  const text = tableTitle('2 Jobs', snapshot?.jobs?.length, shownJobs(state).length, tables.jobs.filter, focus);
  const old = rest && asOf(rest, state.now);
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
