import { type LogLevel, logLevels } from '../../logs/log-store.ts';
import { jobArgumentHelp } from '../job/job-selector.ts';
import type { Option } from '../record/command.ts';

/** What `logs` can be asked, in the order of its help. */
export const logOptions: readonly Option[] = [
  { name: 'follow', short: 'f', summary: 'go on as lines come, over restarts and lost connections' },
  { name: 'since', value: 'DURATION', kind: 'duration', summary: 'only lines newer than that' },
  { name: 'since-time', value: 'TIME', kind: 'time', summary: 'only lines since then: 2026-11-24T02:30:00Z' },
  {
    name: 'tail',
    value: 'LINES',
    kind: 'count',
    summary:
      'only that many of the newest lines of each log, of which those are printed that the filters let pass; -1 for all',
  },
  {
    name: 'level',
    value: 'LEVEL',
    choices: logLevels,
    summary: 'only events of that level and above; what no logger wrote has none, and is printed',
  },
  {
    name: 'grep',
    value: 'PATTERN',
    many: true,
    summary:
      'only events with that text in a line, or with a match of the regular expression if it is written /REGEX/ or ~REGEX; ' +
      'with ! before it only those without. Case counts if there is a capital letter in it',
  },
  {
    name: 'exclude',
    value: 'PATTERN',
    many: true,
    summary: 'no events with that text, or a match of /REGEX/ or ~REGEX',
  },
  {
    name: 'logger',
    value: 'LOGGER',
    kind: 'logger',
    many: true,
    summary: 'only of that class, or of the package; of any of several',
  },
  {
    name: 'job',
    value: 'JOB',
    kind: 'job',
    summary: `only events that name that job or one of its tasks; by ${jobArgumentHelp}`,
  },
  { name: 'merge', summary: "several logs by the kubelet's time, as it is if not said" },
  { name: 'no-merge', summary: 'several logs one after the other; with -f as they come' },
  { name: 'timestamps', summary: "the kubelet's time before each line" },
  { name: 'container', short: 'c', value: 'NAME', summary: 'another container than flink-main-container' },
  { name: 'all-containers', summary: 'all containers of the pods, those that prepare them too' },
  { name: 'previous', short: 'p', summary: 'of the container before its last restart' },
];

export function isLogLevel(text: string | undefined): text is LogLevel {
  return logLevels.some((level) => level === text);
}
