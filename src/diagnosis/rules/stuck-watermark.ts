import type { JobEventTime } from '../../session/event-time/job-event-time.ts';
import type { WatermarkHolder } from '../../session/event-time/watermark-holder.ts';
import { formatDuration } from '../../text/duration.ts';
import { formatRate } from '../../text/format-rate.ts';
import { allTasksRun } from '../all-tasks-run.ts';
import { holderReason, holderText, lagText, watermarkText } from '../event-time-texts.ts';
import type { Step } from '../finding.ts';
import type { JobRule } from '../rule.ts';
import { findStuckWatermark } from '../stuck-watermark.ts';
import { shortVertex } from '../texts.ts';

/** The watermark of a job does not move, so that its windows and timers wait. */
export const stuckWatermark: JobRule = {
  name: 'stuck-watermark',
  assess: ({ job, eventTime, now }) => {
    const stuck = eventTime && findStuckWatermark(eventTime);
    if (eventTime === undefined || stuck === undefined || !allTasksRun(job)) return [];
    const { holder, watermark } = eventTime;
    const state =
      watermark === 'none'
        ? `${job.name} has no watermark`
        : `The watermark of ${job.name} stands still${stuck.since === undefined ? '' : ` for ${formatDuration(now - stuck.since)}`}`;
    return [
      {
        severity: 'critical',
        health: 'watermark stuck',
        reason: holder === undefined ? '' : `by ${holderText(holder)}`,
        text: holder === undefined ? state : `${state}: ${holderText(holder)} ${holderReason(holder)}`,
        since: stuck.since,
        evidence: evidenceOf(eventTime, now),
        next: stepsOf(job.id, holder),
        vertex: holder?.vertex.name,
        subtask: holder?.subtask === undefined ? undefined : holder.subtask + 1,
        pod: holder?.pod,
      },
    ];
  },
};

function evidenceOf({ holder, watermark, lagMs, sourceRate = 0 }: JobEventTime, now: number): readonly string[] {
  const place =
    holder && [holder.operator, holder.split && `split ${holder.split}`].filter((part) => part !== undefined);
  return [
    ...(watermark === undefined
      ? []
      : [`watermark ${watermarkText(watermark, now)}${lagMs === undefined ? '' : `, ${lagText(lagMs)} behind`}`]),
    ...(holder === undefined || holder.others === 'none'
      ? []
      : [`watermark of the others ${watermarkText(holder.others, now)}`]),
    `the sources emit ${formatRate(sourceRate)}`,
    ...(place === undefined || place.length === 0 ? [] : [`held back in ${place.join(', ')}`]),
    ...(holder?.pod === undefined ? [] : [`${holderText(holder)} runs on ${holder.pod}`]),
  ];
}

function stepsOf(jobId: string, holder: WatermarkHolder | undefined): readonly Step[] {
  const tab: Step = { text: 'See the watermarks', command: `event-time ${jobId}` };
  if (holder === undefined) {
    return [
      tab,
      { text: 'Check that the timestamps of the records advance: one far in the future stops the watermark' },
    ];
  }
  const { vertex, pod, subtask, emitsNothing, idleMs } = holder;
  const name = shortVertex(vertex.name);
  const place = `${jobId} ${vertex.id}`;
  // A source with records that emits nothing hangs in a later operator of its chain.
  const hangs = emitsNothing === true && idleMs === undefined && subtask !== undefined;
  const steps: readonly (Step | false)[] = [
    { text: `See the watermarks of the subtasks of ${name}`, command: `event-time ${place}` },
    hangs && { text: 'See what its thread does', command: `threads ${place} ${subtask + 1}` },
    pod !== undefined && { text: 'Read the log of its pod', command: `logs ${pod}` },
    {
      text: `If ${name} may have no records, set withIdleness in its watermark strategy (table.exec.source.idle-timeout in SQL)`,
    },
  ];
  return steps.filter((step) => step !== false);
}
