import type { JobDetail } from '../../flink/responses.ts';
import { jobDetail, jobs } from '../../session/readings/flink-readings.ts';
import { noReadings, type ReadingState, readingOf } from '../../session/readings/reading.ts';
import { inside } from '../draw/rectangle.ts';
import { tabBar } from '../draw/tab-bar.ts';
import { hasJob, jobBindings } from '../state/job-bindings.ts';
import { layoutOf } from '../state/layout.ts';
import { closePage } from '../state/pages.ts';
import { tabSize } from '../state/panes/tab-size.ts';
import { type ClickTarget, view } from '../state/screen.ts';
import type { ScreenState } from '../state/screen-state.ts';
import { jobUnderCursor } from '../state/shown-items.ts';
import { tabBindings } from '../table/tab-bindings.ts';
import { tabTargets } from '../table/tab-targets.ts';
import { forgottenJob } from './ended-job.ts';
import { firstVertex } from './event-time/state.ts';
import { drawForgotten } from './forgotten-tab.ts';
import { changeJobPage, type JobPage, jobPage, openJob } from './job-page.ts';
import { loadedParts } from './metrics/load-parts.ts';
import { openSearch } from './metrics/open-search.ts';
import { watchMetrics } from './metrics/watch-metrics.ts';
import { staleNote } from './stale-note.ts';
import { keepVertex } from './subtasks/keep-vertex.ts';
import { shownTab, tabs } from './tabs.ts';
import { sampleOpened } from './threads/sample-bindings.ts';

/** Age from which data counts as stale. The job is read every three seconds, unless the JobManager is slow. */
const staleAfterMs = 10_000;

const tabTitles = tabs.map(({ title }) => title.toLowerCase()).join(', ');

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
        context: name,
        when: (page: JobPage) => page.tab === name && (binding.when?.(page) ?? true),
      })),
    ),
    ...tabBindings({
      id: 'job',
      tabs: tabs,
      shownName: ({ tab }: JobPage) => tab,
      goTo: (screen, tab) => changeJobPage(screen, { tab }),
    }),
    {
      action: 'job.close',
      keys: ['escape'],
      hint: (page, state) => shownTab(page).backHint?.(page, state) ?? 'back',
      isAlwaysShown: true,
      help: 'Close what is open in the tab, or go back to the panes',
      run: (screen, page) => {
        const back = shownTab(page).back?.(page, screen.store.getState());
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
      help: `Open the job: ${tabTitles}`,
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
      available: (state) => (jobPage(state) === undefined ? hasJob(state) : true),
      run: (screen) => {
        const state = screen.store.getState();
        const selected = jobUnderCursor(state);
        if (jobPage(state) !== undefined) changeJobPage(screen, { tab: 'exceptions' });
        else if (selected !== undefined) openJob(screen, selected.id, { tab: 'exceptions' });
      },
    },
  ],
  move: (screen, movement) => {
    const state = screen.store.getState();
    const page = jobPage(state);
    if (page === undefined || isUnrecorded(state, page)) return;
    shownTab(page).move(screen, page, movement, tabSize(state));
  },
  showAt: (screen, { jobId, tab = 'overview', vertexId, checkpointId, subtask, metricQuery }) => {
    if (jobId === undefined) return;
    const checkpoints = { cursor: checkpointId, top: 0, openId: checkpointId };
    const eventTime = { ...firstVertex, openId: tab === 'event-time' ? vertexId : undefined };
    openJob(screen, jobId, { tab, vertexId, eventTime, checkpoints });
    if (tab === 'threads') sampleOpened(screen, subtask);
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
    if (forgottenJob(state, page) !== undefined) return [jobs];
    const ofTab = shownTab(page).readings(state, page, tabSize(state));
    return [jobs, ...[jobDetail(page.jobId), ...ofTab].map((reading) => ({ ...reading, isOpened: true as const }))];
  },
  draw: {
    box: (state, page) => {
      const { body } = layoutOf(state);
      const forgotten = forgottenJob(state, page);
      const draw = isUnrecorded(state, page) ? drawForgotten : shownTab(page).draw;
      const { rows, position, title, note, targets } = draw(state, page, tabSize(state));
      const name = forgotten?.name ?? detailOf(state, page).value?.name ?? page.jobId;
      const isCurrent = forgotten === undefined;
      return {
        rectangle: body,
        title: ['2 Jobs', name, ...(title === undefined ? [] : [title])].join(' › '),
        note: isCurrent ? (note ?? staleNote(detailOf(state, page), state.now, staleAfterMs)) : 'from the journal',
        position,
        isFocused: true,
        text: [tabBar(tabs, page.tab, inside(body).width, state.theme), '', ...rows].join('\n'),
        targets: () => [
          ...tabTargets(tabs, page.tab, inside(body).width, (screen, tab) => changeJobPage(screen, { tab: tab.name })),
          ...(targets?.() ?? []).map(below),
        ],
      };
    },
  },
});

/** Moves a target of a tab below the row of the tabs and the blank row. */
const below = (target: ClickTarget): ClickTarget => ({ ...target, row: target.row + 2 });

/** Whether the tab has nothing to show, because Flink no longer knows the job. */
function isUnrecorded(state: ScreenState, page: JobPage): boolean {
  return shownTab(page).isRecorded !== true && forgottenJob(state, page) !== undefined;
}

function detailOf({ snapshot }: ScreenState, { jobId }: JobPage): ReadingState<JobDetail> {
  return readingOf(snapshot ?? { readings: noReadings }, jobDetail(jobId));
}
