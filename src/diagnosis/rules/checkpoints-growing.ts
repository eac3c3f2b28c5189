import { formatDuration } from '../../text/duration.ts';
import { formatSize } from '../../text/format-size.ts';
import type { JobEvidence } from '../evidence.ts';
import { hourMs } from '../restarts.ts';
import type { JobRule } from '../rule.ts';

type Size = { readonly at: number; readonly bytes: number };

const minSizes = 6;
const minGrownBytes = 2 ** 20;
/** The last size divided by the first. */
const minGrowth = 1.5;
/** Part of the steps between two sizes that must be upwards. */
const minUpwards = 0.8;

/** The state of a job grows from checkpoint to checkpoint. */
export const checkpointsGrowing: JobRule = {
  name: 'checkpoints-growing',
  assess: (evidence) => {
    const { job } = evidence;
    const sizes = sizesOf(evidence);
    const [first, last] = [sizes[0], sizes.at(-1)];
    const middle = sizes[Math.floor(sizes.length / 2)];
    if (first === undefined || last === undefined || middle === undefined || sizes.length < minSizes) return [];
    const grown = last.bytes - first.bytes;
    const upwards = sizes.filter(({ bytes }, index) => index > 0 && bytes > (sizes[index - 1]?.bytes ?? 0)).length;
    const isGrowing =
      grown >= minGrownBytes &&
      last.bytes >= first.bytes * minGrowth &&
      // A state that grew only after the start has stopped growing.
      last.bytes - middle.bytes >= grown * 0.25 &&
      upwards >= (sizes.length - 1) * minUpwards;
    if (!isGrowing) return [];
    const perHour = (grown / (last.at - first.at)) * hourMs;
    const duration = formatDuration(last.at - first.at);
    return [
      {
        severity: 'warning',
        health: 'state growing',
        reason: `+${formatSize(perHour)} per hour`,
        text: `The state of ${job.name} grows by ${formatSize(perHour)} per hour`,
        since: first.at,
        evidence: [
          `${formatSize(first.bytes)} to ${formatSize(last.bytes)} in ${duration}, ${sizes.length} checkpoints`,
        ],
        next: [{ text: 'See the sizes of the checkpoints', command: `checkpoints ${job.id}` }],
      },
    ];
  },
};

/** Returns the sizes of the completed checkpoints in the last hour, from the journal and from Flink, oldest first. */
function sizesOf({ job, now, entries = [], checkpoints: { value } }: JobEvidence): readonly Size[] {
  const byId = new Map<number, Size>();
  for (const entry of entries) {
    if (entry.kind !== 'checkpoint' || entry.job !== job.id || entry.outcome !== 'completed') continue;
    if (entry.isSavepoint === true || entry.bytes === undefined || now - entry.at > hourMs) continue;
    byId.set(entry.id, { at: entry.flinkAt ?? entry.at, bytes: entry.bytes });
  }
  const history = value?.enabled === true ? value.history : [];
  for (const { id, status, isSavepoint, bytes, endedAt } of history) {
    if (status !== 'completed' || isSavepoint || bytes === undefined || endedAt === undefined) continue;
    if (now - endedAt <= hourMs) byId.set(id, { at: endedAt, bytes });
  }
  return [...byId].sort(([a], [b]) => a - b).map(([, size]) => size);
}
