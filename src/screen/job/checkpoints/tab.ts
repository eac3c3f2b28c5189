import type { JobTab } from '../tab.ts';

export const checkpointsTab: JobTab = {
  name: 'checkpoints',
  title: 'Checkpoints',
  bindings: [],
  readings: () => [],
  move: () => {},
  draw: () => ({ rows: [] }),
};
