import { skippedText } from '../../logs/intake/gap-text.ts';
import type { LogWriter } from '../../logs/log-writer.ts';
import { detectSilence } from './detect-silence.ts';
import type { LogFile } from './log-file.ts';
import { createSilenceCheck, type SilenceCheckOptions } from './silence-check.ts';
import { createStreamPieces, type StreamPiece } from './stream-pieces.ts';

export type CopyOptions = {
  readonly writer: LogWriter;
  /** Whether lines may come that are here already. */
  readonly mayRepeat: boolean;
  /** The stream is asked to repeat the line of this time, which is here already; undefined if it is asked for none. */
  readonly expectedAt?: number | undefined;
  /** It does not reach back to that line: whatever can be done about it is done before it is written. */
  readonly onGap?: () => Promise<void>;
  /** The file that the kubelet reads now; undefined if there is none any more: these are the last words. */
  readonly readCurrentFile: () => Promise<LogFile | undefined>;
  /** Without it no silence is checked. */
  readonly isLeftBehind?: SilenceCheckOptions['isOutdated'];
  /** Another stream has to be opened. */
  readonly onLeftBehind?: SilenceCheckOptions['onOutdated'];
  /** To be waited for before more is read. */
  readonly room: () => Promise<void> | undefined;
  /** Something of it was written. */
  readonly onWritten: () => void;
};

/**
 * How the kubelet says, with status 200, that it has removed the container, or is just about to. No line of a log lacks
 * its time.
 */
const removed = /^(unable to retrieve container|failed to try resolving symlinks)/;
const removedBytes = 36;
/** How much shorter the wait for a line may be than the silence before it. */
const toleranceMs = 1000;
/** A kubelet checks every ten seconds whether a file is full: what is noticed before that can still be read. */
const silenceMs = 3000;

/**
 * Writes a stream as it comes, and says what the kubelet left out of it. Measured on kubelet 1.34 with containerd:
 *
 * - A follow outlives the rotation of its file. Whoever keeps up loses nothing: 1,050,321 lines over ten rotations.
 * - Whoever falls behind by more than a file is led from the end of an old one straight into the newest, without a
 *   word: three times in 90 s, 90,000 to 230,000 lines each, all from 10 to 20 s.
 * - Whoever then catches up gets the beginning of that newest file once more, two or three times: 17,535 lines twice.
 * - A follow that has not been at the end of its file yet does not notice that the file is rotated. It waits at the end of
 *   the old one until the next rotation, and goes on with the file after: of 40 follows that were opened during 28 s on a
 *   busy node, 24 lost one or two files (16,000 lines each) after up to 9.9 s of waiting. Before Kubernetes 1.27 no
 *   follow notices (kubernetes/kubernetes#115701).
 * - A follow ends as usual, with everything written, 0.2 s after the container ended, the last line without a line end
 *   too; of a deleted pod 0.3 s after its object was gone.
 *
 * So a jump ahead in time that was not waited for is compared with the beginning of the file that is read now, and after
 * such a skip a jump back is a beginning that came again. A silent stream is checked now and then: has the kubelet begun a
 * newer file?
 */
export async function copyStream(
  stream: AsyncIterable<Uint8Array>,
  {
    writer,
    mayRepeat: again,
    expectedAt,
    onGap: onNotReached,
    readCurrentFile: fileNow,
    isLeftBehind,
    onLeftBehind,
    room,
    onWritten,
  }: CopyOptions,
): Promise<void> {
  const pieces = createStreamPieces();
  let isGapChecked = expectedAt === undefined;
  let hasSkipped = false;
  let file: LogFile | undefined;
  const silence = createSilenceCheck({ newestAt: writer.newestAt, isOutdated: isLeftBehind, onOutdated: onLeftBehind });

  /** Between two lines of one file nothing is left out. What is told once of a file answers for all its silences. */
  const isOneFile = async (from: number, to: number): Promise<boolean> => {
    if (file === undefined || from < file.startsAt || to > file.newestAt) file = await fileNow();
    return file === undefined || file.startsAt <= from;
  };
  const check = async ({ continuity: follows, firstAt }: StreamPiece, waitedMs: number): Promise<void> => {
    if (!isGapChecked && firstAt !== undefined) {
      isGapChecked = true;
      if (firstAt > (expectedAt ?? firstAt)) await onNotReached?.();
    }
    if (follows === 'continuous') return;
    if (follows.jump === 'back') {
      if (hasSkipped) writer.begin({ again: true });
      return;
    }
    const { from, to } = follows;
    // Unless it waited at the end of an old file, and the answer that tells came too late.
    if (waitedMs > to - from - toleranceMs && !silence.isUnknown()) return;
    if (await isOneFile(from, to)) return;
    hasSkipped = true;
    writer.mark(skippedText(from, to));
  };

  let isFirst = true;
  let readUntil = performance.now();
  for await (const chunk of detectSilence(stream, silenceMs, () => void silence.check())) {
    let waitedMs = performance.now() - readUntil;
    silence.received(chunk.length);
    for (const piece of pieces.push(chunk)) {
      if (isFirst && removed.test(Buffer.from(piece.bytes.subarray(0, removedBytes)).toString())) return;
      // One that brings nothing takes the place of nothing: half a line from before it may have been the last.
      if (isFirst) writer.begin({ again });
      isFirst = false;
      await check(piece, waitedMs);
      writer.write(piece.bytes);
      waitedMs = 0; // The pieces of one chunk came together.
    }
    silence.reset();
    onWritten();
    await room();
    readUntil = performance.now();
  }
  const rest = pieces.end();
  if (rest === undefined) return;
  if (isFirst) writer.begin({ again });
  writer.write(rest);
}
