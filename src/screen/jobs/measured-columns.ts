import { percent } from '../../diagnosis/texts.ts';
import type { Checkpoint } from '../../flink/responses.ts';
import { checkpoints } from '../../session/readings/flink-readings.ts';
import type { VertexLoad } from '../../session/readings/job-load.ts';
import type { JobRow } from '../../session/readings/join-jobs.ts';
import { readingOf } from '../../session/readings/reading.ts';
import type { SessionSnapshot } from '../../session/snapshot.ts';
import { formatSize } from '../../text/format-size.ts';
import { formatAge } from '../draw/age.ts';
import type { Column } from '../table/table-format.ts';

/** Returns the columns of measured values that at least one of the jobs has. */
export function measuredColumns(
  jobs: readonly JobRow[],
  snapshot: SessionSnapshot | undefined,
  serverNow: number,
): readonly Column<JobRow>[] {
  if (snapshot === undefined) return [];
  const columns: Column<JobRow>[] = [
    {
      title: 'CHECKPOINT',
      importance: 5,
      width: { short: 10, long: 14 },
      align: 'right',
      text: (job, _, width) => checkpointText(latestCheckpoint(job, snapshot), serverNow, width),
      token: () => 'muted',
    },
    {
      title: 'LOAD',
      importance: 6,
      width: 9,
      align: 'right',
      text: (job) => loadText(worstLoad(job, snapshot)),
      token: (job) => ((worstLoad(job, snapshot)?.share ?? 0) >= highShare ? 'warning' : 'muted'),
    },
  ];
  return columns.filter(({ text, width }) =>
    jobs.some((job) => text(job, serverNow, typeof width === 'number' ? width : 14) !== ''),
  );
}

const highShare = 0.8;

function latestCheckpoint({ id }: JobRow, snapshot: SessionSnapshot): Checkpoint | undefined {
  const { value } = readingOf(snapshot, checkpoints(id));
  return value?.enabled === true ? value.latestCompleted : undefined;
}

/** Age and size: `12s 48.3 MiB`. */
function checkpointText(checkpoint: Checkpoint | undefined, now: number, width: number): string {
  if (checkpoint === undefined) return '';
  const age = formatAge(now - (checkpoint.completedAt ?? checkpoint.triggeredAt));
  const size = formatSize(checkpoint.stateSize);
  return age.length + size.length + 1 <= width ? `${age} ${size}` : age;
}

type Worst = { readonly kind: 'busy' | 'bp'; readonly share: number };

/** Returns the highest share of a vertex: busy or back-pressured. */
function worstLoad({ id }: JobRow, { loads }: SessionSnapshot): Worst | undefined {
  const shares = [...(loads.get(id)?.load.values() ?? [])].flatMap(sharesOf);
  return shares.reduce<Worst | undefined>(
    (worst, each) => (worst === undefined || each.share > worst.share ? each : worst),
    undefined,
  );
}

const sharesOf = ({ busy, backPressured }: VertexLoad): Worst[] => [
  ...(busy === undefined ? [] : [{ kind: 'busy', share: busy } as const]),
  { kind: 'bp', share: backPressured },
];

const loadText = (worst: Worst | undefined): string =>
  worst === undefined ? '' : `${percent(worst.share)} ${worst.kind}`;
