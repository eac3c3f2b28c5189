import type { JournalEntry } from '../../session/journal/entry.ts';
import { highestOfTaskManagers } from '../../session/memory/highest-of-task-managers.ts';
import { highestIds } from '../../session/memory/memory-sweep.ts';
import type { ClusterMemory } from '../../session/memory/pod-memory.ts';
import type { SessionSnapshot } from '../../session/snapshot.ts';
import { readMemory } from '../memory/read-memory.ts';
import type { Services } from '../record/command.ts';
import { resultOrError } from '../record/result-or-error.ts';

/** Each process costs a request, so that of more TaskManagers only the suspicious ones are read. */
const fewTaskManagers = 20;
const suspiciousShare = 0.6;

/** Returns the memory that the screen watches, or reads it once: that of all pods, or of the suspicious ones of many. */
export async function readMemoryRisks(
  { connection, snapshot: shown }: Services,
  snapshot: SessionSnapshot,
  { entries, now }: { readonly entries: readonly JournalEntry[]; readonly now: number },
  signal: AbortSignal,
): Promise<ClusterMemory> {
  if (shown !== undefined && shown.memory.usage.state !== 'awaited') return shown.memory;
  const pods = snapshot.pods ?? [];
  const isLarge = pods.length > fewTaskManagers;
  const isAlarm = isLarge && (await hasHighMemory(connection.flink, snapshot, signal));
  const isWanted = (pod: (typeof pods)[number], usage = 0) =>
    !isLarge || isAlarm || pod.role === 'jobmanager' || usage >= (pod.memoryLimit ?? Infinity) * suspiciousShare;
  return readMemory(connection, snapshot, { isWanted, entries, now }, signal);
}

/** Whether the highest values of all TaskManagers are suspicious. */
async function hasHighMemory(
  flink: Services['connection']['flink'],
  { pods = [] }: SessionSnapshot,
  signal: AbortSignal,
): Promise<boolean> {
  const model = pods.find(({ taskManager }) => taskManager?.memory !== undefined)?.taskManager?.memory;
  const highest = await resultOrError(highestOfTaskManagers(flink, highestIds, signal), signal);
  if (highest instanceof Error || model === undefined) return false;
  const [heap = 0, metaspace = 0, gcMs = 0] = highestIds.map((id) => highest.get(id));
  const isHigh = (used: number, max: number) => used >= max * suspiciousShare;
  return (
    isHigh(heap, (model.frameworkHeap + model.taskHeap) * 1.2) || isHigh(metaspace, model.metaspace) || gcMs >= 100
  );
}
