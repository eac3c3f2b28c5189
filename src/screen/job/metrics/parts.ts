// The parts of the tab that are loaded when it is opened.
export {
  addSuggestion,
  addSuggestions,
  changeSpan,
  nextAggregate,
  removeChart,
  select,
  toggleFound,
  togglePin,
  toggleRate,
} from './chart-actions.ts';
export { moveInFound } from './found-metrics.ts';
export { pinnedReadings, tabReadings } from './metrics-readings.ts';
export { drawMetrics } from './metrics-rows.ts';
export { recordSamples } from './record-samples.ts';
