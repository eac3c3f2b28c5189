import type { Screen } from '../../state/screen.ts';
import type { ScreenState } from '../../state/screen-state.ts';
import type { JobPage } from '../job-page.ts';
import type { JobTab } from '../tab.ts';
import { loadedParts } from './load-parts.ts';
import { openSearch } from './open-search.ts';

const hasCharts = (state: ScreenState, { jobId }: JobPage): boolean => (state.metricCharts.get(jobId)?.length ?? 0) > 0;

/** Shows a hint only while there are charts. */
const withCharts = (hint: string) => (page: JobPage, state: ScreenState) => (hasCharts(state, page) ? hint : undefined);

/** Charts of any metric. The code that draws and measures is in `parts.ts`. */
export const metricsTab: JobTab = {
  name: 'metrics',
  title: 'Metrics',
  bindings: [
    {
      action: 'job.search-metrics',
      keys: ['/'],
      hint: 'search',
      help: 'Metrics: search the metrics of the job, its vertices and TaskManagers and of the JobManager',
      run: (screen) => openSearch(screen),
    },
    {
      action: 'job.add-metric',
      keys: ['enter'],
      hint: (page, state) => (hasCharts(state, page) ? undefined : 'add chart'),
      help: 'Metrics: add the suggested chart, or search for another metric',
      run: (screen, page) => {
        if (hasCharts(screen.store.getState(), page)) openSearch(screen);
        else loadedParts()?.addSuggestion(screen, page);
      },
    },
    {
      action: 'job.remove-chart',
      keys: ['d', 'backspace'],
      hint: withCharts('remove'),
      help: 'Metrics: remove the selected chart and its history',
      run: (screen, page) => loadedParts()?.removeChart(screen, page),
    },
    {
      action: 'job.chart-rate',
      keys: ['c'],
      hint: withCharts('rate'),
      help: 'Metrics: show the growth of a counter per second, or its value',
      run: (screen, page) => loadedParts()?.toggleRate(screen, page),
    },
    {
      action: 'job.chart-aggregate',
      keys: ['a'],
      hint: (page, state) => (hasCharts(state, page) ? 'max, avg…' : 'add all'),
      help: 'Metrics: show the maximum, average, minimum or sum over the subtasks or TaskManagers. Without charts, add all suggested ones',
      run: (screen, page) => {
        if (hasCharts(screen.store.getState(), page)) loadedParts()?.nextAggregate(screen, page);
        else loadedParts()?.addSuggestions(screen, page);
      },
    },
    {
      action: 'job.shorter-span',
      keys: ['<'],
      hint: withCharts('time'),
      hintWith: 'job.longer-span',
      help: 'Metrics: show a shorter time span',
      run: (screen, page) => loadedParts()?.changeSpan(screen, page, -1),
    },
    {
      action: 'job.longer-span',
      keys: ['>'],
      help: 'Metrics: show a longer time span, up to 6 hours',
      run: (screen, page) => loadedParts()?.changeSpan(screen, page, 1),
    },
    {
      action: 'job.pin-chart',
      keys: ['P'],
      hint: withCharts('pin'),
      help: 'Metrics: pin or unpin the charts of the job. Pinned charts are also measured while the tab is closed',
      run: (screen, page) => loadedParts()?.togglePin(screen, page),
    },
    {
      action: 'job.previous-chart',
      keys: ['left'],
      help: 'Metrics: select the previous chart',
      run: (screen, page) => selectBy(screen, page, -1),
    },
    {
      action: 'job.next-chart',
      keys: ['right'],
      help: 'Metrics: select the next chart',
      run: (screen, page) => selectBy(screen, page, 1),
    },
  ],
  readings: (state, page, size) => (page.metrics.isLoaded ? (loadedParts()?.tabReadings(state, page, size) ?? []) : []),
  move: (screen, page, movement) => loadedParts()?.select(screen, page, movement),
  draw: (state, page, size) =>
    (page.metrics.isLoaded ? loadedParts()?.drawMetrics(state, page, size) : undefined) ?? { rows: ['', ' Loading…'] },
};

function selectBy(screen: Screen, page: JobPage, count: number): void {
  loadedParts()?.select(screen, page, { kind: 'lines', count });
}
