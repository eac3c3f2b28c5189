import type { JobEventTime } from '../session/event-time/job-event-time.ts';
import { formatDuration } from '../text/duration.ts';
import { holderReason, holderText, lagText, watermarkText } from './event-time-texts.ts';
import { findStuckWatermark } from './stuck-watermark.ts';

/** The state of the event time of a job in one sentence without a full stop. */
export type EventTimeVerdict = {
  readonly kind: 'unused' | 'unknown' | 'ended' | 'stuck' | 'quiet' | 'starting' | 'held-back' | 'moving';
  readonly text: string;
};

const quietAfterMs = 60_000;

/** @param now epoch ms by the API server's clock */
export function eventTimeVerdict(eventTime: JobEventTime, now: number): EventTimeVerdict {
  const { usage, watermark, lagMs, holder, quietMs, runningAt } = eventTime;
  if (usage === 'unused') {
    return { kind: 'unused', text: 'This job does not use event time: no operator has a watermark' };
  }
  if (watermark === undefined) return { kind: 'unknown', text: 'Flink reports no watermark of the last vertices' };
  if (watermark === 'ended') return { kind: 'ended', text: 'The watermark has ended: the sources are finished' };
  const stuck = findStuckWatermark(eventTime);
  const cause = holder === undefined ? '' : `: ${holderText(holder)} ${holderReason(holder)}`;
  if (stuck !== undefined) {
    const since = stuck.since === undefined ? '' : ` for ${formatDuration(now - stuck.since)}`;
    return {
      kind: 'stuck',
      text: `${watermark === 'none' ? 'No watermark' : 'Watermark stands still'}${since}${cause}`,
    };
  }
  if (quietMs !== undefined && quietMs >= quietAfterMs) {
    const waits =
      watermark === 'none' ? 'there is no watermark yet' : `the watermark waits at ${watermarkText(watermark, now)}`;
    return { kind: 'quiet', text: `No records for ${formatDuration(quietMs)}: ${waits}` };
  }
  if (watermark === 'none' || lagMs === undefined) {
    const age = runningAt === undefined ? '' : `, the job runs for ${formatDuration(now - runningAt)}`;
    return { kind: 'starting', text: `No watermark yet${age}${cause}` };
  }
  const behind = lagMs < 0 ? `Watermark ${lagText(lagMs)} of the clock` : `Watermark ${lagText(lagMs)} behind`;
  return { kind: holder === undefined ? 'moving' : 'held-back', text: behind + cause };
}

/** Says once why no source has pending records; undefined if one has. */
export function missingBacklog({ vertices }: JobEventTime): string | undefined {
  if (vertices.some(({ backlog, sample }) => backlog !== undefined || sample?.recordsLag !== undefined))
    return undefined;
  return 'Pending records: n/a, the connector does not report them';
}
