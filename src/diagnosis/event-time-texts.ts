import type { CatchUp, Growth } from '../session/event-time/growth.ts';
import type { Backlog } from '../session/event-time/job-event-time.ts';
import { distanceMs, type Watermark, type WatermarkRange } from '../session/event-time/watermark.ts';
import type { WatermarkHolder } from '../session/event-time/watermark-holder.ts';
import { formatDuration, formatMeasured } from '../text/duration.ts';
import { formatCount } from '../text/format-count.ts';
import { formatRate } from '../text/format-rate.ts';
import { utcTime } from '../text/utc-time.ts';
import { shortVertex } from './texts.ts';

/** JavaScript has no later dates. */
const lastDate = 8.64e15;

/** `12:00:01`, `2026-11-28 12:00:01`, `none` or `ended`. Times are UTC. A number that is no time stays a number. */
export function watermarkText(watermark: Watermark, now: number): string {
  if (typeof watermark !== 'number') return watermark;
  if (Math.abs(watermark) > lastDate) return `${watermark}`;
  const [date = '', time = ''] = utcTime(watermark).slice(0, -1).split('T');
  return utcTime(now).startsWith(date) ? time : `${date} ${time}`;
}

/** `3.2 s`, `2m10s`, or `2m10s ahead` */
export const lagText = (lagMs: number): string =>
  lagMs < 0 ? `${formatMeasured(-lagMs)} ahead` : formatMeasured(lagMs);

/** `+480/s`, `-12/s` */
export function growthText({ perSecond }: Pick<Growth, 'perSecond'>): string {
  const size = formatRate(Math.abs(perSecond));
  return /^0[kM]?\//.test(size) ? '0/s' : `${perSecond < 0 ? '-' : '+'}${size}`;
}

/** `in 4m10s`, `never at this rate` or `steady` */
export function catchUpText(catchUp: CatchUp): string {
  if (catchUp.kind === 'never') return 'never at this rate';
  return catchUp.kind === 'steady' ? 'steady' : `in ${formatDuration(catchUp.seconds * 1000)}`;
}

/** `252k pending records, +480/s: never caught up at this rate` */
export function backlogText({ pendingRecords, growth, catchUp }: Backlog): string {
  const pending = `${formatCount(pendingRecords)} pending records`;
  if (growth === undefined || catchUp === undefined) return `${pending}, growth is being measured`;
  if (catchUp.kind === 'steady') return `${pending}, steady`;
  return `${pending}, ${growthText(growth)}: ${catchUp.kind === 'never' ? 'never caught up at this rate' : `caught up ${catchUpText(catchUp)}`}`;
}

/** `subtask 2/2 of Source: orders`, or `Source: orders` */
export function holderText({ vertex, subtask, isPart }: WatermarkHolder): string {
  const name = shortVertex(vertex.name);
  if (subtask !== undefined && vertex.parallelism > 1) return `subtask ${subtask + 1}/${vertex.parallelism} of ${name}`;
  return isPart && vertex.parallelism > 1 ? `a subtask of ${name}` : name;
}

/** The holder in the row of a vertex: `its subtask 2/2 emits nothing`, or `Source: orders 2/2`. */
export function holderInRow(holder: WatermarkHolder, vertexId: string): string {
  const { vertex, subtask, isPart } = holder;
  const isOne = subtask !== undefined && vertex.parallelism > 1;
  if (vertex.id !== vertexId)
    return `${shortVertex(vertex.name)}${isOne ? ` ${subtask + 1}/${vertex.parallelism}` : ''}`;
  const place = isOne ? `subtask ${subtask + 1}/${vertex.parallelism}` : isPart ? 'a subtask' : 'it';
  return `${place} ${holderReason(holder)}`;
}

/** Completes the holder: `emits nothing`, `has no watermark yet` or `is 3m10s behind the others` */
export function holderReason({ emitsNothing, watermark, others, isPart }: WatermarkHolder): string {
  if (emitsNothing === true) return 'emits nothing';
  if (watermark === 'none') return 'has no watermark yet';
  const rest = isPart ? 'the others' : 'the other inputs';
  if (typeof watermark === 'number' && typeof others === 'number') {
    return `is ${formatMeasured(others - watermark)} behind ${rest}`;
  }
  return `is behind ${rest}`;
}

/** `1.2 s`, or `some have none` */
export function spreadText(range: WatermarkRange | undefined): string | undefined {
  if (range === undefined || (range.min === range.max && typeof range.min !== 'number')) return undefined;
  if (range.min === 'none') return 'some have none';
  return range.max === 'ended' ? 'some ended' : formatMeasured(distanceMs(range.min, range.max));
}
