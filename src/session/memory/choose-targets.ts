import type { PodRow } from '../snapshot.ts';
import type { HighestMemory, SweepTargets } from './memory-sweep.ts';
import type { PodMemory } from './pod-memory.ts';
import { isAlarm, isSuspicious } from './suspicious.ts';

/** TaskManagers per sweep, and while one of all is near a limit. */
const usual = 5;
const alarmed = 20;
/** A process that was read this lately is not read again. */
const freshMs = 8000;
/** Suspicious processes are read this many times as often as others. */
const suspiciousWeight = 4;

/** Chooses the processes that a sweep reads: those that were not read for the longest time, suspicious ones more often. */
export function chooseTargets(
  pods: readonly PodRow[],
  known: ReadonlyMap<string, PodMemory>,
  { leader, highest, now }: { leader: string | undefined; highest: HighestMemory | undefined; now: number },
): SweepTargets {
  const readAt = (uid: string): number => known.get(uid)?.jvmAt ?? 0;
  const isStale = ({ uid }: PodRow) => now - readAt(uid) > freshMs;
  const urgency = ({ uid }: PodRow) => (now - readAt(uid)) * (isSuspicious(known.get(uid)) ? suspiciousWeight : 1);
  const registered = pods.filter(({ taskManager, goneAt }) => taskManager !== undefined && goneAt === undefined);
  const stale = registered.filter(isStale).sort((a, b) => urgency(b) - urgency(a));
  const count = isAlarm(highest, registered[0]?.taskManager?.memory) ? alarmed : usual;
  const leading = pods.find(({ name, goneAt }) => name === leader && goneAt === undefined);
  return {
    ids: stale.slice(0, count).map(({ name }) => name),
    hasJobManager: leading !== undefined && isStale(leading),
    hasMore: registered.length > usual,
  };
}
