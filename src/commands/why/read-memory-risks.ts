import type { JournalEntry } from '../../session/journal/entry.ts';
import { readHighest } from '../../session/memory/memory-sweep.ts';
import type { ClusterMemory } from '../../session/memory/pod-memory.ts';
import { isAlarm, suspiciousShare } from '../../session/memory/suspicious.ts';
import type { SessionSnapshot } from '../../session/snapshot.ts';
import { readMemory } from '../memory/read-memory.ts';
import type { Services } from '../record/command.ts';
import { resultOrError } from '../record/result-or-error.ts';

/** Each process costs a request, so that of more TaskManagers only the suspicious ones are read. */
const fewTaskManagers = 20;

type Known = {
  readonly entries: readonly JournalEntry[];
  /** Epoch ms by the API server's clock, which dates the entries. */
  readonly now: number;
  /** How long to measure the growth. */
  readonly watchMs?: number;
};

/** Returns the memory that the screen watches, or reads it once: that of all pods, or of the suspicious ones of many. */
export async function readMemoryRisks(
  { connection, snapshot: shown }: Services,
  snapshot: SessionSnapshot,
  { entries, now, watchMs = 0 }: Known,
  signal: AbortSignal,
): Promise<ClusterMemory> {
  if (shown !== undefined && shown.memory.usage.state !== 'awaited') return shown.memory;
  const pods = snapshot.pods ?? [];
  const isLarge = pods.length > fewTaskManagers;
  const highest = isLarge ? await resultOrError(readHighest(connection.flink, signal), signal) : undefined;
  const model = pods.find(({ taskManager }) => taskManager?.memory !== undefined)?.taskManager?.memory;
  const areAllRead = !isLarge || (!(highest instanceof Error) && isAlarm(highest, model));
  const isWanted = (pod: (typeof pods)[number], usage = 0) =>
    areAllRead || pod.role === 'jobmanager' || usage >= (pod.memoryLimit ?? Infinity) * suspiciousShare;
  return readMemory(connection, snapshot, { isWanted, entries, now, watchMs }, signal);
}
