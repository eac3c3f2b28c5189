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

/** `minutesOf` is what the logs of a pod counted. */
export function podColumns(
  clusterId: string,
  minutesOf: (uid: string) => readonly LogMinutes[],
  now: number,
): readonly Column<PodRow>[] {
  const troubleColumn = (form: SparklineFormat, shown: Pick<Column<PodRow>, 'from' | 'to'>): Column<PodRow> => ({
    ...shown,
    title: form.title,
    width: form.width,
    text: ({ uid }) => errorSparkline(minutesOf(uid), now, form).text,
    token: ({ uid }) => errorSparkline(minutesOf(uid), now, form).token,
  });
  return [
    // Room for the whole name of the thousandth TaskManager; a reason is longer than most names.
    { title: 'NAME', width: { share: 1, min: 18 }, isName: true, text: ({ name }) => shortPodName(name, clusterId) },
    {
      title: 'STATE',
      width: 16,
      text: ({ status: word }) => (word === 'leader' ? '★ leader' : word),
      token: ({ health }) => healthTokens[health],
    },
    { title: 'SLOTS', width: 5, align: 'right', text: usedSlots },
    { title: 'AGE', width: 6, align: 'right', text: ageOf, token: () => 'muted' },
    { title: 'RESTARTS', width: 8, from: 102, align: 'right', text: ({ restarts }) => String(restarts) },
    troubleColumn(sparklineFormats.short, { from: 72, to: 100 }),
    troubleColumn(sparklineFormats.long, { from: 100 }),
    { title: 'WHY', width: { share: 2 }, from: 64, text: ({ reason: why }) => why, token: () => 'muted' },
  ];
}

function usedSlots({ taskManager }: PodRow): string {
  return taskManager === undefined ? '' : `${taskManager.slots - taskManager.freeSlots}/${taskManager.slots}`;
}

function ageOf({ createdAt, goneAt }: PodRow, now: number): string {
  return formatAge((goneAt ?? now) - createdAt);
}
