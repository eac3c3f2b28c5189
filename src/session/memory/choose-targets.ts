import type { PodRow } from '../snapshot.ts';
import type { HighestMemory, SweepTargets } from './memory-sweep.ts';
import type { PodMemory } from './pod-memory.ts';

/** TaskManagers per sweep, and while one of all is near a limit. */
const usual = 5;
const alarmed = 20;
/** A process that was read this lately is not read again. */
const freshMs = 8000;
/** From this share of the container limit or of the metaspace, a pod is read first. */
const suspiciousShare = 0.6;
const alarmShare = 0.7;
const alarmGcMs = 200;

/** Chooses the processes that a sweep reads: suspicious ones first, then those that were not read for the longest time. */
export function chooseTargets(
  pods: readonly PodRow[],
  known: ReadonlyMap<string, PodMemory>,
  { leader, highest, now }: { leader: string | undefined; highest: HighestMemory | undefined; now: number },
): SweepTargets {
  const readAt = (uid: string): number => known.get(uid)?.jvmAt ?? Number.NEGATIVE_INFINITY;
  const isStale = ({ uid }: PodRow) => now - readAt(uid) > freshMs;
  const registered = pods.filter(({ taskManager, goneAt }) => taskManager !== undefined && goneAt === undefined);
  const stale = registered
    .filter(isStale)
    .sort(
      (a, b) =>
        Number(isSuspicious(known.get(b.uid))) - Number(isSuspicious(known.get(a.uid))) ||
        readAt(a.uid) - readAt(b.uid),
    );
  const count = isAlarm(highest, registered[0]) ? alarmed : usual;
  const leading = pods.find(({ name, goneAt }) => name === leader && goneAt === undefined);
  return {
    ids: stale.slice(0, count).map(({ name }) => name),
    hasJobManager: leading !== undefined && isStale(leading),
    hasMore: registered.length > usual,
  };
}

function isSuspicious(memory: PodMemory | undefined): boolean {
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
function isAlarm(highest: HighestMemory | undefined, sample: PodRow | undefined): boolean {
  const model = sample?.taskManager?.memory;
  if (highest === undefined || model === undefined) return false;
  const { heapUsed = 0, metaspaceUsed = 0, gcMsPerSecond = 0 } = highest;
  const heap = model.frameworkHeap + model.taskHeap;
  return heapUsed >= heap * alarmShare || metaspaceUsed >= model.metaspace * alarmShare || gcMsPerSecond >= alarmGcMs;
}
