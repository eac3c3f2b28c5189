import type { VertexEventTime } from '../../session/event-time/job-event-time.ts';
import { formatDuration } from '../../text/duration.ts';
import { formatRate } from '../../text/format-rate.ts';
import { allTasksRun } from '../all-tasks-run.ts';
import type { JobResult, JobRule } from '../rule.ts';
import { shortVertex } from '../texts.ts';

/** Fewer records per second in all subtasks are too few to compare. */
const minRate = 1;
/** Rates are averages of a minute. */
const settleMs = 90_000;

/**
 * A subtask of a source emits nothing, and others do. If that holds the watermark back, the rule about stuck watermarks tells.
 * Without records, it is a risk: the source may have fewer partitions than subtasks. With records, the subtask hangs.
 */
export const idleSource: JobRule = {
  name: 'idle-source',
  assess: ({ job, eventTime, pods }) => {
    if (eventTime === undefined || !allTasksRun(job)) return [];
    const { at, runningAt = at, watermark, holder, usage } = eventTime;
    // The rule about stuck watermarks tells, once the watermark has stood still for long enough.
    const isHeldBack = usage === 'used' && (watermark === 'none' || holder?.emitsNothing === true);
    if (at - runningAt < settleMs || isHeldBack) return [];
    return eventTime.vertices.filter(isPartlySilent).map((vertex) => describe(vertex, job, pods.get(vertex.vertex.id)));
  },
};

/** Whether a source has a subtask without records besides others with records. */
export function isPartlySilent({ isSource, vertex, sample }: VertexEventTime): boolean {
  const rate = sample?.rate;
  return isSource && vertex.parallelism > 1 && rate !== undefined && rate.min === 0 && rate.sum >= minRate;
}

function describe(
  { vertex, sample, subtasks }: VertexEventTime,
  { id, name: jobName }: { readonly id: string; readonly name: string },
  pods: readonly (string | undefined)[] = [],
): JobResult {
  const name = shortVertex(vertex.name);
  const silent = subtasks?.filter(({ rate }) => rate === 0) ?? [];
  const [first] = silent;
  const hasNoRecords = (first?.idleMs ?? sample?.idleMs?.max ?? 0) > 0;
  const place =
    first === undefined
      ? `A subtask of ${name}`
      : silent.length === 1
        ? `Subtask ${first.index + 1}/${vertex.parallelism} of ${name}`
        : `${silent.length} of ${vertex.parallelism} subtasks of ${name}`;
  const idleMs = first?.idleMs ?? sample?.idleMs?.max;
  const pod = first && pods[first.index];
  return {
    severity: hasNoRecords ? 'risk' : 'warning',
    health: 'source idle',
    reason: `${place[0]?.toLowerCase()}${place.slice(1)}`,
    text: hasNoRecords
      ? `${place} of ${jobName} has no records, the others have`
      : `${place} of ${jobName} emits nothing although it may have records, the others emit`,
    evidence: [
      `${vertex.name}: ${formatRate(sample?.rate?.sum ?? 0)} in all subtasks, none in the slowest one`,
      ...(hasNoRecords && idleMs !== undefined ? [`idle for ${formatDuration(idleMs)}`] : []),
      ...(pod === undefined ? [] : [`it runs on ${pod}`]),
    ],
    next: [
      { text: 'See the subtasks of the source', command: `event-time ${id} ${vertex.id}` },
      hasNoRecords
        ? { text: `Check that ${name} has at least as many partitions as subtasks` }
        : {
            text: 'See what its thread does',
            command: `threads ${id} ${vertex.id}${first === undefined ? '' : ` ${first.index + 1}`}`,
          },
    ],
    vertex: vertex.name,
    subtask: first && first.index + 1,
    pod,
  };
}
