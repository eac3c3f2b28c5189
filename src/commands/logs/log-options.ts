import { type LogLevel, logLevels } from '../../logs/log-store.ts';
import { jobSelectorHelp } from '../job/job-selector.ts';
import type { Option } from '../record/command.ts';

/** The options of `logs`, in help order. */
export const logOptions: readonly Option[] = [
  { name: 'follow', short: 'f', summary: 'Follow the logs across restarts and lost connections' },
  { name: 'since', value: 'DURATION', kind: 'duration', summary: 'Only print lines newer than this duration' },
  {
    name: 'since-time',
    value: 'TIME',
    kind: 'time',
    summary: 'Only print lines since this time, such as 2026-11-24T02:30:00Z',
  },
  {
    name: 'tail',
    value: 'LINES',
    kind: 'count',
    summary: 'Read only the newest LINES lines of each log, before filtering (default -1: all lines)',
  },
  {
    name: 'level',
    value: 'LEVEL',
    choices: logLevels,
    summary: 'Minimum level of events',
  },
  {
    name: 'grep',
    value: 'PATTERN',
    many: true,
    summary: 'Only print events that match PATTERN (repeatable)',
  },
  {
    name: 'exclude',
    value: 'PATTERN',
    many: true,
    summary: 'Hide events that match PATTERN (repeatable)',
  },
  {
    name: 'logger',
    value: 'LOGGER',
    kind: 'logger',
    many: true,
    summary: 'Only print events of this class or package (repeatable)',
  },
  {
    name: 'job',
    value: 'JOB',
    kind: 'job',
    summary: `Only print events that mention this job (${jobSelectorHelp}) or one of its tasks`,
  },
  { name: 'merge', summary: "Merge several logs by the kubelet's timestamps (default)" },
  { name: 'no-merge', summary: 'Print several logs one after the other, or in order of arrival with -f' },
  { name: 'timestamps', summary: "Print the kubelet's timestamp before each line" },
  { name: 'container', short: 'c', value: 'NAME', summary: 'Container to read (default flink-main-container)' },
  { name: 'all-containers', summary: 'Read all containers of the pods, including init containers' },
  { name: 'previous', short: 'p', summary: 'Print the logs from before the last container restart' },
];

export function isLogLevel(text: string | undefined): text is LogLevel {
  return logLevels.some((level) => level === text);
}
