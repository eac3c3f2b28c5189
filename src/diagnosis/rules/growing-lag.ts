import type { Growth } from '../../session/event-time/growth.ts';
import type { Backlog, VertexEventTime } from '../../session/event-time/job-event-time.ts';
import type { Point } from '../../session/jobs/measured-trend.ts';
import { formatDuration } from '../../text/duration.ts';
import { formatCount } from '../../text/format-count.ts';
import { formatRate } from '../../text/format-rate.ts';
import { allTasksRun } from '../all-tasks-run.ts';
import type { JobResult, JobRule } from '../rule.ts';
import { shortVertex } from '../texts.ts';

const minSpanMs = 120_000;
const minCount = 4;
/** A smaller backlog is no lag. */
const secondsOfBacklog = 60;
/** Slower growth is not worth a look. */
const minPerSecond = 1;
/** A backlog must grow by this part of its last value. */
const minShare = 0.05;
/** Part of the pairs of samples that must grow, and of the growth that must be in the second half. */
const minAgreement = 0.8;
const minLateShare = 0.25;

/** A source falls behind: its pending records grow. */
export const growingLag: JobRule = {
  name: 'growing-lag',
  assess: ({ job, eventTime }) => {
    if (eventTime === undefined || !allTasksRun(job)) return [];
    if (eventTime.vertices.some(mayGrow)) {
      const reason = 'needs 2 minutes of history: run why --watch-for 2m';
      return [{ kind: 'not assessed', what: 'the lag of the sources', reason }];
    }
    const growing = eventTime.vertices.filter(({ backlog }) => backlog !== undefined && isGrowing(backlog));
    const [worst] = growing.toSorted((a, b) => perSecondOf(b) - perSecondOf(a));
    return worst === undefined ? [] : [describe(worst, job)];
  },
};

/** Whether a backlog takes more than a minute, and was not watched for long enough to tell that it grows. */
const mayGrow = ({ backlog, sample }: VertexEventTime): boolean =>
  backlog !== undefined &&
  isTooShort(backlog.growth) &&
  backlog.pendingRecords > secondsOfBacklog * (sample?.rate?.sum ?? 0);

const isTooShort = (growth: Growth | undefined): boolean =>
  growth === undefined || (growth.perSecond >= minPerSecond && (growth.overMs < minSpanMs || growth.count < minCount));

/** Whether a backlog grows for more than two minutes, and not only up and down. */
export function isGrowing({ growth, points }: Pick<Backlog, 'growth' | 'points'>): boolean {
  const [first, last] = [points[0], points.at(-1)];
  if (growth === undefined || first === undefined || last === undefined) return false;
  if (growth.overMs < minSpanMs || growth.count < minCount || growth.perSecond < minPerSecond) return false;
  const change = last.value - first.value;
  const middle = points[Math.floor(points.length / 2)]?.value ?? 0;
  if (change < last.value * minShare || last.value - middle < change * minLateShare) return false;
  return agreementOf(points) >= minAgreement;
}

/** Returns the part of the pairs of points whose later one is higher. */
function agreementOf(points: readonly Point[]): number {
  const pairs = points.flatMap((from, index) => points.slice(index + 1).map((to) => to.value > from.value));
  return pairs.filter((grows) => grows).length / pairs.length;
}

const perSecondOf = ({ backlog }: VertexEventTime): number => backlog?.growth?.perSecond ?? 0;

function describe(
  { vertex, backlog, sample }: VertexEventTime,
  { id, name: jobName }: { readonly id: string; readonly name: string },
): JobResult {
  const name = shortVertex(vertex.name);
  const { pendingRecords = 0, growth, points = [] } = backlog ?? {};
  const rate = formatRate(growth?.perSecond ?? 0);
  const first = points[0];
  return {
    severity: 'warning',
    health: 'lag growing',
    reason: `${name} +${rate}`,
    text: `${jobName} falls behind: ${name} has ${formatCount(pendingRecords)} pending records, ${rate} more, so it never catches up at this rate`,
    since: first?.at,
    evidence: [
      `${formatCount(first?.value ?? 0)} to ${formatCount(pendingRecords)} pending records in ${formatDuration(growth?.overMs ?? 0)}`,
      ...(sample?.rate === undefined ? [] : [`${name} emits ${formatRate(sample.rate.sum)}`]),
    ],
    next: [
      { text: 'See the lag of the sources', command: `event-time ${id}` },
      { text: 'Find what limits the rate', command: `subtasks ${id} ${vertex.id}` },
    ],
    vertex: vertex.name,
  };
}
