import { clusterEnd } from '../../session/cluster/cluster-end.ts';
import type { JobRow } from '../../session/readings/join-jobs.ts';
import type { SessionSnapshot } from '../../session/snapshot.ts';
import type { FrameTitle } from '../draw/frame/frame-lines.ts';
import { rememberLast } from '../draw/remember-last.ts';
import { jobHealths } from '../state/job-health.ts';
import { jobTints } from '../state/job-tint.ts';
import { paneInside } from '../state/layout.ts';
import { brokenLinkTexts, linkText, staleNote } from '../state/link-text.ts';
import { restartsOf } from '../state/restarts.ts';
import type { ClickTarget } from '../state/screen.ts';
import type { ScreenState } from '../state/screen-state.ts';
import { shownJobs } from '../state/shown-items.ts';
import { type EmptyText, emptyRows, filteredOut } from '../table/empty-rows.ts';
import type { Column } from '../table/table-format.ts';
import { isSortHidden, tableRows, tableTargets } from '../table/table-rows.ts';
import { tableTitle } from '../table/table-title.ts';
import { jobColumns } from './job-columns.ts';

export function jobsTitle(state: ScreenState): FrameTitle {
  const restLink = state.snapshot?.links.rest;
  const { snapshot } = state;
  const jobs = shownJobs(state);
  const text = tableTitle(state, 'jobs', 'Jobs', {
    total: snapshot?.jobs?.length,
    shown: jobs.length,
    isSortHidden: isSortHidden(state, 'jobs', columnsOf(state, jobs)),
  });
  const staleText = restLink && staleNote(restLink, state.now);
  return { text, note: staleText ?? (snapshot?.jobs && snapshot.jobsFailure && `outdated: ${snapshot.jobsFailure}`) };
}

export const jobsRows = rememberLast((state: ScreenState): readonly string[] => {
  const jobs = shownJobs(state);
  if (jobs.length > 0) {
    const marked = new Set(state.tables.jobs.marked);
    const marksOf = ({ id }: JobRow) => ({ isMarked: marked.has(id) });
    return tableRows(state, {
      table: 'jobs',
      items: jobs,
      columns: columnsOf(state, jobs),
      marksOf,
    });
  }
  return emptyRows(emptyText(state), paneInside(state, 'jobs'), state.theme);
});

/** Returns the column titles that sort the jobs when they are clicked. */
export function jobsTargets(state: ScreenState): readonly ClickTarget[] {
  const jobs = shownJobs(state);
  return jobs.length === 0 ? [] : tableTargets(state, 'jobs', jobs, columnsOf(state, jobs));
}

/** Returns all columns for these jobs, also those that the pane is too narrow for. */
export function columnsOf(state: ScreenState, jobs: readonly JobRow[]): readonly Column<JobRow>[] {
  const { snapshot, serverNow } = state;
  return jobColumns(jobs, {
    tints: jobTints(snapshot?.jobs),
    serverNow,
    restarts: restartsOf(state),
    healths: jobHealths(state),
    width: paneInside(state, 'jobs').width,
    snapshot,
  });
}

/** Returns the reason for an empty pane, and the next steps. */
function emptyText({ snapshot, tables, now }: ScreenState): EmptyText {
  if (snapshot === undefined) return { text: 'Loading jobs…' };
  const { jobs, jobsFailure, links } = snapshot;
  const end = clusterEnd(snapshot);
  if (jobs !== undefined && jobs.length > 0) return filteredOut('job', tables.jobs.filter);
  if (end !== undefined) return { text: `No jobs: ${end}` };
  if (jobs !== undefined) return noJobs(snapshot);
  if (!('reason' in links.rest)) return { text: jobsFailure ?? 'Loading jobs…' };
  const hints = links.rest.state === 'denied' ? ['Run flink-tui permissions to print the required Role'] : [];
  return { text: `Flink's REST API: ${brokenLinkTexts(linkText(links.rest, now))[0]}`, hints };
}

/** Explains how to submit a job. An application cluster runs only its own job. */
function noJobs({ clusterId, namespace, mode }: SessionSnapshot): EmptyText {
  if (mode === 'application') return { text: 'No jobs yet', hints: ['The application submits its job when it starts'] };
  const target = `-Dkubernetes.cluster-id=${clusterId} -Dkubernetes.namespace=${namespace}`;
  return {
    text: 'No jobs yet. Submit one with:',
    hints: [{ command: `flink run -t kubernetes-session ${target} JOB.jar` }],
  };
}
