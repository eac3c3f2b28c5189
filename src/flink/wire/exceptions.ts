import { array, type InferOutput, nullish, number, object, pipe, string, transform } from 'valibot';
import type { FailureTrace, JobFailure, TaskFailure } from '../responses.ts';
import { rootFailure } from '../root-cause.ts';
import { unassigned } from './schemas.ts';

const taskEntries = {
  exceptionName: nullish(string(), ''),
  stacktrace: nullish(string(), ''),
  timestamp: number(),
  taskName: nullish(string()),
  taskManagerId: nullish(string()),
};
const taskException = object(taskEntries);
type TaskException = InferOutput<typeof taskException>;
const jobException = object({ ...taskEntries, concurrentExceptions: nullish(array(taskException), []) });

/** Flink lists the newest failure first. */
export const exceptionsSchema = pipe(
  object({ exceptionHistory: object({ entries: array(jobException) }) }),
  transform(({ exceptionHistory: { entries } }): readonly JobFailure[] =>
    // A message is a slice of its trace and would keep the trace, often 50 KB, in memory. A clone has its own strings.
    structuredClone(entries.map(readJobFailure).reverse()).sort((a, b) => a.at - b.at),
  ),
);

/** Limits of a trace. */
const maxTraceLines = 400;
const maxLineLength = 2000;
/** Lines at the end of a longer trace. */
const lastLines = 200;

export const failureTracesSchema = pipe(
  object({ exceptionHistory: object({ entries: array(jobException) }) }),
  transform(({ exceptionHistory: { entries } }): readonly FailureTrace[] =>
    // As above: the kept lines are slices of traces of any length.
    structuredClone(
      entries.map((entry) => {
        const { at, task } = readJobFailure(entry);
        return { at, task, lines: traceLines(entry.stacktrace) };
      }),
    ),
  ),
);

function traceLines(trace: string): readonly string[] {
  const lines = trace
    .trimEnd()
    .split(/\r?\n/)
    .map((line) => (line.length > maxLineLength ? `${line.slice(0, maxLineLength)}…` : line));
  if (lines.length <= maxTraceLines) return lines;
  const first = lines.slice(0, maxTraceLines - lastLines - 1);
  const omitted = lines.length - first.length - lastLines;
  return [...first, `\t… ${omitted} lines left out by flink-tui`, ...lines.slice(-lastLines)];
}

/** Starts the trace of a failure without a restart. The real failure is its cause. */
const suppressed =
  /^org\.apache\.flink\.runtime\.JobException: (?:Recovery is suppressed by|The failure is not recoverable)/;
/** Starts the trace of a job that could not start, for example because its savepoint does not exist. */
const failedStart = /^org\.apache\.flink\.runtime\.client\.JobInitializationException\b/;
const causedBy = '\nCaused by: ';

function readJobFailure({ concurrentExceptions, ...wire }: InferOutput<typeof jobException>): JobFailure {
  const causeAt = suppressed.test(wire.stacktrace) ? wire.stacktrace.indexOf(causedBy) : -1;
  if (causeAt < 0) {
    const isFinal = suppressed.test(wire.stacktrace) || failedStart.test(wire.stacktrace);
    return { ...readTaskFailure(wire), concurrent: concurrentExceptions.map(readTaskFailure), isFinal };
  }
  const stacktrace = wire.stacktrace.slice(causeAt + causedBy.length);
  const cause = { ...wire, exceptionName: '', stacktrace };
  // Flink records the wrapper for the whole job, and the failure of the task as a concurrent exception.
  const failed = concurrentExceptions.find((other) => firstLine(other.stacktrace) === firstLine(stacktrace));
  return {
    ...readTaskFailure(failed ?? cause),
    concurrent: concurrentExceptions.filter((other) => other !== failed).map(readTaskFailure),
    isFinal: true,
  };
}

function readTaskFailure({
  exceptionName,
  stacktrace,
  timestamp,
  taskName,
  taskManagerId,
}: TaskException): TaskFailure {
  const { exception, message } = rootFailure(stacktrace);
  return {
    at: timestamp,
    exception: exception ?? simpleName(exceptionName || (/^[\w.$]+/.exec(stacktrace)?.[0] ?? '')),
    message,
    task: taskName ?? undefined,
    pod: taskManagerId === unassigned ? undefined : (taskManagerId ?? undefined),
  };
}

const firstLine = (trace: string): string => /^.*/.exec(trace)?.[0] ?? '';

/** Removes the package and outer classes. Keeps the outer class of an anonymous class, such as `Sink$1`. */
const simpleName = (className: string): string =>
  /(?:^|[.$])([A-Za-z_]\w*(?:\$\d+)?)$/.exec(className)?.[1] ?? className;
