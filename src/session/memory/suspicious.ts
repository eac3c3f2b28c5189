import type { TaskManagerMemory } from '../../flink/responses.ts';
import type { HighestMemory } from './memory-sweep.ts';
import type { PodMemory } from './pod-memory.ts';

/** From this share of the container limit or of the metaspace, a pod is read more often. */
export const suspiciousShare = 0.6;
const alarmShare = 0.7;
const alarmGcMs = 200;

/** Whether a process is near one of its limits. */
export function isSuspicious(memory: PodMemory | undefined): boolean {
  if (memory === undefined) return false;
  const { usage = 0, limit = Infinity, jvm } = memory;
  const { heapUsed = 0, heapMax = Infinity, metaspaceUsed = 0, metaspaceMax = Infinity, gcMsPerSecond = 0 } = jvm ?? {};
  return (
    usage >= limit * suspiciousShare ||
    heapUsed >= heapMax * alarmShare ||
    metaspaceUsed >= metaspaceMax * suspiciousShare ||
    gcMsPerSecond >= alarmGcMs / 2
  );
}

/** Whether the highest values of all TaskManagers are near a limit. */
export function isAlarm(highest: HighestMemory | undefined, model: TaskManagerMemory | undefined): boolean {
  if (highest === undefined || model === undefined) return false;
  const { heapUsed = 0, metaspaceUsed = 0, gcMsPerSecond = 0 } = highest;
  const heap = model.frameworkHeap + model.taskHeap;
  return heapUsed >= heap * alarmShare || metaspaceUsed >= model.metaspace * alarmShare || gcMsPerSecond >= alarmGcMs;
}
