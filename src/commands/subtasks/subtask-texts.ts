import { percent } from '../../diagnosis/texts.ts';
import type { RecordSkew } from '../../session/jobs/record-skew.ts';
import type { Measure, Shares } from '../../session/jobs/subtask-measures.ts';

const periods = {
  counters: 'in the last seconds',
  gauge: 'in the last minute',
  'since start': 'since the start',
} as const satisfies Record<Measure, string>;

/** `53% busy, 12% back-pressured, 35% idle in the last minute` */
export function averageText({ busy, backPressured, idle }: Shares, measure: Measure): string {
  const busyText = busy === undefined ? 'busy time not measured' : `${percent(busy)} busy`;
  return `${busyText}, ${percent(backPressured)} back-pressured, ${percent(idle)} idle ${periods[measure]}`;
}

/** `90%`, or `0.4%`: one of many subtasks has a small part. */
export const shareText = (share: number): string => (share < 0.1 ? `${(share * 100).toFixed(1)}%` : percent(share));

/** From this multiple of the average on, the subtask with the most records is named. */
const unevenFrom = 1.2;

/** `subtask 1 gets 90% of the records, 1.8× the average`, or `even` */
export function skewText({ subtask, share, timesAverage, records }: RecordSkew): string {
  if (timesAverage < unevenFrom) return 'even';
  const times = timesAverage < 9.95 ? timesAverage.toFixed(1).replace(/\.0$/, '') : Math.round(timesAverage);
  return `subtask ${subtask} ${records === 'in' ? 'gets' : 'emits'} ${shareText(share)} of the records, ${times}× the average`;
}
