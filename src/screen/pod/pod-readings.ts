import { jvmMemory } from '../../session/memory/jvm-memory.ts';
import { taskReadings } from '../../session/pods/detail/pod-tasks.ts';
import { taskManagers } from '../../session/readings/flink-readings.ts';
import type { Reading } from '../../session/readings/reading.ts';
import type { ScreenState } from '../state/screen-state.ts';
import { type PodPage, podOf } from './pod-page.ts';

/** The readings of the page: the slots, the memory of the process, and the tasks of a TaskManager. */
export function podReadings(state: ScreenState, page: PodPage): readonly Reading<unknown>[] {
  const { snapshot } = state;
  const { name, role, taskManager, goneAt } = podOf(state, page);
  if (snapshot === undefined || goneAt !== undefined || page.tab !== 'overview') return [taskManagers];
  const isLeader = name === snapshot.leader;
  const ofProcess = isLeader ? [jvmMemory(undefined)] : taskManager === undefined ? [] : [jvmMemory(name)];
  return [taskManagers, ...ofProcess, ...(role === 'taskmanager' ? taskReadings(snapshot, name) : [])];
}
