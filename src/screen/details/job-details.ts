import type { JobRow } from '../../session/readings/join-jobs.ts';
import { clockAndAge, clockAndDuration, formatAge } from '../draw/age.ts';
import { type JobTints, tintOf } from '../state/job-tint.ts';
import { jobTokens } from '../state/job-tokens.ts';
import type { Theme } from '../theme/theme.ts';
import { type Fact, factRows, nameRows } from './fact-rows.ts';

/** Formats everything that the job list says about a job. */
export function jobDetails(
  job: JobRow,
  {
    now,
    serverNow,
    theme,
    tints,
    width,
  }: {
    readonly now: number;
    readonly serverNow: number;
    readonly theme: Theme;
    readonly tints: JobTints;
    readonly width: number;
  },
): readonly string[] {
  const { id, name, state, startTime, endTime, unresponsiveSince } = job;
  const facts: readonly Fact[] = [
    { label: 'ID', text: id, token: tintOf(id, tints) },
    { label: 'State', text: state, token: jobTokens[state] },
    ...(unresponsiveSince === undefined
      ? []
      : [{ label: 'Data', text: `as of ${formatAge(now - unresponsiveSince)} ago`, token: 'warning' } as const]),
    { label: 'Tasks', text: tasksText(job) },
    { label: 'Started', text: clockAndAge(startTime, serverNow) },
    ...(endTime === undefined ? [] : [{ label: 'Ended', text: clockAndDuration(startTime, endTime, serverNow) }]),
  ];
  return [...nameRows(name, width, theme), ...factRows(facts, width, theme)];
}

/** `4: 3 running, 1 finished` */
function tasksText({ tasks: { total, ...counts } }: JobRow): string {
  const states = Object.entries(counts).filter(([, count]) => count > 0);
  return [`${total}`, states.map(([state, count]) => `${count} ${state}`).join(', ')].filter(Boolean).join(': ');
}
