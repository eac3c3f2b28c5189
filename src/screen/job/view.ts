import type { JobDetail } from '../../flink/responses.ts';
import { jobDetail, jobs } from '../../session/readings/flink-readings.ts';
import { noReadings, type ReadingState, readingOf } from '../../session/readings/reading.ts';
import { inside } from '../draw/rectangle.ts';
import { hasJob, jobBindings } from '../state/job-bindings.ts';
import { layoutOf } from '../state/layout.ts';
import { closePage } from '../state/pages.ts';
import { type Screen, view } from '../state/screen.ts';
import type { ScreenState } from '../state/screen-state.ts';
import { jobUnderCursor } from '../state/shown-items.ts';
import { changeJobPage, type JobPage, jobPage, openJob } from './job-page.ts';
import { loadedParts } from './metrics/load-parts.ts';
import { openSearch } from './metrics/open-search.ts';
import { watchMetrics } from './metrics/watch-metrics.ts';
import { staleNote } from './stale-note.ts';
import { keepVertex } from './subtasks/keep-vertex.ts';
import type { TabSize } from './tab.ts';
import { tabBar } from './tab-bar.ts';
import { shownTab, tabs } from './tabs.ts';

/** Age from which data counts as stale. The job is read every three seconds, unless the JobManager is slow. */
const staleAfterMs = 10_000;
/** The row with the names of the tabs, and a blank row. */
const barRows = 2;

/** Page of one job with tabs. It replaces the panes. */
export const job = view<JobPage>({
  id: 'job',
  title: 'Job',
  kind: 'page',
  commandsOf: 'jobs',
  bindings: [
    ...tabs.flatMap(({ name, bindings }) =>
      bindings.map((binding) => ({
        ...binding,
        when: (page: JobPage) => page.tab === name && (binding.when?.(page) ?? true),
      })),
    ),
    {
      action: 'job.next-tab',
      keys: [']'],
      hint: 'tabs',
      hintKeys: '[ ]',
      help: 'Go to the next tab: overview, subtasks, checkpoints, exceptions, metrics, configuration',
      run: (screen, page) => goToTab(screen, page, 1),
    },
    {
      action: 'job.previous-tab',
      keys: ['['],
      help: 'Go to the previous tab',
      run: (screen, page) => goToTab(screen, page, -1),
    },
    {
      action: 'job.close',
      keys: ['escape'],
      hint: 'back',
      isAlwaysShown: true,
      help: 'Close what is open in the tab, or go back to the panes',
      run: (screen, page) => {
        const back = shownTab(page).back?.(page);
        if (back === undefined) closePage(screen);
        else changeJobPage(screen, back);
      },
    },
    ...jobBindings(),
  ],
  opens: [
    {
      viewId: 'jobs',
      action: 'job.open',
      keys: ['enter'],
      hint: 'open',
      help: 'Open the job: overview, subtasks, checkpoints, exceptions, metrics, configuration',
      available: hasJob,
      run: (screen) => {
        const selected = jobUnderCursor(screen.store.getState());
        if (selected !== undefined) openJob(screen, selected.id);
      },
    },
    {
      viewId: 'any',
      action: 'job.exceptions',
      keys: ['E'],
      hint: 'exceptions',
      help: 'Show the failures of the job, grouped by root cause',
      available: hasJob,
      run: (screen) => {
        const state = screen.store.getState();
        const selected = jobUnderCursor(state);
        if (selected === undefined) return;
        if (jobPage(state) === undefined) openJob(screen, selected.id, { tab: 'exceptions' });
        else changeJobPage(screen, { tab: 'exceptions' });
      },
    },
  ],
  move: (screen, movement) => {
    const state = screen.store.getState();
    const page = jobPage(state);
    if (page !== undefined) shownTab(page).move(screen, page, movement, tabSize(state));
  },
  showAt: (screen, { jobId, tab = 'overview', vertexId, checkpointId, metricQuery }) => {
    if (jobId === undefined) return;
    const checkpoints = { cursor: checkpointId, top: 0, openId: checkpointId };
    openJob(screen, jobId, { tab, vertexId, checkpoints });
    if (metricQuery !== undefined) openSearch(screen, metricQuery);
  },
  watch: (screen) => {
    const stops = [keepVertex(screen), watchMetrics(screen)];
    return () => {
      for (const stop of stops) stop();
    };
  },
  hiddenReadings: (state) => loadedParts()?.pinnedReadings(state) ?? [],
  readings: (state, page) => {
    const ofTab = shownTab(page).readings(state, page, tabSize(state));
    return [jobs, ...[jobDetail(page.jobId), ...ofTab].map((reading) => ({ ...reading, isOpened: true as const }))];
  },
  draw: {
    box: (state, page) => {
      const { body } = layoutOf(state);
      const { rows, position, title, note } = shownTab(page).draw(state, page, tabSize(state));
      const name = detailOf(state, page).value?.name ?? page.jobId;
      return {
        rectangle: body,
        title: ['2 Jobs', name, ...(title === undefined ? [] : [title])].join(' › '),
        note: note ?? staleNote(detailOf(state, page), state.now, staleAfterMs),
        position,
        isFocused: true,
        text: [tabBar(page, inside(body).width, state.theme), '', ...rows].join('\n'),
      };
    },
  },
});

function tabSize(state: ScreenState): TabSize {
  const { width, height } = inside(layoutOf(state).body);
  return { width, height: Math.max(0, height - barRows) };
}

function goToTab(screen: Screen, { tab }: JobPage, step: 1 | -1): void {
  const index = tabs.findIndex(({ name }) => name === tab);
  const next = tabs.at((index + step) % tabs.length);
  if (next !== undefined) changeJobPage(screen, { tab: next.name });
}

function detailOf({ snapshot }: ScreenState, { jobId }: JobPage): ReadingState<JobDetail> {
  return readingOf(snapshot ?? { readings: noReadings }, jobDetail(jobId));
}
