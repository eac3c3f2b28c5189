import { parseMoment } from '../../logs/parse-moment.ts';
import { serverNow } from '../../session/server-now.ts';
import { parseDuration } from '../../text/duration.ts';
import { command, type Plan } from '../record/command.ts';
import { readOnlyPlan, runWithoutProgress } from '../record/plan/read-only-plan.ts';
import { textOption, textOptions } from '../record/shared-options.ts';
import type { TimelineFilter } from './timeline-filter.ts';
import { type TimelineKind, timelineKinds } from './timeline-kinds.ts';
import type { TimelineResult } from './timeline-result.ts';

type TimelinePlan = Plan & { readonly filter: TimelineFilter };

const defaultSinceMs = 24 * 3_600_000;

export const timeline = command<TimelinePlan, TimelineResult>({
  name: 'timeline',
  summary: 'Show what happened in the cluster',
  description:
    'Show what happened in the session cluster, newest first: states and failures of jobs, checkpoints, pods, the ' +
    'leader, Kubernetes warnings, log levels, configuration changes and what users did. The entries come from the ' +
    'journal that attach and record write, from commands that change something, and from what Flink and Kubernetes ' +
    'still remember: the last 16 failures and 10 checkpoints of a job, and the events of the last hour. Restarts that ' +
    'Flink no longer lists are counted. Equal entries are one row. Rows with ! are problems. ' +
    'A burst of restarts, lost pods or failed checkpoints names its first entry and what changed in the ten minutes ' +
    'before it, which is not necessarily its cause. ' +
    'Times that nobody watched are shown as gaps. Times are in UTC by the clock of the API server.\n\n' +
    'The journal of a deleted cluster is shown if it is still stored.\n\n' +
    'JSON: an array of entries, newest first, with at, kind, severity, subject, text and the fields of the kind, and of ' +
    'gaps (kind gap) with at and until, and of bursts (kind burst) with burst, count, accuracy (exact, about or at least), ' +
    'first and before. until is null if nobody watches now. restart: the ordinal of the restart since the JobMaster ' +
    'started. count of kind restarts is missing if it is unknown. isSeen: no server states the time, so at is ' +
    'when flink-tui saw the change.',
  group: 'cluster',
  examples: ['timeline', 'timeline --since 2h --job orders', 'timeline --kind failure --kind pod -o json'],
  needs: 'read',
  arguments: [],
  options: [
    {
      name: 'since',
      value: 'TIME',
      kind: 'moment',
      summary: 'Only show entries since this time: 2h (ago), 14:05 or 2026-11-24T02:30:00Z (default 24h)',
    },
    { name: 'until', value: 'TIME', kind: 'moment', summary: 'Only show entries until this time' },
    { name: 'job', value: 'JOB', kind: 'job', summary: 'Only show entries of this job: id, id prefix or exact name' },
    { name: 'pod', value: 'POD', kind: 'pod', summary: 'Only show entries of this pod' },
    { name: 'kind', value: 'KIND', choices: timelineKinds, many: true, summary: 'Only show entries of this kind' },
  ],
  keys: [],
  rules: [],
  available: () => true,
  plan: async ({ connection, now }, input) => {
    const serverTime = serverNow(connection, now());
    return readOnlyPlan('Show the timeline', {
      filter: {
        since: momentOption(textOption(input, 'since'), serverTime) ?? serverTime - defaultSinceMs,
        until: momentOption(textOption(input, 'until'), serverTime),
        job: textOption(input, 'job'),
        pod: textOption(input, 'pod'),
        kinds: textOptions(input, 'kind') as readonly TimelineKind[],
      },
    });
  },
  run: runWithoutProgress(async (services, { filter }, signal) => {
    // Loaded on demand: other commands do not need the texts of entries.
    const { showTimeline } = await import('./show-timeline.ts');
    return showTimeline(services, filter, signal);
  }),
  render: {
    text: ({ lines }) => [...lines()].join('\n'),
    json: ({ items }) => [...items()],
    streamed: { lines: ({ lines }) => lines(), items: ({ items }) => items() },
    names: ({ names }) => names(),
  },
  withoutSession: (error) => {
    throw error;
  },
});

function momentOption(text: string | undefined, now: number): number | undefined {
  if (text === undefined) return undefined;
  const ago = parseDuration(text);
  return ago === undefined ? parseMoment(text, now) : now - ago;
}
