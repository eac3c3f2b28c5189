import type { PodMemory } from './pod-memory.ts';
import { usageTrend } from './risks.ts';
import { slopeText, usedOf } from './size-texts.ts';

/** `998 of 1000 MiB used, growing by 60 MiB/min`; undefined if the container usage is unknown. */
export function lastUsageText(memory: PodMemory): string | undefined {
  const { usage, limit } = memory;
  if (usage === undefined || limit === undefined) return undefined;
  const trend = usageTrend(memory);
  const isGrowing = trend.kind === 'measured' && trend.isRising;
  return `${usedOf(usage, limit)} used${isGrowing ? `, growing by ${slopeText(trend.perMinute).slice(1)}` : ''}`;
}
