import type { Cancel, Clock } from '../clock.ts';
import type { TaskManagers } from '../task-managers.ts';
import type { Job } from './job.ts';

const usualClasses = 3 * 2 ** 20;

/** Takes memory of a TaskManager as the job does. The results free what the job does not leak. */
export function takeMemory(
  job: Job,
  id: string,
  taskManagers: Pick<TaskManagers, 'jvm' | 'killForMemory'>,
  clock: Clock,
): readonly Cancel[] {
  const jvm = taskManagers.jvm(id);
  if (jvm === undefined) return [];
  const { memory = {} } = job.spec;
  const { classes = usualClasses, keepsClasses = false, nativePerSecond, heapPerSecond, leaksOnce = false } = memory;
  const cancels: Cancel[] = [];
  const unload = jvm.loadClasses(classes);
  if (!keepsClasses) cancels.push(unload);
  if (heapPerSecond !== undefined) cancels.push(jvm.grow('heap', heapPerSecond));
  if (nativePerSecond !== undefined && !(leaksOnce && job.attempt > 0)) {
    const killWhenFull = () => {
      if (jvm.isFull()) taskManagers.killForMemory(id);
    };
    cancels.push(jvm.grow('native', nativePerSecond), clock.every(1000, killWhenFull));
  }
  return cancels;
}
