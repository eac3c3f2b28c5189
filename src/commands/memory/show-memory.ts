import { type UsageState, usageGap } from '../../session/memory/container-usage.ts';
import { type MemoryRow, memoryRows } from '../../session/memory/memory-rows.ts';
import { riskText } from '../../session/memory/memory-texts.ts';
import { metaspacePerJob } from '../../session/memory/metaspace-per-job.ts';
import { partsOf } from '../../session/memory/pod-memory.ts';
import { usageTrend } from '../../session/memory/risks.ts';
import { serverNow } from '../../session/server-now.ts';
import { isoTime } from '../../text/utc-time.ts';
import { selectPods } from '../pods/pod-selector.ts';
import type { Services } from '../record/command.ts';
import { readSnapshot } from '../record/read-snapshot.ts';
import { memoryLines } from './memory-lines.ts';
import { readMemory, readMemoryEntries } from './read-memory.ts';

/** Reads and formats the memory of all pods, or of the selected ones. */
export async function showMemory(
  services: Services,
  selectors: readonly string[],
  watchMs: number,
  signal: AbortSignal,
): Promise<{ readonly text: string; readonly data: unknown; readonly names: readonly string[] }> {
  const { connection } = services;
  const [{ snapshot, errors }, entries] = await Promise.all([
    readSnapshot(services, signal),
    readMemoryEntries(services),
  ]);
  if (errors.pods !== undefined) throw errors.pods;
  const now = serverNow(connection, services.now());
  const known = new Set([...(snapshot.pods ?? []).map(({ name }) => name), ...entries.flatMap(podOf)]);
  const wanted = new Set(selectPods([...known], selectors));
  const isWanted = ({ name }: { readonly name: string }) => selectors.length === 0 || wanted.has(name);
  const memory = await readMemory(connection, snapshot, { isWanted, watchMs, entries, now }, signal);
  const rows = memoryRows({ ...snapshot, memory }, entries).filter(isWanted);
  const needsConfig = rows.some(({ role }) => role === 'jobmanager') && selectors.length > 0;
  const config = needsConfig ? await connection.flink.jobManagerConfig(signal).catch(() => undefined) : undefined;
  return {
    text: [...memoryLines(rows, memory.usage, { isDetailed: selectors.length > 0, config, now })].join('\n'),
    data: { containerUsage: usageData(memory.usage), pods: rows.map(rowData) },
    names: rows.map(({ name }) => name),
  };
}

const podOf = (entry: Awaited<ReturnType<typeof readMemoryEntries>>[number]): readonly string[] =>
  entry.kind === 'memory' ? [entry.pod] : [];

const usageData = (usage: UsageState) => ({ state: usage.state, reason: usageGap(usage) ?? null });

function rowData(row: MemoryRow): unknown {
  const { name, uid, role, memory, timeLeftMs, risks, jobs, end } = row;
  const trend = memory && usageTrend(memory);
  const { jvm } = memory ?? {};
  const at = memory?.usageAt ?? memory?.jvmAt;
  return {
    name,
    uid,
    role,
    at: at === undefined ? null : isoTime(at),
    limit: memory?.limit ?? null,
    usage: memory?.usage ?? null,
    growthPerMinute: trend?.kind === 'measured' ? Math.round(trend.perMinute) : null,
    fullInSeconds: timeLeftMs === undefined ? null : Math.round(timeLeftMs / 1000),
    heapUsed: jvm?.heapUsed ?? null,
    heapMax: jvm?.heapMax ?? null,
    metaspaceUsed: jvm?.metaspaceUsed ?? null,
    metaspaceMax: jvm?.metaspaceMax ?? null,
    directUsed: jvm?.directUsed ?? null,
    networkUsed: jvm?.networkUsed ?? null,
    managedUsed: jvm?.managedUsed ?? null,
    managedTotal: jvm?.managedTotal ?? null,
    unexplained: (memory && partsOf(memory).unexplained) ?? null,
    gcMsPerSecond: jvm?.gcMsPerSecond ?? null,
    metaspacePerJob: (memory && metaspacePerJob(memory.jobLevels)?.bytes) ?? null,
    jobs,
    risks: risks.map((risk) => ({ kind: risk.kind, severity: risk.severity, text: riskText(risk) })),
    end: end === undefined ? null : { how: end.how, at: isoTime(end.at) },
  };
}
