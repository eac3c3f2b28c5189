import { resources } from '../../kubernetes/resource.ts';
import { formatDuration } from '../../text/duration.ts';
import { jobSelectorHelp } from '../job/job-selector.ts';
import { command, type Plan } from '../record/command.ts';
import { CommandError, exitCodes } from '../record/command-error.ts';
import { readOnlyPlan, runWithoutProgress } from '../record/plan/read-only-plan.ts';
import { numberOption, textOption } from '../record/shared-options.ts';
import type { TalkersRequest } from './read-talkers.ts';

type TalkersPlan = Plan & { readonly request: TalkersRequest };
type ShownTalkers = {
  readonly names: readonly string[];
  readonly lines: readonly string[];
  readonly data: unknown;
};

const defaultSinceMs = 60_000;
const maxMs = 3_600_000;

export const talkers = command<TalkersPlan, ShownTalkers>({
  name: 'talkers',
  summary: 'Show which loggers write the most',
  description:
    'Show how many lines and bytes each logger writes, its share of the log, and what raising its level would save. ' +
    'Without POD and --job, count the logs of all pods, at most 50 of them and 4 MiB of each. The lines of a stack trace ' +
    'count for the logger that wrote it. Bytes are those of the lines as written. On the screen, the page of the loggers ' +
    'opens, which counts all followed logs.\n\n' +
    'IF RAISED is the next level up, and the share of all counted bytes that the logger would no longer write. ' +
    'log-level LOGGER LEVEL --for 15m tries it.\n\n' +
    '--job counts all lines of the TaskManagers that run the job, also those of other jobs. Lines of the JobManager are ' +
    'not counted, because they have no job.\n\n' +
    'JSON: an object with overSeconds, linesPerSecond, bytesPerSecond, pods, notes (what was not counted) and loggers. A ' +
    'logger has logger (null for lines without one), name, linesPerSecond, bytesPerSecond, eventsPerSecond, share (0 to ' +
    '1), levels (level, share of the logger), predictions (level, savedShare of the whole log, savedBytesPerSecond) and ' +
    'pods.',
  group: 'logs',
  examples: [
    'talkers',
    'talkers taskmanager-1-1 --since 5m',
    'talkers --job orders --follow-for 10s',
    'talkers -o json',
  ],
  needs: 'read',
  arguments: [
    {
      name: 'POD',
      kind: 'pod',
      required: false,
      many: true,
      summary: 'Pod name, or a unique suffix or prefix (default: all pods)',
    },
  ],
  options: [
    { name: 'job', value: 'JOB', kind: 'job', summary: `Only count the pods that run this job: ${jobSelectorHelp}` },
    {
      name: 'since',
      value: 'DURATION',
      kind: 'duration',
      summary: `Count the lines of this duration (default ${formatDuration(defaultSinceMs)})`,
    },
    {
      name: 'follow-for',
      value: 'DURATION',
      kind: 'duration',
      summary: 'Count new lines for this duration instead',
    },
  ],
  keys: [],
  rules: [{ verb: 'get', resource: resources.pods, subresource: 'log' }],
  // The page also works during an outage.
  available: () => true,
  plan: async (_services, input) => {
    const sinceMs = numberOption(input, 'since');
    const followMs = numberOption(input, 'follow-for');
    if (sinceMs !== undefined && followMs !== undefined) {
      throw new CommandError(exitCodes.usage, '--since and --follow-for are mutually exclusive');
    }
    for (const ms of [sinceMs, followMs]) {
      if (ms === undefined || (ms >= 1000 && ms <= maxMs)) continue;
      throw new CommandError(exitCodes.usage, `the duration must be from 1s to ${formatDuration(maxMs)}`);
    }
    const request = {
      pods: input.arguments,
      job: textOption(input, 'job'),
      sinceMs: sinceMs ?? defaultSinceMs,
      followMs,
    };
    return readOnlyPlan('Show the log volume by logger', { request });
  },
  run: runWithoutProgress(async (services, { request }, signal) => {
    // Loaded on demand: other commands do not need the counting.
    const [{ readTalkers }, { talkerLines, talkersData }, { isLogger }] = await Promise.all([
      import('./read-talkers.ts'),
      import('./show-talkers.ts'),
      import('../../logs/talkers/unnamed-loggers.ts'),
    ]);
    const result = await readTalkers(services, request, signal);
    const names = result.talkers.map(({ logger }) => logger).filter(isLogger);
    return { names, lines: [...talkerLines(result)], data: talkersData(result) };
  }),
  render: {
    text: ({ lines }) => lines.join('\n'),
    json: ({ data }) => data,
    names: ({ names }) => names,
  },
  onScreen: {
    // The page counts the last minute.
    when: ({ options }) => options.since === undefined && options['follow-for'] === undefined,
    override: (screen, input) => screen.showTalkers(input),
  },
});
