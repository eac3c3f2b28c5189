import { subtaskOfTask } from '../../diagnosis/texts.ts';
import { findTrace } from '../../session/jobs/find-trace.ts';
import { readTrace, userFrames } from '../../session/jobs/fold-trace.ts';
import type { FailureGroup } from '../../session/jobs/group-failures.ts';
import { causeText, describeEntry, withoutAttempt } from '../../session/journal/describe-entry.ts';
import type { FailureCause, FailureEntry } from '../../session/journal/entry.ts';
import { countOf } from '../../text/count-of.ts';
import { isoTime, utcClockAndAge } from '../../text/utc-time.ts';
import { labelledLines } from '../record/labelled-lines.ts';
import type { ReadExceptions } from './read-exceptions.ts';

const maxUserFrames = 3;

/** Formats the root causes, the one with the newest failure first. */
export function* exceptionsLines(read: ReadExceptions, withTrace: boolean): Generator<string> {
  const { job, groups, unlisted, now, notes } = read;
  const count = groups.reduce((sum, { failures }) => sum + failures.length, 0);
  yield count === 0
    ? `No failures of ${job.name}`
    : `${countOf(count, 'failure')} of ${job.name}, ${countOf(groups.length, 'root cause')}`;
  yield knownLine(read);
  for (const [index, group] of groups.entries()) {
    yield '';
    yield `${index + 1}. ${group.failures.length} x ${causeText({ exception: group.exception, message: group.message })}`;
    yield* labelledLines('last', [utcClockAndAge(group.lastAt, now)]);
    if (group.failures.length > 1) yield* labelledLines('first', [utcClockAndAge(group.firstAt, now)]);
    yield* placeLines(group.failures[0]);
    yield* withTrace ? traceLines(group, read) : codeLines(group, read);
  }
  const more = [...unlisted.map((entry) => describeEntry(entry).text), ...notes];
  if (more.length > 0) yield* ['', 'Notes', ...more.map((note) => `- ${note}`)];
}

function knownLine({ recordedSince, keptByFlink, now }: ReadExceptions): string {
  const kept = `Flink keeps the last ${keptByFlink} failures of a job`;
  return recordedSince === undefined ? kept : `Recorded since ${utcClockAndAge(recordedSince, now)}. ${kept}`;
}

function* placeLines({ task, pod, concurrent = [], isFinal }: FailureEntry): Generator<string> {
  yield* labelledLines('task', [task === undefined ? 'none: the JobMaster failed the job' : withoutAttempt(task)]);
  if (pod !== undefined) yield* labelledLines('pod', [pod]);
  yield* labelledLines('together', concurrent.map(causeText));
  if (isFinal === true) yield* labelledLines('result', ['the job ended: it was not restarted']);
}

function* codeLines({ failures: [newest] }: FailureGroup, { traces }: ReadExceptions): Generator<string> {
  const found = findTrace(newest, traces);
  if (found.kind !== 'found') return;
  yield* labelledLines('code', userFrames(readTrace(found.lines)).slice(0, maxUserFrames));
}

function* traceLines({ failures: [newest] }: FailureGroup, { traces }: ReadExceptions): Generator<string> {
  const found = findTrace(newest, traces);
  if (found.kind === 'found') for (const line of found.lines) yield `   ${line.replaceAll('\t', '    ')}`;
  else yield* labelledLines('trace', ['Flink no longer has it']);
}

/** The root causes as data. */
export function exceptionsData(read: ReadExceptions, withTrace: boolean): unknown {
  const { job, groups, unlisted, traces, notes } = read;
  return {
    job,
    groups: groups.map(({ exception, message, firstAt, lastAt, failures }) => {
      const found = findTrace(failures[0], traces);
      return {
        exception,
        message,
        count: failures.length,
        firstAt: isoTime(firstAt),
        lastAt: isoTime(lastAt),
        ...placeData(failures[0]),
        ...(withTrace && { trace: found.kind === 'found' ? found.lines : null }),
        occurrences: failures.map((failure) => ({
          at: isoTime(failure.at),
          message: failure.message,
          ...placeData(failure),
        })),
      };
    }),
    notes: [...unlisted.map((entry) => describeEntry(entry).text), ...notes],
  };
}

function placeData({ isFinal, concurrent = [], ...cause }: FailureEntry) {
  return { ...taskData(cause), isFinal: isFinal === true, concurrent: concurrent.map(causeData) };
}

function causeData({ exception, message, ...place }: FailureCause) {
  return { exception, message, ...taskData(place) };
}

function taskData({ task, pod }: Pick<FailureCause, 'task' | 'pod'>) {
  const attempt = task === undefined ? undefined : / - execution #(\d+)$/.exec(task)?.[1];
  return {
    task: task === undefined ? null : withoutAttempt(task),
    subtask: (task === undefined ? undefined : subtaskOfTask(task)) ?? null,
    attempt: attempt === undefined ? null : Number(attempt),
    pod: pod ?? null,
  };
}
