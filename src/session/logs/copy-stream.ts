import { describeRotationGap } from '../../logs/intake/gap-text.ts';
import type { LogWriter } from '../../logs/log-writer.ts';
import { detectSilence } from './detect-silence.ts';
import type { LogFile } from './log-file.ts';
import { createSilenceCheck, type SilenceCheckOptions } from './silence-check.ts';
import { createStreamPieces, type StreamPiece } from './stream-pieces.ts';

export type CopyOptions = {
  readonly writer: LogWriter;
  /** Whether the stream may repeat lines that are already stored. */
  readonly mayRepeat: boolean;
  /** Epoch ms of the stored line that the stream should repeat first; undefined if the stream should repeat no line. */
  readonly expectedAt?: number | undefined;
  /** Called before the first write if the stream starts after the line of `expectedAt`. */
  readonly onGap?: () => Promise<void>;
  /**
   * Reads the times of the current log file; undefined if there is no current file. Without that file, the stream
   * contains the last lines.
   */
  readonly readCurrentFile: () => Promise<LogFile | undefined>;
  /**
   * Returns whether a stream without data waits at the end of an old file. Without this function, streams are not
   * checked.
   */
  readonly isOutdated?: SilenceCheckOptions['isOutdated'];
  /**
   * Called to replace a stream that waits at the end of an old file. Before Kubernetes 1.27, every stream misses
   * rotations (kubernetes/kubernetes#115701).
   */
  readonly onOutdated?: SilenceCheckOptions['onOutdated'];
  /** Returns a promise to await before reading more if the storage is behind; otherwise undefined. */
  readonly backpressure: () => Promise<void> | undefined;
  /** Called after data was written. */
  readonly onWritten: () => void;
};

/**
 * Start of the message that the kubelet sends, with status 200, when a container is removed or about to be removed. A
 * real log line starts with its time.
 */
const removed = /^(unable to retrieve container|failed to try resolving symlinks)/;
const removedBytes = 36;
/** The wait for a line may be this much shorter than the time since the previous line. */
const toleranceMs = 1000;
/**
 * Time without data before a stream is checked for a missed rotation. The kubelet rotates at most every 10 s by
 * default, so the missed file is still the current one.
 */
const silenceMs = 3000;

/**
 * Copies a stream to the writer and marks lines that the kubelet skipped. A stream that falls behind during rotation
 * skips whole files without an error (measured: "Log rotation" in docs/numbers.md).
 */
export async function copyStream(
  stream: AsyncIterable<Uint8Array>,
  {
    writer,
    mayRepeat,
    expectedAt,
    onGap,
    readCurrentFile,
    isOutdated,
    onOutdated,
    backpressure,
    onWritten,
  }: CopyOptions,
): Promise<void> {
  const pieces = createStreamPieces();
  let isGapChecked = expectedAt === undefined;
  let hasSkipped = false;
  let file: LogFile | undefined;
  const silence = createSilenceCheck({ newestAt: writer.newestAt, isOutdated, onOutdated });

  /**
   * Returns whether the current file covers both times, so that no line between them is missing. The file is read only
   * if its known times do not cover both.
   */
  const isInCurrentFile = async (from: number, to: number): Promise<boolean> => {
    if (file === undefined || from < file.startsAt || to > file.newestAt) file = await readCurrentFile();
    return file === undefined || file.startsAt <= from;
  };
  /** Finds skipped lines by a jump ahead in time without a matching wait, and repeated lines by a jump back. */
  const check = async ({ continuity, firstAt }: StreamPiece, waitedMs: number): Promise<void> => {
    if (!isGapChecked && firstAt !== undefined) {
      isGapChecked = true;
      if (firstAt > (expectedAt ?? firstAt)) await onGap?.();
    }
    if (continuity === 'continuous') return;
    if (continuity.jump === 'back') {
      // After a skip, the kubelet repeats the start of the newest file. Measured: 17,535 lines twice (kubelet 1.34).
      if (hasSkipped) writer.begin({ isResumed: true });
      return;
    }
    const { from, to } = continuity;
    // If the wait was as long as the jump, the container wrote nothing. A stream at the end of an old file also waits,
    // so the silence check must have a result first.
    if (waitedMs > to - from - toleranceMs && !silence.isUnknown()) return;
    if (await isInCurrentFile(from, to)) return;
    hasSkipped = true;
    writer.markGap(describeRotationGap(from, to));
  };

  let isFirst = true;
  let readUntil = performance.now();
  for await (const chunk of detectSilence(stream, silenceMs, () => void silence.check())) {
    let waitedMs = performance.now() - readUntil;
    silence.received(chunk.length);
    for (const piece of pieces.push(chunk)) {
      if (isFirst && removed.test(Buffer.from(piece.bytes.subarray(0, removedBytes)).toString())) return;
      // An empty stream must not replace a partial line, which may be the last line of the log.
      if (isFirst) writer.begin({ isResumed: mayRepeat });
      isFirst = false;
      await check(piece, waitedMs);
      writer.write(piece.bytes);
      waitedMs = 0; // all pieces of a chunk arrive together
    }
    silence.reset();
    onWritten();
    await backpressure();
    readUntil = performance.now();
  }
  // The stream ends 0.2 s after its container, with all output and possibly an unterminated last line (kubelet 1.34).
  const rest = pieces.end();
  if (rest === undefined) return;
  if (isFirst) writer.begin({ isResumed: mayRepeat });
  writer.write(rest);
}
