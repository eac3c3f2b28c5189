import { formatRate } from '../../text/format-rate.ts';
import type { JobRule } from '../rule.ts';
import { percent, shortVertex } from '../texts.ts';
import { milliseconds, perRecordText, type UnevenSubtask, unevenSubtasks } from '../uneven-subtask.ts';

/** One subtask of a vertex is busy because each record takes it longer than the others. */
export const blockedSubtask: JobRule = {
  name: 'blocked-subtask',
  assess: ({ job, vertices, shares, pods }) => {
    const worst = unevenSubtasks({ vertices, shares }).find(({ kind }) => kind === 'blocked');
    if (worst?.index === undefined) return [];
    const { vertex, index } = worst;
    const name = shortVertex(vertex.name);
    const place = `${name} (${index + 1}/${vertex.parallelism})`;
    const pod = pods.get(vertex.id)?.[index];
    const times = perRecordText(worst) ?? 'processes no record';
    return [
      {
        severity: 'warning',
        health: 'blocked',
        reason: `${name} ${index + 1}/${vertex.parallelism} ${times}`,
        text: `One subtask of ${name} holds ${job.name} up: ${place} ${longText(worst)}`,
        evidence: [
          `${place}: ${percent(worst.busiest)} busy, ${rateText(worst.rate)}; others ${percent(worst.others)} busy, ${rateText(worst.othersRate)} on average`,
          ...(pod === undefined ? [] : [`${place} runs on ${pod}`]),
        ],
        next: [
          {
            text: `See what ${place} does: a profile of its threads`,
            command: `threads ${job.id} ${vertex.id} ${index + 1}`,
          },
          { text: 'See the load of the subtasks', command: `subtasks ${job.id} ${vertex.id}` },
        ],
        vertex: vertex.name,
        subtask: index + 1,
        pod,
      },
    ];
  },
};

/** `needs 500 ms for a record, the others 2.5 ms` */
function longText({ msPerRecord, othersMsPerRecord }: UnevenSubtask): string {
  if (msPerRecord === undefined) return 'is busy, but has processed no record in the last minute';
  return `needs ${milliseconds(msPerRecord)} for a record, the others ${milliseconds(othersMsPerRecord ?? 0)}`;
}

const rateText = (rate: number | undefined): string =>
  rate === undefined ? 'rate unknown' : formatRate(rate).replace('/s', ' records/s');
