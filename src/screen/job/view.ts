import type { JobDetail } from '../../flink/responses.ts';
import { jobDetail, jobs } from '../../session/readings/flink-readings.ts';
import { noReadings, type ReadingState, readingOf } from '../../session/readings/reading.ts';
import type { SessionSnapshot } from '../../session/snapshot.ts';
import { formatAge } from '../draw/age.ts';
import { rangePosition } from '../draw/frame/scroll-position.ts';
import { moveBy } from '../draw/movement.ts';
import { inside } from '../draw/rectangle.ts';
import { hasJob, jobBindings } from '../state/job-bindings.ts';
import { layoutOf } from '../state/layout.ts';
import { view } from '../state/screen.ts';
import type { ScreenState } from '../state/screen-state.ts';
import { jobUnderCursor } from '../state/shown-items.ts';
import { detailFailure, detailRows, jobReadings } from './detail-rows.ts';
import { changeJobPage, type JobPage, jobPage, openJob } from './job-page.ts';

/** Age from which data counts as stale. The job is read every three seconds, unless the JobManager is slow. */
const staleAfterMs = 10_000;

/** Page with the details of one job. It replaces the panes. */
export const job = view<JobPage>({
  id: 'job',
  title: 'Job details',
  kind: 'page',
  commandsOf: 'jobs',
  bindings: [
    {
      action: 'job.close',
      keys: ['escape'],
      hint: 'back',
      isAlwaysShown: true,
      help: 'Go back to the panes',
      run: (screen) => screen.store.setState({ page: undefined }),
    },
    ...jobBindings(),
  ],
  opens: [
    {
      viewId: 'jobs',
      action: 'job.open',
      keys: ['enter'],
      hint: 'details',
      help: 'Show job details: vertices, checkpoints, last failure',
      available: hasJob,
      run: (screen) => {
        const selected = jobUnderCursor(screen.store.getState());
        if (selected !== undefined) openJob(screen, selected.id);
      },
    },
  ],
  move: (screen, movement) => {
    const state = screen.store.getState();
    const page = jobPage(state);
    if (page === undefined) return;
    const { width, height } = inside(layoutOf(state).body);
    const last = Math.max(0, detailRows(state, page, width).length - height);
    changeJobPage(screen, { ...page, top: moveBy(page.top, movement, height, last) });
  },
  showAt: (screen, { jobId }) => {
    if (jobId !== undefined) openJob(screen, jobId);
  },
  readings: (state, page) => [jobs, ...jobReadings(state, page, inside(layoutOf(state).body))],
  draw: {
    box: (state, page) => {
      const { body } = layoutOf(state);
      const { width, height } = inside(body);
      const all = detailRows(state, page, width);
      const rows = all.slice(page.top, page.top + height);
      const position = rangePosition(page.top, height, all.length);
      const title = `2 Jobs › ${detailOf(state, page).value?.name ?? page.jobId}`;
      return { rectangle: body, title, note: noteOf(state, page), position, isFocused: true, text: rows.join('\n') };
    },
  },
});

/** Returns the age of stale data, for example after an error; else undefined. */
function noteOf(state: ScreenState, page: JobPage): string | undefined {
  const { readAt } = detailOf(state, page);
  if (readAt === undefined) return undefined;
  const age = state.now - readAt;
  const isStale = detailFailure(page.jobId, readingsOf(state)) !== undefined || age > staleAfterMs;
  return isStale ? `as of ${formatAge(age)} ago` : undefined;
}

function detailOf(state: ScreenState, { jobId }: JobPage): ReadingState<JobDetail> {
  return readingOf(readingsOf(state), jobDetail(jobId));
}

function readingsOf({ snapshot }: ScreenState): Pick<SessionSnapshot, 'readings'> {
  return snapshot ?? { readings: noReadings };
}
