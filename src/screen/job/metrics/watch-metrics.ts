import { showMessage } from '../../state/run/show-message.ts';
import type { Screen } from '../../state/screen.ts';
import type { ScreenState } from '../../state/screen-state.ts';
import { jobPage } from '../job-page.ts';
import { loadedParts, loadParts } from './load-parts.ts';
import { metricsTab } from './tab.ts';

/** Loads the code of the tab when it is opened, and adds every new measurement to the charts. */
export function watchMetrics(screen: Screen): () => void {
  let isLoading = false;
  const load = () => {
    isLoading = true;
    loadParts(screen)
      .catch((error: unknown) => {
        screen.log(error);
        showMessage(screen, 'cannot load the tab Metrics', 'error');
      })
      .finally(() => {
        isLoading = false;
      });
  };
  return screen.store.subscribe((state, previous) => {
    if (!isLoading && needsParts(state)) load();
    if (state.snapshot !== previous.snapshot || state.metricCharts !== previous.metricCharts) {
      loadedParts()?.recordSamples(screen);
    }
  });
}

function needsParts(state: ScreenState): boolean {
  const page = jobPage(state);
  return page?.tab === metricsTab.name && !page.metrics.isLoaded;
}
