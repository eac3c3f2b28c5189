import type { FlameGraphType } from '../../../flink/thread-responses.ts';
import { tabSize } from '../../state/panes/tab-size.ts';
import type { Binding, Screen } from '../../state/screen.ts';
import type { ScreenState } from '../../state/screen-state.ts';
import { changeJobPage, type JobPage } from '../job-page.ts';
import { shownFlame } from './flame-view.ts';
import { boxBeside } from './move-flame.ts';
import { profilingOptions } from './profiling-options.ts';
import { type FlameState, openFlame } from './state.ts';

const hasFlame = ({ threads }: JobPage): boolean => threads.flame !== undefined;
const types: readonly FlameGraphType[] = ['full', 'on_cpu', 'off_cpu'];

export const flameBindings: readonly Binding<JobPage>[] = [
  {
    action: 'job.flame-graph',
    keys: ['f'],
    hint: ({ threads }, state) => {
      if (profilingOptions(state)?.hasFlameGraph !== true) return undefined;
      return threads.flame === undefined ? 'flame graph' : 'profile';
    },
    help: "Threads: show Flink's flame graph of the vertex (rest.flamegraph.enabled), or the thread dumps again",
    available: checkFlameGraph,
    run: (screen, { threads }) => {
      const flame = threads.flame === undefined ? openFlame(screen.store.getState().serverNow) : undefined;
      changeJobPage(screen, { threads: { ...threads, flame } });
    },
  },
  {
    action: 'job.flame-type',
    keys: ['m'],
    hint: 'on/off-CPU',
    help: 'Threads, flame graph: show all threads, the running ones or the waiting ones',
    when: hasFlame,
    run: (screen, page) => {
      const type = types[(types.indexOf(page.threads.flame?.type ?? 'full') + 1) % types.length];
      if (type !== undefined) changeFlame(screen, page, { type, zoom: '', cursor: '' });
    },
  },
  {
    action: 'job.flame-zoom',
    keys: ['enter'],
    hint: 'zoom in',
    help: 'Threads, flame graph: give the frame under the cursor the whole width; Esc zooms out',
    when: hasFlame,
    run: (screen, page) => {
      const cursor = shownFlame(screen.store.getState(), page)?.cursor.id;
      if (cursor !== undefined) changeFlame(screen, page, { zoom: cursor, cursor });
    },
  },
  {
    action: 'job.flame-left',
    keys: ['left', '<'],
    help: 'Threads, flame graph: go to the frame on the left',
    when: hasFlame,
    run: (screen, page) => goBeside(screen, page, -1),
  },
  {
    action: 'job.flame-right',
    keys: ['right', '>'],
    help: 'Threads, flame graph: go to the frame on the right',
    when: hasFlame,
    run: (screen, page) => goBeside(screen, page, 1),
  },
  {
    action: 'job.flame-unfold',
    keys: ['u'],
    hint: ({ threads }) => (threads.flame?.isUnfolded === true ? 'fold' : 'unfold'),
    help: 'Threads, flame graph: show each call of Flink and the JVM, or fold calls that always follow each other',
    when: hasFlame,
    run: (screen, page) =>
      changeFlame(screen, page, { isUnfolded: page.threads.flame?.isUnfolded !== true, zoom: '', cursor: '' }),
  },
  {
    action: 'job.flame-sample',
    keys: ['t'],
    hint: 'sample',
    help: 'Threads, flame graph: read the newest samples; Flink takes new ones after 60 s',
    when: hasFlame,
    run: (screen, page) => changeFlame(screen, page, { requestedAt: screen.store.getState().serverNow }),
  },
];

function checkFlameGraph(state: ScreenState): true | string {
  const options = profilingOptions(state);
  if (options === undefined) return "the JobManager's configuration is not read yet";
  return options.hasFlameGraph ? true : 'the flame graph is off: it needs rest.flamegraph.enabled: true';
}

function changeFlame(screen: Screen, { threads }: JobPage, part: Partial<FlameState>): void {
  if (threads.flame !== undefined)
    changeJobPage(screen, { threads: { ...threads, flame: { ...threads.flame, ...part } } });
}

function goBeside(screen: Screen, page: JobPage, step: 1 | -1): void {
  const state = screen.store.getState();
  const cursor = boxBeside(state, page, step, tabSize(state));
  if (cursor !== undefined) changeFlame(screen, page, { cursor });
}
