import type { LogMinutes } from '../../logs/log-store.ts';
import type { Health, PodRow } from '../../session/snapshot.ts';
import { formatAge } from '../draw/age.ts';
import { shortPodName } from '../state/short-pod-name.ts';
import type { Column } from '../table/table-format.ts';
import type { Token } from '../theme/theme.ts';
import { errorSparkline, type SparklineFormat, sparklineFormats } from './error-sparkline.ts';

const healthTokens = {
  ok: 'ok',
  busy: 'busy',
  warning: 'warning',
  error: 'error',
  gone: 'gone',
} as const satisfies Record<Health, Token>;

/** Returns the columns of the pods table. `minutesOf` returns the counts per minute of a pod's logs. */
export function podColumns(
  clusterId: string,
  minutesOf: (uid: string) => readonly LogMinutes[],
  now: number,
): readonly Column<PodRow>[] {
  const sparklineColumn = (format: SparklineFormat, shown: Pick<Column<PodRow>, 'from' | 'to'>): Column<PodRow> => ({
    ...shown,
    title: format.title,
    sortKey: 'errors',
    width: format.width,
    text: ({ uid }) => errorSparkline(minutesOf(uid), now, format).text,
    token: ({ uid }) => errorSparkline(minutesOf(uid), now, format).token,
  });
  return [
    // `min` fits the name of the thousandth TaskManager. REASON has a larger share, because reasons are long.
    {
      title: 'NAME',
      sortKey: 'name',
      width: { share: 1, min: 18 },
      isName: true,
      text: ({ name }) => shortPodName(name, clusterId),
    },
    {
      title: 'STATUS',
      sortKey: 'status',
      width: 16,
      text: ({ status }) => (status === 'leader' ? '★ leader' : status),
      token: ({ health }) => healthTokens[health],
    },
    { title: 'SLOTS', sortKey: 'slots', width: 5, align: 'right', text: usedSlots },
    { title: 'AGE', sortKey: 'age', width: 6, align: 'right', text: ageOf, token: () => 'muted' },
    {
      title: 'RESTARTS',
      sortKey: 'restarts',
      width: 8,
      from: 102,
      align: 'right',
      text: ({ restarts }) => String(restarts),
    },
    sparklineColumn(sparklineFormats.short, { from: 72, to: 100 }),
    sparklineColumn(sparklineFormats.long, { from: 100 }),
    {
      title: 'REASON',
      sortKey: 'reason',
      width: { share: 2 },
      from: 64,
      text: ({ reason }) => reason,
      token: () => 'muted',
    },
  ];
}

function usedSlots({ taskManager }: PodRow): string {
  return taskManager === undefined ? '' : `${taskManager.slots - taskManager.freeSlots}/${taskManager.slots}`;
}

function ageOf({ createdAt, goneAt }: PodRow, now: number): string {
  return formatAge((goneAt ?? now) - createdAt);
}
