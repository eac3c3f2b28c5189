import type { JobRow } from '../../session/readings/join-jobs.ts';
import { wrap } from '../draw/fit.ts';
import type { FrameTitle } from '../draw/frame-lines.ts';
import { rememberLast } from '../draw/remember-last.ts';
import { paneInside } from '../state/layout.ts';
import { linkText, staleNote } from '../state/link-text.ts';
import type { ScreenState } from '../state/screen-state.ts';
import { shownJobs } from '../state/shown-items.ts';
import { isSortHidden, tableRows } from '../table/table-rows.ts';
import { tableTitle } from '../table/table-title.ts';
import { jobColumnsFor } from './job-columns.ts';

export function jobsTitle(state: ScreenState): FrameTitle {
  const restLink = state.snapshot?.links.rest;
  const { snapshot } = state;
  const jobs = shownJobs(state);
  const text = tableTitle(state, 'jobs', 'Jobs', {
    total: snapshot?.jobs?.length,
    shown: jobs.length,
    isSortHidden: isSortHidden(state, 'jobs', jobColumnsFor(jobs)),
  });
  const staleText = restLink && staleNote(restLink, state.now);
  return { text, note: staleText ?? (snapshot?.jobs && snapshot.jobsFailure && `outdated: ${snapshot.jobsFailure}`) };
}

export const jobsRows = rememberLast((state: ScreenState): readonly string[] => {
  const jobs = shownJobs(state);
  if (jobs.length > 0) {
    const marked = new Set(state.tables.jobs.marked);
    const marksOf = ({ id }: JobRow) => ({ isSelected: marked.has(id) });
    return tableRows(state, { table: 'jobs', items: jobs, columns: jobColumnsFor(jobs), marksOf });
  }
  const { width, height } = paneInside(state, 'jobs');
  return wrap(` ${emptyText(state)}`, width, height, 'words');
});

const permissionsHint = '\n Run flink-tui permissions to print the required Role';

function emptyText({ snapshot, tables, now }: ScreenState): string {
  if (snapshot?.jobs !== undefined) {
    return tables.jobs.filter === '' ? 'No jobs yet' : `No job matches "${tables.jobs.filter}"`;
  }
  const restLink = snapshot?.links.rest;
  if (restLink === undefined) return 'Loading jobs…';
  return !('reason' in restLink)
    ? (snapshot?.jobsFailure ?? 'Loading jobs…')
    : `Flink's REST API: ${linkText(restLink, now).text}${restLink.state === 'denied' ? permissionsHint : ''}`;
}
