import { checkpointConfig, jobConfiguration } from '../../../session/readings/flink-readings.ts';
import { rangePosition } from '../../draw/frame/scroll-position.ts';
import { moveBy } from '../../draw/movement.ts';
import { changeJobPage } from '../job-page.ts';
import type { JobTab } from '../tab.ts';
import { configurationRows } from './configuration-rows.ts';

export const configurationTab: JobTab = {
  name: 'configuration',
  title: 'Configuration',
  bindings: [],
  readings: (_, { jobId }) => [jobConfiguration(jobId), checkpointConfig(jobId)],
  move: (screen, { jobId, configuration: { top } }, movement, { width, height }) => {
    const last = Math.max(0, configurationRows(screen.store.getState(), jobId, width).length - height);
    changeJobPage(screen, { configuration: { top: moveBy(top, movement, height, last) } });
  },
  draw: (state, { jobId, configuration }, { width, height }) => {
    const rows = configurationRows(state, jobId, width);
    const top = Math.min(configuration.top, Math.max(0, rows.length - height));
    return { rows: rows.slice(top, top + height), position: rangePosition(top, height, rows.length) };
  },
};
