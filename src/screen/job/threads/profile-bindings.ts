import type { Binding } from '../../state/screen.ts';
import type { ScreenState } from '../../state/screen-state.ts';
import { changeJobPage, type JobPage, jobPage } from '../job-page.ts';
import { selectedRow, shownProfile } from './open-sampling.ts';

const isProfile = ({ threads: { flame, open } }: JobPage): boolean =>
  flame === undefined && open !== undefined && open.stacks === undefined;
const hasStacks = ({ threads: { flame, open } }: JobPage): boolean => flame === undefined && open?.stacks !== undefined;

export const profileBindings: readonly Binding<JobPage>[] = [
  {
    action: 'job.open-stacks',
    keys: ['enter'],
    hint: 'stacks',
    help: 'Threads, profile: show the stacks of the row',
    when: isProfile,
    available: hasRow,
    run: (screen, { threads }) => {
      const state = screen.store.getState();
      const page = jobPage(state);
      const profile = page && shownProfile(state, page);
      const row = profile && page && selectedRow(profile, page)?.key;
      if (threads.open === undefined || row === undefined) return;
      const open = { ...threads.open, row, stacks: { top: 0, isUnfolded: false } };
      changeJobPage(screen, { threads: { ...threads, open } });
    },
  },
  {
    action: 'job.unfold-stacks',
    keys: ['u'],
    hint: ({ threads }) => (threads.open?.stacks?.isUnfolded === true ? 'fold' : 'unfold'),
    help: 'Threads, stacks: show or hide the frames of Flink, the JVM and libraries',
    when: hasStacks,
    run: (screen, { threads }) => {
      const { open } = threads;
      if (open?.stacks === undefined) return;
      const stacks = { top: 0, isUnfolded: !open.stacks.isUnfolded };
      changeJobPage(screen, { threads: { ...threads, open: { ...open, stacks } } });
    },
  },
];

function hasRow(state: ScreenState): true | string {
  const page = jobPage(state);
  const profile = page && shownProfile(state, page);
  return profile && selectedRow(profile, page) !== undefined ? true : 'no sample yet';
}
