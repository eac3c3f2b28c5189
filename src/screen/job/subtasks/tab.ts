import type { JobTab } from '../tab.ts';

export const subtasksTab: JobTab = {
  name: 'subtasks',
  title: 'Subtasks',
  bindings: [],
  readings: () => [],
  move: () => {},
  draw: () => ({ rows: [] }),
};
