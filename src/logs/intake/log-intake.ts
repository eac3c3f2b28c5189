import type { LogWriter } from '../log-writer.ts';
import { describeMissedLines } from './gap-text.ts';
import type { KubeletTime } from './kubelet-time.ts';
import { createRepeatDetector, type ExactTime, type RepeatDetector, startOfSecond } from './repeat-detector.ts';
import type { LineForm } from './split-lines.ts';
import { createTimedLines, type TimedLineHandler } from './timed-lines.ts';

/** Receives the lines of one container's log, to store or forward them. */
export type LogSink = {
  /** The form of the lines that `line` expects. */
  readonly form: LineForm;
  /** Handles a new line. Repeated lines are already dropped. */
  readonly line: TimedLineHandler;
  /** Handles a gap. `at` is the time of the line after the gap, epoch ms; undefined if unknown. */
  readonly gap: (reason: string, at: number | undefined) => void;
  /** Called after all lines of a chunk. */
  readonly chunkDone: () => void;
  /** Returns the recent lines, newest first: at least all lines with the same second as the newest line. */
  readonly recentLines: () => Iterable<ExactTime & { readonly sequence: number }>;
  /** Whether a recent line with an equal timestamp has the same text. */
  readonly isSame: (sequence: number, bytes: Buffer, from: number, to: number) => boolean;
};

/** A log writer without the connection state. */
export type LogIntake = Omit<LogWriter, 'setState'>;

/** Splits the bytes of one container's log into lines, drops repeated lines and marks gaps. */
export function createLogIntake(sink: LogSink): LogIntake {
  let repeats: RepeatDetector | undefined;

  const isRepeat = (detector: RepeatDetector, bytes: Buffer, from: number, to: number, time: KubeletTime): boolean => {
    const exact = { at: time.at(), nanoseconds: time.nanoseconds() };
    const isRepeated = detector.isRepeat(exact, (sequence) => sink.isSame(sequence, bytes, from, to));
    const missed = detector.missedAfter();
    if (missed !== undefined) sink.gap(describeMissedLines(missed.at, exact.at), exact.at);
    if (detector.isDone()) repeats = undefined;
    return isRepeated;
  };
  const lines = createTimedLines((bytes, from, to, time, truncatedBytes) => {
    if (repeats !== undefined && time !== undefined && isRepeat(repeats, bytes, from, to, time)) return;
    sink.line(bytes, from, to, time, truncatedBytes);
  }, sink.form);
  const newestAt = (): number | undefined => {
    for (const { at } of sink.recentLines()) return at;
    return undefined;
  };

  return {
    begin: ({ isResumed }) => {
      lines.reset();
      repeats = isResumed ? createRepeatDetector(sink.recentLines()) : undefined;
    },
    write: (chunk) => {
      lines.push(chunk);
      sink.chunkDone();
    },
    end: (reason) => {
      if (reason === 'complete') lines.flush();
      lines.reset();
      sink.chunkDone();
    },
    markGap: (reason) => sink.gap(reason, undefined),
    resumeTime: () => {
      const at = newestAt();
      return at === undefined ? undefined : new Date(startOfSecond(at)).toISOString();
    },
    newestAt,
  };
}
