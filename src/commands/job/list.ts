import type { JobOverview } from '../../flink/answers.ts';
import { hasEnded } from '../../flink/has-ended.ts';
import { inJobOrder } from '../../flink/job-order.ts';
import type { JobRow } from '../../session/readings/join-jobs.ts';
import { formatDuration } from '../../text/duration.ts';
import { tableLines } from '../../text/table.ts';
import { utcTime } from '../../text/utc-time.ts';
import { flinkAnswers } from '../record/availability.ts';
import { command, type Plan } from '../record/command.ts';
import { readAtOnce, readPlan } from '../record/read-plan.ts';
import { isOn } from '../record/shared-options.ts';

type ListPlan = Plan & { readonly all: boolean };
type ListResult = { readonly jobs: readonly JobRow[]; readonly all: boolean };

export const list = command<ListPlan, ListResult>({
  name: 'list',
  summary: 'list the jobs',
  description:
    'Lists the jobs that run or wait to run, newest first; with --all also those that ended. Flink forgets ended jobs ' +
    'after an hour, and when its JobManager is replaced.\n\n' +
    'On the screen also jobs that Flink leaves out because their JobMaster does not answer, with how old what is told of ' +
    'them is.\n\n' +
    'JSON: an array of jobs; times are ISO 8601 in UTC or null, durations are milliseconds, tasks are counted by state. ' +
    'unansweredSince is there only for a job that Flink leaves out.',
  group: 'jobs',
  examples: ['list', 'list --all'],
  needs: 'read',
  arguments: [],
  options: [{ name: 'all', short: 'a', summary: 'also jobs that ended' }],
  keys: [],
  rules: [],
  available: flinkAnswers,
  plan: async (_services, input) => readPlan('list the jobs', { all: isOn(input, 'all') }),
  run: readAtOnce(async ({ connection, snapshot }, { all }, signal) => {
    const jobs = withLeftOut(await connection.flink.jobs(signal), snapshot?.jobs);
    const shown = jobs.filter(({ state }) => all || !hasEnded(state));
    return { jobs: shown.toSorted(inJobOrder), all };
  }),
  render: {
    text: (result, options) => [...linesOf(result, options)].join('\n'),
    json: ({ jobs }) => jobs.map(jobAsData),
    long: { lines: linesOf, items: itemsOf },
    names: ({ jobs }) => jobs.map(({ id }) => id),
  },
});

/** A list lacks the jobs whose JobMaster does not answer; the session knows them from before. */
function withLeftOut(listed: readonly JobOverview[], known: readonly JobRow[] = []): readonly JobRow[] {
  const unanswered = known.filter(({ unansweredSince }) => unansweredSince !== undefined);
  return [...listed, ...unanswered.filter(({ id }) => listed.every((job) => job.id !== id))];
}

function linesOf(
  { jobs, all }: ListResult,
  { wide, now }: { readonly wide: boolean; readonly now: number },
): Iterable<string> {
  if (jobs.length === 0) return [all ? 'no jobs' : 'no running jobs'];
  const header = ['STATE', 'ID', 'NAME', 'STARTED', 'DURATION', 'TASKS'];
  if (wide) header.push('BY STATE', 'CHANGED', 'ENDED');
  return tableLines(header, jobs, (job) => row(job, wide, now));
}

function* itemsOf({ jobs }: ListResult): Generator<unknown> {
  for (const job of jobs) yield jobAsData(job);
}

function row(job: JobRow, wide: boolean, now: number): string[] {
  const { total, running = 0, ...others } = job.tasks;
  const cells = [
    stateText(job, now),
    job.id,
    job.name,
    utcTime(job.startTime),
    formatDuration(job.durationMs),
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

function stateText({ state, unansweredSince }: JobRow, now: number): string {
  return unansweredSince === undefined ? state : `${state}, as of ${formatDuration(now - unansweredSince)} ago`;
}

function jobAsData(job: JobRow): unknown {
  const { id, name, state, startTime, endTime, durationMs, lastModification, tasks, unansweredSince } = job;
  return {
    id,
    name,
    state,
    startTime: utcTime(startTime),
    endTime: endTime === undefined ? null : utcTime(endTime),
    durationMs,
    lastModification: utcTime(lastModification),
    tasks,
    ...(unansweredSince !== undefined && { unansweredSince: utcTime(unansweredSince) }),
  };
}
