import type { LogMinutes } from '../../logs/log-store.ts';
import type { PodRow } from '../../session/snapshot.ts';
import { shortPodName } from '../../text/short-pod-name.ts';
import { formatAge } from '../draw/age.ts';
import { healthTokens, statusText } from '../state/pod-status.ts';
import type { Column } from '../table/table-format.ts';
import { errorSparkline, sparklineFormats } from './error-sparkline.ts';

const { short, long } = sparklineFormats;

/** The data that the columns need in addition to a pod. */
export type PodFacts = {
  readonly clusterId: string;
  /** The widest status of all pods, in columns. */
  readonly statusWidth: number;
  /** Returns the counts per minute of a pod's logs. */
  readonly minutesOf: (uid: string) => readonly LogMinutes[];
};

/** Returns the columns of the pods table. The first widths fit half of a terminal with 148 columns. */
export function podColumns({ clusterId, statusWidth, minutesOf }: PodFacts, now: number): readonly Column<PodRow>[] {
  return [
    {
      title: 'NAME',
      sortKey: 'name',
      importance: 1,
      // Fits the name of the thousandth TaskManager.
      width: { min: 18 },
      isName: true,
      text: ({ name }) => shortPodName(name, clusterId),
    },
    {
      title: 'STATUS',
      sortKey: 'status',
      importance: 2,
      width: statusWidth,
      text: statusText,
      token: ({ health }) => healthTokens[health],
    },
    { title: 'SLOTS', sortKey: 'slots', importance: 4, width: 5, align: 'right', text: usedSlots },
    { title: 'AGE', sortKey: 'age', importance: 3, width: 6, align: 'right', text: ageOf, token: () => 'muted' },
    {
      title: 'RESTARTS',
      sortKey: 'restarts',
      shortTitle: 'RST',
      importance: 7,
      width: { short: 3, long: 8 },
      align: 'right',
      text: ({ restarts }) => String(restarts),
      token: ({ restarts }) => (restarts > 0 ? 'warning' : 'muted'),
    },
    {
      title: long.title,
      sortKey: 'errors',
      shortTitle: short.title,
      importance: 6,
      width: { short: short.width, long: long.width },
      text: ({ uid }, _, width) => errorSparkline(minutesOf(uid), now, formatOf(width)).text,
      token: ({ uid }, width) => errorSparkline(minutesOf(uid), now, formatOf(width)).token,
    },
    {
      title: 'REASON',
      sortKey: 'reason',
      importance: 5,
      width: { min: 10, preferred: 22 },
      text: ({ reason }) => reason,
      token: ({ health }) => (health === 'error' || health === 'warning' ? undefined : 'muted'),
    },
  ];
}

const formatOf = (width: number) => (width < long.width ? short : long);

function usedSlots({ taskManager }: PodRow): string {
  return taskManager === undefined ? '' : `${taskManager.slots - taskManager.freeSlots}/${taskManager.slots}`;
}

function ageOf({ createdAt, goneAt }: PodRow, now: number): string {
  return formatAge((goneAt ?? now) - createdAt);
}
