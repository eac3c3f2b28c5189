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
  /** Time of the stored line that the stream should repeat, epoch ms; undefined if it should repeat none. */
  readonly expectedAt?: number | undefined;
  /** Called before writing if the stream starts after that line. */
  readonly onGap?: () => Promise<void>;
  /** Reads the times of the current log file; undefined once there is no file. The stream then has the last lines. */
  readonly readCurrentFile: () => Promise<LogFile | undefined>;
  /** Without it, silences are not checked. */
  readonly isOutdated?: SilenceCheckOptions['isOutdated'];
  /** Requests a new stream. */
  readonly onOutdated?: SilenceCheckOptions['onOutdated'];
  /** Returns a promise to await before reading more, if storage is behind. */
  readonly room: () => Promise<void> | undefined;
  /** Called after data was written. */
  readonly onWritten: () => void;
};

/**
 * The kubelet's message, with status 200, for a container that is removed or about to be. Every real log line starts
 * with its time.
 */
const removed = /^(unable to retrieve container|failed to try resolving symlinks)/;
const removedBytes = 36;
/** Tolerance between the wait for a line and the silence before it. */
const toleranceMs = 1000;
/** The kubelet checks every 10 s whether a file is full. An old file found earlier than that can still be read. */
const silenceMs = 3000;

/**
 * Copies a stream to the writer and marks lines that the kubelet skipped. Measured on kubelet 1.34 with containerd:
 *
 * - A followed stream survives log rotation. A reader that keeps up loses nothing: 1,050,321 lines over ten rotations.
 * - A reader that falls behind by more than one file jumps silently from the end of an old file to the newest one.
 *   Measured: three times in 90 s, 90,000 to 230,000 lines each, spanning 10 to 20 s.
 * - When that reader catches up, it gets the start of the newest file again, two or three times: 17,535 lines twice.
 * - A stream that has not reached the end of its file misses a rotation. It waits there until the next rotation and
 *   continues with the file after that. Of 40 streams opened within 28 s on a busy node, 24 lost one or two files of
 *   16,000 lines each, after waits of up to 9.9 s.
 * - Before Kubernetes 1.27 every stream misses rotations (kubernetes/kubernetes#115701).
 * - A stream ends 0.2 s after its container with all output, including an unterminated last line. For a deleted pod it
 *   ends 0.3 s after the object is gone.
 *
 * So a forward jump in time without a matching wait is compared with the start of the current file. After such a skip,
 * a backward jump means that the start is repeated. A silent stream is checked from time to time, in case the
 * kubelet has a newer file.
 */
export async function copyStream(
  stream: AsyncIterable<Uint8Array>,
  { writer, mayRepeat, expectedAt, onGap, readCurrentFile, isOutdated, onOutdated, room, onWritten }: CopyOptions,
): Promise<void> {
  const pieces = createStreamPieces();
  let isGapChecked = expectedAt === undefined;
  let hasSkipped = false;
  let file: LogFile | undefined;
  const silence = createSilenceCheck({ newestAt: writer.newestAt, isOutdated, onOutdated });

  /**
   * Returns whether both times are within the current file. One check covers all silences of a file, because no line
   * is missing within a file.
   */
  const isInCurrentFile = async (from: number, to: number): Promise<boolean> => {
    if (file === undefined || from < file.startsAt || to > file.newestAt) file = await readCurrentFile();
    return file === undefined || file.startsAt <= from;
  };
  const check = async ({ continuity, firstAt }: StreamPiece, waitedMs: number): Promise<void> => {
    if (!isGapChecked && firstAt !== undefined) {
      isGapChecked = true;
      if (firstAt > (expectedAt ?? firstAt)) await onGap?.();
    }
    if (continuity === 'continuous') return;
    if (continuity.jump === 'back') {
      if (hasSkipped) writer.begin({ isResumed: true });
      return;
    }
    const { from, to } = continuity;
    // A wait as long as the silence proves that the container was silent. It proves nothing while a check is pending.
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
      // Begin only with data: an empty stream must not replace a partial line, which may be the last one.
      if (isFirst) writer.begin({ isResumed: mayRepeat });
      isFirst = false;
      await check(piece, waitedMs);
      writer.write(piece.bytes);
      waitedMs = 0; // pieces of one chunk arrived together
    }
    silence.reset();
    onWritten();
    await room();
    readUntil = performance.now();
  }
  const rest = pieces.end();
  if (rest === undefined) return;
  if (isFirst) writer.begin({ isResumed: mayRepeat });
  writer.write(rest);
}
