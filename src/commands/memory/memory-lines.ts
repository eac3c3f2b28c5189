import type { FlinkOptions } from '../../flink/responses.ts';
import { type UsageState, usageGap } from '../../session/memory/container-usage.ts';
import type { JvmMemory } from '../../session/memory/jvm-memory.ts';
import { jobManagerModel, type MemoryModel } from '../../session/memory/memory-model.ts';
import type { MemoryRow } from '../../session/memory/memory-rows.ts';
import { leftText } from '../../session/memory/memory-texts.ts';
import { partsOf } from '../../session/memory/pod-memory.ts';
import { usageTrend } from '../../session/memory/risks.ts';
import { inMebibytes, slopeText } from '../../session/memory/size-texts.ts';
import { verdictOf } from '../../session/memory/verdict.ts';
import { formatDuration } from '../../text/duration.ts';
import { tableLines } from '../../text/table.ts';
import { utcClockAndAge } from '../../text/utc-time.ts';

type Options = {
  /** Whether each pod is shown with its parts and Flink's model. */
  readonly isDetailed: boolean;
  /** Configuration of the JobManager, which contains its model. */
  readonly config: FlinkOptions | undefined;
  /** Epoch ms by the API server's clock. */
  readonly now: number;
};

const header = [
  'POD',
  'CONTAINER',
  'LIMIT',
  'USED',
  'GROWTH',
  'FULL IN',
  'HEAP',
  'METASPACE',
  'DIRECT',
  'MANAGED',
  'UNEXPLAINED',
  'GC',
  'STATE',
];

/** Formats the table of the pods, or each pod with its details. Sizes are MiB. */
export function* memoryLines(rows: readonly MemoryRow[], usage: UsageState, options: Options): Generator<string> {
  const gap = usageGap(usage);
  if (gap !== undefined) yield `Container usage: ${gap}`;
  if (rows.length === 0) yield 'No pods';
  else if (options.isDetailed) for (const row of rows) yield* detailLines(row, options);
  else {
    yield* tableLines(header, rows, (row) => cells(row, options.now));
    if (gap === undefined && !rows.some(hasGrowth)) {
      yield 'Growth is unknown: it needs samples over 90 s. Use --watch-for 2m, or keep the screen or record running';
    }
    for (const row of rows) {
      if (row.risks.length > 0) yield `${row.name}: ${verdictOf(row, options.now).join('. ')}`;
    }
  }
}

function cells(row: MemoryRow, now: number): string[] {
  const { name, memory, timeLeftMs, jobs, end, risks } = row;
  const { usage, limit, jvm } = memory ?? {};
  const state =
    end === undefined
      ? (risks[0]?.severity ?? (jobs.join(', ') || (hasGrowth(row) ? 'ok' : '-')))
      : `${end.how} ${formatDuration(now - end.at)} ago`;
  return [
    name,
    size(usage),
    size(limit),
    usage === undefined || limit === undefined ? '-' : `${Math.round((usage / limit) * 100)}%`,
    growth(row),
    timeLeftMs === undefined ? '-' : leftText(timeLeftMs),
    pair(jvm?.heapUsed, jvm?.heapMax),
    pair(jvm?.metaspaceUsed, jvm?.metaspaceMax),
    size(jvm?.directUsed),
    pair(jvm?.managedUsed, jvm?.managedTotal),
    size(memory && partsOf(memory).unexplained),
    jvm?.gcMsPerSecond === undefined ? '-' : `${Math.round(jvm.gcMsPerSecond / 10)}%`,
    memory === undefined ? 'not measured' : state,
  ];
}

const hasGrowth = ({ memory }: MemoryRow): boolean => memory !== undefined && usageTrend(memory).kind === 'measured';

function growth({ memory, end }: MemoryRow): string {
  const trend = memory && end === undefined ? usageTrend(memory) : undefined;
  return trend?.kind === 'measured' ? slopeText(trend.perMinute) : '-';
}

const size = (bytes: number | undefined): string => (bytes === undefined ? '-' : String(Math.round(bytes / 2 ** 20)));
const pair = (used: number | undefined, max: number | undefined): string =>
  used === undefined && max === undefined ? '-' : `${size(used)}/${size(max)}`;

function* detailLines(row: MemoryRow, { config, now }: Options): Generator<string> {
  const { name, role, memory, jobs } = row;
  yield `${name} (${role})`;
  for (const text of verdictOf(row, now)) yield `  ${text}`;
  if (jobs.length > 0) yield `  Runs ${jobs.join(', ')}`;
  if (memory === undefined) return;
  const at = memory.usageAt ?? memory.jvmAt;
  if (at !== undefined) yield `  Measured at ${utcClockAndAge(at, now)}`;
  const { usage, limit, jvm } = memory;
  yield '';
  const parts = partsOf(memory).parts.map((part) => [`  ${part.name}`, inMebibytes(part.bytes)]);
  const total = [`  container`, usage === undefined ? '-' : `${inMebibytes(usage)} of ${size(limit)} MiB`];
  yield* tableLines(['  IN THE CONTAINER', 'SIZE'], [...parts, total], (cellsOf) => cellsOf);
  const model = memory.model ?? (role === 'jobmanager' && config ? jobManagerModel(config) : undefined);
  if (model !== undefined) yield* modelLines(model);
  if (jvm?.heapUsed !== undefined) {
    yield '';
    yield `  ${jvmFacts(jvm).join(', ')}`;
  }
  yield '';
}

function jvmFacts(jvm: JvmMemory): readonly string[] {
  const { heapUsed, heapMax, metaspaceUsed, metaspaceMax, gcMsPerSecond } = jvm;
  return [
    `heap ${pair(heapUsed, heapMax)} MiB`,
    ...(metaspaceUsed === undefined ? [] : [`metaspace ${pair(metaspaceUsed, metaspaceMax)} MiB`]),
    ...(gcMsPerSecond === undefined ? [] : [`garbage collections ${Math.round(gcMsPerSecond / 10)}% of the time`]),
  ];
}

function* modelLines({ parts, process }: MemoryModel): Generator<string> {
  yield '';
  const rows = parts.map(({ name, bytes, option }) => [`  ${name}`, inMebibytes(bytes), option]);
  const all = [...rows, ['  process', inMebibytes(process), '']];
  yield* tableLines(["  FLINK'S MODEL", 'SIZE', 'OPTION'], all, (cellsOf) => cellsOf);
}
