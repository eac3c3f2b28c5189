import type { JobEventTime } from '../session/event-time/job-event-time.ts';

/** A watermark that stands still for less than this is normal. */
const stuckAfterMs = 60_000;
/** If no subtask is behind the others, the timestamps of the records may only be coarse. */
const coarseMs = 180_000;
/** Fewer records per second do not move a watermark steadily. */
const minRate = 0.1;

/** Since when the watermark of a job stands still although records flow. `since` is undefined if nobody has watched. */
export type StuckWatermark = { readonly since: number | undefined };

/**
 * Returns undefined if the watermark moves, has ended, or waits for records, and while that is unknown.
 * A subtask that has emitted nothing for a minute and is far behind is enough without a history.
 */
export function findStuckWatermark({
  usage,
  watermark,
  at,
  firstAt,
  runningAt,
  since,
  holder,
  sourceRate,
}: JobEventTime): StuckWatermark | undefined {
  if (usage === 'unused' || watermark === undefined || watermark === 'ended') return undefined;
  if (sourceRate === undefined || sourceRate < minRate) return undefined;
  if (watermark === 'none') {
    // A strategy without watermarks has none in any subtask.
    if (holder === undefined) return undefined;
    return runningAt !== undefined && at - runningAt >= stuckAfterMs ? { since: runningAt } : undefined;
  }
  if (since !== undefined && at - since >= (holder === undefined ? coarseMs : stuckAfterMs)) return { since };
  const isSilent = holder?.emitsNothing === true && at - watermark >= stuckAfterMs;
  const mayStand = since !== undefined && (since < at || firstAt === at);
  return isSilent && mayStand ? { since: undefined } : undefined;
}
