import { formatDuration } from '../../text/duration.ts';
import { utcClock } from '../../text/utc-time.ts';
import { lastUsageText } from './last-usage.ts';
import type { MemoryRow } from './memory-rows.ts';
import { nativeNote, riskText, trendText } from './memory-texts.ts';
import { type PodMemory, partsOf } from './pod-memory.ts';
import { usageTrend } from './risks.ts';
import { inMebibytes, usedOf } from './size-texts.ts';

/** Unexplained memory below this is in every JVM: thread stacks, structures of the garbage collector, malloc. */
const usualNative = 128 * 2 ** 20;

/** What the memory of a pod means, in sentences without full stops. The most important one is first. */
export function verdictOf(
  { memory, risks, end }: Pick<MemoryRow, 'memory' | 'risks' | 'end'>,
  now: number,
): readonly string[] {
  if (memory === undefined) return ['Nothing measured yet'];
  if (end !== undefined) return [endText(memory, end, now), ...native(memory)];
  const found = risks.map((risk) => capital(riskText(risk)));
  return [...(found.length > 0 ? found : [healthy(memory)]), ...native(memory)];
}

/** `OOM-killed at 12:03:11: 998 of 1000 MiB used, growing by 60 MiB/min` */
function endText(memory: PodMemory, { how, at }: NonNullable<MemoryRow['end']>, now: number): string {
  const used = lastUsageText(memory);
  const ended = `${capital(how)} at ${utcClock(at, now)} UTC, ${formatDuration(Math.max(0, now - at))} ago`;
  return used === undefined ? ended : `${ended}. Last seen: ${used}`;
}

function native(memory: PodMemory): readonly string[] {
  const { unexplained } = partsOf(memory);
  if (unexplained === undefined || unexplained < usualNative) return [];
  return [`The JVM's own numbers do not explain ${inMebibytes(unexplained)}: ${nativeNote}`];
}

function healthy(memory: PodMemory): string {
  const { usage, limit, jvm } = memory;
  if (usage !== undefined) {
    const trend = usageTrend(memory);
    const isSingle = trend.kind === 'too short' && trend.spanMs === 0;
    const used = limit === undefined ? inMebibytes(usage) : usedOf(usage, limit);
    const growth = isSingle ? '' : `, ${trendText(trend)}`;
    return `Container memory ${used}${growth}${limit === undefined ? '. The limit is unknown' : ''}`;
  }
  if (jvm?.heapUsed === undefined || jvm.heapMax === undefined) return 'No limit is near';
  return `Heap ${usedOf(jvm.heapUsed, jvm.heapMax)}. The container usage is unknown`;
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
