import { checkpointsTab } from './checkpoints/tab.ts';
import { configurationTab } from './configuration/tab.ts';
import { eventTimeTab } from './event-time/tab.ts';
import { exceptionsTab } from './exceptions/tab.ts';
import type { JobPage } from './job-page.ts';
import { metricsTab } from './metrics/tab.ts';
import { overviewTab } from './overview/tab.ts';
import { subtasksTab } from './subtasks/tab.ts';
import type { JobTab } from './tab.ts';
import { threadsTab } from './threads/tab.ts';

/** The tabs in order, one line each. */
export const tabs: readonly JobTab[] = [
  overviewTab,
  subtasksTab,
  threadsTab,
  eventTimeTab,
  checkpointsTab,
  exceptionsTab,
  metricsTab,
  configurationTab,
];

export function shownTab({ tab }: JobPage): JobTab {
  return tabs.find(({ name }) => name === tab) ?? overviewTab;
}
