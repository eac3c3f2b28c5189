import { formatAge } from '../draw/age.ts';
import { moveBy } from '../draw/motion.ts';
import { inside } from '../draw/rectangle.ts';
import { hasJob, jobBindings } from '../state/job-bindings.ts';
import { layoutOf } from '../state/layout.ts';
import { view } from '../state/screen.ts';
import type { ScreenState } from '../state/screen-state.ts';
import { jobUnderCursor } from '../state/shown-items.ts';
import { detailRows } from './detail-rows.ts';
import { changeJobPage, type JobPage, jobPage, openJob } from './job-page.ts';

/** One job looked at closely, in the place of all panes. */
export const job = view<JobPage>({
  id: 'job',
  title: 'A job',
  kind: 'page',
  commandsOf: 'jobs',
  bindings: [
    {
      action: 'job.close',
      keys: ['escape'],
      hint: 'back',
      isLasting: true,
      help: 'back to the panes',
      run: (screen) => screen.store.setState({ page: undefined }),
    },
    ...jobBindings,
  ],
  opens: [
    {
      place: 'jobs',
      action: 'job.open',
      keys: ['enter'],
      hint: 'details',
      help: 'look at the job: vertices, checkpoints, last failure',
      available: hasJob,
      run: (screen) => {
        const found = jobUnderCursor(screen.store.getState());
        if (found !== undefined) openJob(screen, found.id);
      },
    },
  ],
  move: (screen, motion) => {
    const state = screen.store.getState();
    const page = jobPage(state);
    if (page === undefined) return;
    const { width, height } = inside(layoutOf(state).body);
    const last = Math.max(0, detailRows(state, page, width).length - height);
    changeJobPage(screen, { top: moveBy(page.top, motion, height, last) });
  },
  status: (state) => {
    const found = jobUnderCursor(state);
    return found === undefined ? '' : `${found.id} ${found.name}`;
  },
  draw: {
    box: (state, page) => {
      const { body } = layoutOf(state);
      const { width, height } = inside(body);
      const rows = detailRows(state, page, width).slice(page.top, page.top + height);
      const title = `2 Jobs › ${page.detail?.name ?? page.jobId}`;
      return { rectangle: body, title, note: noteOf(state, page), isFocused: true, text: rows.join('\n') };
    },
  },
});

function noteOf({ now }: ScreenState, { failure, readAt }: JobPage): string | undefined {
  return failure === undefined || readAt === undefined ? undefined : `as of ${formatAge(now - readAt)} ago`;
}
