import type { Cancel, Clock } from '../clock.ts';
import type { TaskManagers } from '../task-managers.ts';
import type { Job } from './job.ts';

const usualClasses = 3 * 2 ** 20;

/** Takes memory of a TaskManager as the job does. The results free what the job does not leak. */
export function takeMemory(job: Job, id: string, taskManagers: TaskManagers, clock: Clock): readonly Cancel[] {
  const jvm = taskManagers.jvm(id);
  if (jvm === undefined) return [];
  const { memory = {}, outOfMemoryAfterMs } = job.spec;
  const { classes = usualClasses, keepsClasses = false, nativePerSecond, heapPerSecond } = memory;
  const cancels: Cancel[] = [];
  const unload = jvm.loadClasses(classes);
  if (!keepsClasses) cancels.push(unload);
  if (heapPerSecond !== undefined) cancels.push(jvm.grow('heap', heapPerSecond));
  const kill = () => taskManagers.killForMemory(id);
  if (nativePerSecond !== undefined) {
    cancels.push(jvm.grow('native', nativePerSecond));
    if (memory.isKilledWhenFull) cancels.push(clock.after(jvm.untilFull(nativePerSecond), kill));
  }
  if (outOfMemoryAfterMs !== undefined && job.attempt === 0) {
    const free = jvm.untilFull(1) / 1000;
    cancels.push(jvm.grow('native', (free * 1000) / outOfMemoryAfterMs), clock.after(outOfMemoryAfterMs, kill));
  }
  return cancels;
}
