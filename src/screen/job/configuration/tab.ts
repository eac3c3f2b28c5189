import type { JobTab } from '../tab.ts';

export const configurationTab: JobTab = {
  name: 'configuration',
  title: 'Configuration',
  bindings: [],
  readings: () => [],
  move: () => {},
  draw: () => ({ rows: [] }),
};
