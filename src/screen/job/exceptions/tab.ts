import type { JobTab } from '../tab.ts';

export const exceptionsTab: JobTab = {
  name: 'exceptions',
  title: 'Exceptions',
  bindings: [],
  readings: () => [],
  move: () => {},
  draw: () => ({ rows: [] }),
};
