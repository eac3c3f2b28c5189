import { formatDuration } from '../../text/duration.ts';
import { formatSize } from '../../text/format-size.ts';

type Rule = {
  /** Simple names of the classes in org.apache.flink that log the message, Flink 1.12 to 2.x. */
  readonly loggers: readonly string[];
  readonly pattern: RegExp;
  readonly short: string | ((...groups: string[]) => string);
};

const id = '[0-9a-f]{32}';
const attempt = `${id}_${id}_\\d+_(\\d+)`;
/** Longer messages keep their original text. */
const maxLength = 4000;

// A rule drops only details that the line repeats or that help only to debug Flink. It never drops a cause, a name or a
// result.
const rules: readonly Rule[] = [
  {
    loggers: ['CheckpointCoordinator'],
    pattern: new RegExp(
      `^Triggering checkpoint (\\d+) \\(type=(?:\\w+\\{name='([^']+)'[^)]*|(\\w+))\\) @ \\d+ for job (${id})\\.$`,
    ),
    short: (number, name = '', type = '', job) => `Triggering ${(name || type).toLowerCase()} ${number} · job ${job}`,
  },
  {
    loggers: ['CheckpointCoordinator'],
    pattern: new RegExp(
      `^Completed checkpoint (\\d+) for job (${id}) \\((\\d+) bytes, checkpointDuration=(\\d+) ms, finalizationTime=(\\d+) ms\\)\\.$`,
    ),
    short: (number, job, bytes, duration, finalization) =>
      `Completed checkpoint ${number} (${formatSize(Number(bytes))}, ${durationOf(duration)}${
        Number(finalization) < minFinalizationMs ? '' : `, finalized in ${durationOf(finalization)}`
      }) · job ${job}`,
  },
  {
    loggers: ['ExecutionGraph', 'Task'],
    pattern: new RegExp(`^(.+? \\(\\d+/\\d+\\))(?:#\\d+)? \\(${attempt}\\) switched from (\\w+) to (\\w+)(.*?)\\.?$`),
    short: (task, number, from, to, rest) => `${from} → ${to} · ${task}#${number}${rest}`,
  },
  {
    loggers: ['ExecutionGraph'],
    pattern: new RegExp(`^Job (.+) \\((${id})\\) switched from state (\\w+) to (\\w+)\\.$`),
    short: (name, job, from, to) => `${from} → ${to} · job ${name} (${job})`,
  },
  {
    loggers: ['ExecutionGraph'],
    pattern: new RegExp(
      `^Deploying (.+) \\(attempt #(\\d+)\\) with attempt id ${attempt.replace('(', '(?:')} and vertex id \\S+ to (\\S+) @ \\S+ \\(dataPort=\\d+\\) with allocation id ${id}$`,
    ),
    short: 'Deploying $1#$2 to $3',
  },
  {
    // `task (1/2)#0 (attempt id)`: the name has the subtask and the attempt.
    loggers: ['Task', 'TaskExecutor'],
    pattern: new RegExp(`(\\(\\d+/\\d+\\)#\\d+) \\(?${id}_${id}_\\d+_\\d+\\)?`),
    short: '$1',
  },
  {
    loggers: ['TaskExecutor'],
    pattern: new RegExp(`^Receive slot request (${id}) for job (${id}) from resource manager with leader id \\S+\\.$`),
    short: 'Receive slot request $1 · job $2',
  },
  {
    loggers: ['TaskSlotTableImpl'],
    pattern: new RegExp(`^Allocated slot for (${id}) with resources ResourceProfile\\{.*\\}\\.$`),
    short: 'Allocated slot for $1',
  },
  {
    loggers: ['TaskSlotTableImpl'],
    pattern: new RegExp(
      `^Free slot TaskSlot\\(index:(\\d+), state:(\\w+),.* allocationId: (${id}), jobId: (${id})\\)\\.$`,
    ),
    short: 'Free slot $1 ($2, $3) · job $4',
  },
  {
    loggers: ['FineGrainedSlotManager', 'DeclarativeSlotManager'],
    pattern: new RegExp(
      `^Received resource requirements from job (${id}): \\[ResourceRequirement\\{resourceProfile=ResourceProfile\\{UNKNOWN\\}, numberOfRequiredSlots=(\\d+)\\}\\]$`,
    ),
    short: 'Received resource requirements: $2 slots · job $1',
  },
  {
    loggers: ['DefaultSlotStatusSyncer'],
    pattern: new RegExp(
      `^Starting allocation of slot (${id}) from (\\S+) for job (${id}) with resource profile ResourceProfile\\{.*\\}\\.$`,
    ),
    short: 'Starting allocation of slot $1 from $2 · job $3',
  },
  {
    loggers: ['ActiveResourceManager'],
    pattern: /with resource spec WorkerResourceSpec \{cpuCores=([\d.]+), .*numSlots=(\d+)\}/,
    short: '(CPU $1, slots $2)',
  },
];

/** Shorter finalizations are not shown. */
const minFinalizationMs = 100;

const rulesByLogger = new Map<string, Rule[]>();
for (const rule of rules) {
  for (const logger of rule.loggers) rulesByLogger.set(logger, [...(rulesByLogger.get(logger) ?? []), rule]);
}

/** Returns the short form of one of Flink's most frequent messages, with full ids; undefined for other messages. */
export function shortMessage(logger: string, message: string): string | undefined {
  if (message.length > maxLength) return undefined;
  const known = rulesByLogger.get(logger.slice(logger.lastIndexOf('.') + 1));
  const rule = known?.find(({ pattern }) => pattern.test(message));
  if (rule === undefined) return undefined;
  const { pattern, short } = rule;
  if (typeof short === 'string') return message.replace(pattern, short);
  return message.replace(pattern, (_, ...groups) => short(...groups));
}

function durationOf(milliseconds: string | undefined): string {
  return Number(milliseconds) < 10_000 ? `${milliseconds} ms` : formatDuration(Number(milliseconds));
}
