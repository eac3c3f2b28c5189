import { healthText, type JobHealth } from '../../diagnosis/health.ts';
import { hasEnded } from '../../flink/has-ended.ts';
import { jobDurationMs } from '../../flink/job-duration.ts';
import { inJobOrder } from '../../flink/job-order.ts';
import type { JobOverview } from '../../flink/responses.ts';
import type { JobRow } from '../../session/readings/join-jobs.ts';
import { serverNow } from '../../session/server-now.ts';
import { formatDuration } from '../../text/duration.ts';
import { tableLines } from '../../text/table.ts';
import { utcTime } from '../../text/utc-time.ts';
import { checkFlinkReachable } from '../record/availability.ts';
import { command, type Plan } from '../record/command.ts';
import { readOnlyPlan, runWithoutProgress } from '../record/plan/read-only-plan.ts';
import { hasNoOptions, isOn } from '../record/shared-options.ts';
import { jobData } from './job-data.ts';
import type { JobHealths } from './job-healths.ts';

type ListPlan = Plan & { readonly all: boolean; readonly health: boolean };
type ListResult = {
  readonly jobs: readonly JobRow[];
  readonly healths: JobHealths;
  readonly all: boolean;
  /** API server's clock in epoch ms, for the durations of running jobs. */
  readonly listedAt: number;
};

export const list = command<ListPlan, ListResult>({
  name: 'list',
  aliases: ['jobs'],
  summary: 'List jobs',
  description:
    'List running and waiting jobs, newest first. With --all, also list ended jobs. By default, Flink keeps ended jobs ' +
    'for an hour, or until the JobManager is replaced.\n\n' +
    'Flink omits jobs whose JobMaster does not respond. On the screen, list adds these jobs with their last known data ' +
    'and the age of the data.\n\n' +
    'On the screen, list without options goes to the jobs pane.\n\n' +
    'list shows the health of each job as far as it is known without waiting: from the journal, if the screen or record ' +
    'watches the cluster. Everything else is not assessed. --health measures the jobs, which takes a few seconds.\n\n' +
    'JSON: an array of jobs with id, name, state, health, reason, restartsLastHour (null if unknown), rootCause ' +
    '(exception, message, task, pod and at, or null), startTime, endTime, durationMs, lastModification and tasks (count by ' +
    'state). Times are ISO 8601 in UTC or null. A job that Flink omits also has unresponsiveSince, the time of its data.',
  group: 'jobs',
  examples: ['list', 'list --all', 'list --health'],
  needs: 'read',
  arguments: [],
  options: [
    { name: 'all', short: 'a', summary: 'Also list ended jobs' },
    { name: 'health', summary: 'Measure the health of the jobs' },
  ],
  keys: [],
  rules: [],
  available: checkFlinkReachable,
  plan: async (_services, input) =>
    readOnlyPlan('List jobs', { all: isOn(input, 'all'), health: isOn(input, 'health') }),
  run: runWithoutProgress(async (services, { all, health }, signal) => {
    // Loaded on demand: most commands do not need the rules.
    const { measureJobs, readJobs } = await import('./job-healths.ts');
    const { jobs: listed, judge } = await (health ? measureJobs : readJobs)(services, signal);
    const jobs = withOmittedJobs(listed, services.snapshot?.jobs);
    return {
      jobs: jobs.filter(({ state }) => all || !hasEnded(state)).toSorted(inJobOrder),
      healths: judge(jobs),
      all,
      listedAt: serverNow(services.connection, Date.now()),
    };
  }),
  render: {
    text: (result, options) => [...linesOf(result, options)].join('\n'),
    json: (result) => [...itemsOf(result)],
    streamed: { lines: linesOf, items: itemsOf },
    names: ({ jobs }) => jobs.map(({ id }) => id),
  },
  onScreen: { when: hasNoOptions, override: (screen) => screen.showPane('jobs'), needs: 'nothing' },
});

/** Adds jobs from the session's previous readings. Flink omits these jobs, because their JobMaster does not respond. */
function withOmittedJobs(listed: readonly JobOverview[], known: readonly JobRow[] = []): readonly JobRow[] {
  const unresponsive = known.filter(({ unresponsiveSince }) => unresponsiveSince !== undefined);
  return [...listed, ...unresponsive.filter(({ id }) => listed.every((job) => job.id !== id))];
}

function linesOf(
  { jobs, healths, all, listedAt }: ListResult,
  { wide, now }: { readonly wide: boolean; readonly now: number },
): Iterable<string> {
  if (jobs.length === 0) return [all ? 'No jobs' : 'No running jobs'];
  const header = ['STATE', 'ID', 'NAME', 'STARTED', 'DURATION', 'TASKS'];
  if (wide) header.push('BY STATE', 'CHANGED', 'ENDED');
  header.push('HEALTH');
  return tableLines(header, jobs, (job) => [
    ...row(job, jobDurationMs(job, listedAt), { wide, now }),
    healthCell(healths.get(job.id)),
  ]);
}

function* itemsOf({ jobs, healths, listedAt }: ListResult): Generator<unknown> {
  for (const job of jobs) yield jobData(job, healths.get(job.id), jobDurationMs(job, listedAt));
}

function row(
  job: JobRow,
  durationMs: number,
  { wide, now }: { readonly wide: boolean; readonly now: number },
): string[] {
  const { total, running = 0, ...others } = job.tasks;
  const cells = [
    stateText(job, now),
    job.id,
    job.name,
    utcTime(job.startTime),
    formatDuration(durationMs),
    `${running}/${total}`,
  ];
  if (!wide) return cells;
  const byState = Object.entries({ running, ...others }).filter(([, count]) => count > 0);
  return [
    ...cells,
    byState.map(([state, count]) => `${count} ${state}`).join(' ') || '-',
    utcTime(job.lastModification),
    job.endTime === undefined ? '-' : utcTime(job.endTime),
  ];
}

function stateText({ state, unresponsiveSince }: JobRow, now: number): string {
  return unresponsiveSince === undefined ? state : `${state}, as of ${formatDuration(now - unresponsiveSince)} ago`;
}

/** Only says what is not assessed, because the reason is the same for most jobs. */
function healthCell(health: JobHealth | undefined): string {
  if (health === undefined || health.kind === 'not assessed') return 'not assessed';
  return healthText(health);
}
