import type { LogWriter } from '../log-writer.ts';
import { notReachedText } from './gap-text.ts';
import type { KubeletTime } from './kubelet-time.ts';
import { createRepeatDetector, type ExactTime, type RepeatDetector, startOfSecond } from './repeat-detector.ts';
import type { LineForm } from './split-lines.ts';
import { createTimedLines, type TakeTimedLine } from './timed-lines.ts';

/** Where the lines of one container's log go: to be kept, or to be passed on. */
export type LogSink = {
  /** In which form it takes lines. */
  readonly form: LineForm;
  /** A line that was not here before. */
  readonly line: TakeTimedLine;
  /** Lines are missing here, or may be. `at`: epoch ms of the line that ends the gap; undefined where none is known. */
  readonly gap: (cause: string, at: number | undefined) => void;
  /** The lines of what was written have all come. */
  readonly chunkTaken: () => void;
  /** The lines that it took, the newest first, at least to the beginning of the newest one's second. */
  readonly known: () => Iterable<ExactTime & { readonly sequence: number }>;
  /** Whether one of these, of the same time, is this line. */
  readonly isSame: (sequence: number, bytes: Buffer, from: number, to: number) => boolean;
};

/** What a log's writer does but for its state. */
export type LogIntake = Omit<LogWriter, 'setState'>;

/** The way in of one container's log: bytes to lines, with what was here dropped and what is missing marked. */
export function createLogIntake(sink: LogSink): LogIntake {
  let recall: RepeatDetector | undefined;

  const isRepeat = (recalled: RepeatDetector, bytes: Buffer, from: number, to: number, time: KubeletTime): boolean => {
    const exact = { at: time.at(), nanoseconds: time.nanoseconds() };
    const repeats = recalled.repeats(exact, (sequence) => sink.isSame(sequence, bytes, from, to));
    const missed = recalled.missed();
    if (missed !== undefined) sink.gap(notReachedText(missed.at, exact.at), exact.at);
    if (recalled.isOver()) recall = undefined;
    return repeats;
  };
  const lines = createTimedLines((bytes, from, to, time, cutBytes) => {
    if (recall !== undefined && time !== undefined && isRepeat(recall, bytes, from, to, time)) return;
    sink.line(bytes, from, to, time, cutBytes);
  }, sink.form);
  const newestAt = (): number | undefined => {
    for (const { at } of sink.known()) return at;
    return undefined;
  };

  return {
    begin: ({ again }) => {
      lines.reset();
      recall = again ? createRepeatDetector(sink.known()) : undefined;
    },
    write: (chunk) => {
      lines.push(chunk);
      sink.chunkTaken();
    },
    end: (how) => {
      if (how === 'complete') lines.flush();
      lines.reset();
      sink.chunkTaken();
    },
    mark: (cause) => sink.gap(cause, undefined),
    resumeTime: () => {
      const at = newestAt();
      return at === undefined ? undefined : new Date(startOfSecond(at)).toISOString();
    },
    newestAt,
  };
}
