import { restartsInHour } from '../../diagnosis/restarts.ts';
import { hasEnded } from '../../flink/has-ended.ts';
import { jobDurationMs } from '../../flink/job-duration.ts';
import type { JobRow } from '../../session/readings/join-jobs.ts';
import type { SessionSnapshot } from '../../session/snapshot.ts';
import { largest } from '../../text/largest.ts';
import { formatAge } from '../draw/age.ts';
import { sparkline } from '../draw/sparkline.ts';
import { type JobHealths, jobHealthTokens, shownHealth } from '../state/job-health.ts';
import { type JobTints, tintOf } from '../state/job-tint.ts';
import { jobTokens } from '../state/job-tokens.ts';
import { recentRestartsText, restartCounts, type restartsOf } from '../state/restarts.ts';
import type { Column } from '../table/table-format.ts';
import type { Token } from '../theme/theme.ts';
import { measuredColumns } from './measured-columns.ts';

/** Usual names are whole even if other columns then do not fit. */
const nameWidths = { least: 12, most: 20, preferred: 32 };

function nameColumn(jobs: readonly JobRow[]): Column<JobRow> {
  const lengths = jobs.map(({ name }) => name.length);
  return {
    title: 'NAME',
    sortKey: 'name',
    importance: 1,
    width: { min: Math.min(largest(lengths, nameWidths.least), nameWidths.most), preferred: nameWidths.preferred },
    isName: true,
    text: ({ name }) => name,
  };
}

const stateColumn: Column<JobRow> = {
  title: 'STATE',
  sortKey: 'state',
  importance: 8,
  width: 12,
  text: ({ state }) => state,
  token: ({ state }) => jobTokens[state],
};

/** Without findings, the column is narrow. Long reasons are cut before other columns vanish. */
const healthWidths = { least: 12, most: 52, preferred: 72 };
/** Columns for the name, and for the marks and the gaps. */
const besideHealth = 36;

function healthColumn(jobs: readonly JobRow[], healths: JobHealths, width: number): Column<JobRow> {
  const most = Math.min(healthWidths.most, Math.max(healthWidths.least, width - besideHealth));
  const lengths = jobs.map(({ id }) => {
    const health = healths.get(id);
    return health === undefined ? 0 : shownHealth(health).length;
  });
  const needed = largest(lengths, healthWidths.least);
  return {
    title: 'HEALTH',
    sortKey: 'health',
    importance: 2,
    width: { min: Math.min(needed, most), preferred: Math.min(needed, healthWidths.preferred) },
    text: ({ id }) => {
      const health = healths.get(id);
      return health === undefined ? '' : shownHealth(health);
    },
    token: ({ id }) => {
      const health = healths.get(id);
      return health && jobHealthTokens[health.kind];
    },
  };
}

const tasksColumn: Column<JobRow> = {
  title: 'TASKS',
  sortKey: 'tasks',
  importance: 9,
  width: { short: 7, long: 9 },
  align: 'right',
  text: taskCounts,
};

/** Age of the row's data. The column is shown only while some rows have old data. */
const ageColumn: Column<JobRow> = {
  title: 'DATA',
  importance: 3,
  width: 14,
  text: ({ unresponsiveSince }, now) =>
    unresponsiveSince === undefined ? '' : `as of ${formatAge(now - unresponsiveSince)} ago`,
  token: () => 'warning',
};

/** Returns the columns for these jobs. An id has the same colour as in the logs. */
export function jobColumns(
  jobs: readonly JobRow[],
  {
    tints,
    serverNow,
    restarts,
    healths,
    snapshot,
    width,
  }: {
    readonly tints: JobTints;
    readonly serverNow: number;
    readonly restarts: ReturnType<typeof restartsOf>;
    readonly healths: JobHealths;
    readonly snapshot: SessionSnapshot | undefined;
    /** Columns of the pane. */
    readonly width: number;
  },
): readonly Column<JobRow>[] {
  const hasStaleJob = jobs.some(({ unresponsiveSince }) => unresponsiveSince !== undefined);
  return [
    nameColumn(jobs),
    healthColumn(jobs, healths, width),
    ...(hasStaleJob ? [ageColumn] : []),
    ...(jobs.some(({ id }) => restartsInHour(restarts.get(id), serverNow).length > 0)
      ? [restartsColumn(restarts, serverNow), restartsStrip(restarts, serverNow)]
      : []),
    ...measuredColumns(jobs, snapshot, serverNow),
    stateColumn,
    tasksColumn,
    durationColumn(serverNow),
    idColumn(tints),
  ];
}

/** The columns of restarts are shown only if a job has restarted in the last hour. */
function restartsColumn(restarts: ReturnType<typeof restartsOf>, serverNow: number): Column<JobRow> {
  return {
    title: 'RESTARTS/H',
    shortTitle: 'RESTARTS',
    importance: 4,
    width: { short: 8, long: 14 },
    text: ({ id }, _, width) => recentRestartsText(restarts.get(id), serverNow, width),
    token: restartsToken,
  };
}

/** Restarts of a job that has ended need no attention. */
const restartsToken = ({ state }: JobRow): Token => (hasEnded(state) ? 'muted' : 'error');

const stripWidth = 20;

function restartsStrip(restarts: ReturnType<typeof restartsOf>, serverNow: number): Column<JobRow> {
  return {
    title: 'LAST HOUR',
    importance: 12,
    width: stripWidth,
    text: ({ id }) => {
      const counts = restartCounts(restarts.get(id), serverNow, stripWidth);
      return counts.some((count) => count > 0) ? (sparkline(counts, 1)[0] ?? '') : '';
    },
    token: restartsToken,
  };
}

/** Start times are from the JobManager's clock, which is closer to the API server's clock than to the local one. */
function durationColumn(serverNow: number): Column<JobRow> {
  return {
    title: 'DURATION',
    shortTitle: 'TIME',
    sortKey: 'duration',
    importance: 10,
    width: 8,
    align: 'right',
    text: (job) => formatAge(jobDurationMs(job, serverNow)),
    token: () => 'muted',
  };
}

function idColumn(tints: JobTints): Column<JobRow> {
  return {
    title: 'ID',
    sortKey: 'id',
    importance: 11,
    width: 8,
    text: ({ id }) => id.slice(0, 8),
    token: ({ id }) => tintOf(id, tints),
  };
}

/** Formats the number of running and finished tasks, and the total, such as `3/4`. */
function taskCounts({ tasks }: JobRow): string {
  return `${(tasks.running ?? 0) + (tasks.finished ?? 0)}/${tasks.total}`;
}
