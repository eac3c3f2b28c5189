import type { PodLogOptions } from '../../kubernetes/api.ts';
import { KubernetesError } from '../../kubernetes/error.ts';
import type { LogWriter } from '../../logs/log-writer.ts';
import { type CopyOptions, copyStream } from './copy-stream.ts';
import { firstTime, type OpenLog, readLogFile, startsAfter } from './log-file.ts';
import { isLogMissing } from './log-status.ts';

/** One attempt to read a container's log, with all its requests. */
export type LogStream = {
  readonly open: (options: Partial<PodLogOptions>) => Promise<AsyncIterable<Uint8Array>>;
  /** Aborted once the attempt is abandoned. */
  readonly signal: AbortSignal;
  readonly abandon: () => void;
};

/** Destination of a log. */
export type LogTarget = Pick<CopyOptions, 'backpressure' | 'onWritten'> & { readonly writer: LogWriter };

/**
 * Start position: the newest stored line if `isResumed`, otherwise `tailLines` before the end (undefined: the start of
 * the log).
 */
export type LogStart = { readonly isResumed: boolean; readonly tailLines: number | undefined };

/** Reads the rest of the previous run. Resolves to `missing` if that run has no log. */
export async function readPreviousRun(
  stream: LogStream,
  target: LogTarget,
  start: LogStart,
): Promise<'complete' | 'missing'> {
  let outcome: 'complete' | 'missing' = 'complete';
  try {
    const bytes = await stream.open({ previous: true, ...optionsFor(start, target.writer) });
    // The previous run is read from one file. The kubelet's current file belongs to another run.
    await copy(bytes, stream, { ...target, mayRepeat: start.isResumed, readCurrentFile: async () => undefined });
  } catch (error) {
    if (!isLogMissing(error)) throw error;
    outcome = 'missing';
  }
  target.writer.end('complete');
  return outcome;
}

/** Reads the existing log and follows it until the stream ends. */
export async function readLog(
  stream: LogStream,
  target: LogTarget,
  start: LogStart,
  { onOpened, onGap }: { readonly onOpened: () => void; readonly onGap: NonNullable<CopyOptions['onGap']> },
): Promise<void> {
  const bytes = await stream.open({ follow: true, ...optionsFor(start, target.writer) });
  onOpened();
  const openFile: OpenLog = (options) => openIfThere(stream, options);
  await copy(bytes, stream, {
    ...target,
    mayRepeat: start.isResumed,
    expectedAt: start.isResumed ? target.writer.newestAt() : undefined,
    onGap,
    readCurrentFile: () => readLogFile(openFile),
    isOutdated: async (newestAt) => {
      try {
        return await startsAfter(openFile, newestAt);
      } catch (error) {
        if (!stream.signal.aborted && !(error instanceof KubernetesError)) throw error;
      }
    },
    onOutdated: stream.abandon,
  });
}

/**
 * Detects a new run that the pod's status does not show yet, and stores the rest of the previous run. Returns false if
 * the log of the previous run does not contain the newest stored line, as after a rotation.
 */
export async function readMissedRun(stream: LogStream, writer: LogWriter): Promise<boolean> {
  const newestAt = writer.newestAt();
  const previous = await openIfThere(stream, { previous: true, sinceTime: writer.resumeTime() });
  if (previous === undefined || newestAt === undefined) return false;
  const chunks: Uint8Array[] = [];
  for await (const chunk of previous) chunks.push(chunk);
  const startsAt = await firstTime(chunks);
  if (startsAt === undefined || startsAt > newestAt) return false;
  for (const chunk of chunks) writer.write(chunk);
  writer.end('complete');
  return true;
}

/** Copies a stream. If the stream breaks, its partial last line is dropped, and a resumed stream reads it again. */
async function copy(bytes: AsyncIterable<Uint8Array>, { signal }: LogStream, options: CopyOptions): Promise<void> {
  try {
    await copyStream(bytes, options);
    signal.throwIfAborted();
  } catch (error) {
    options.writer.end('broken');
    throw error;
  }
}

function optionsFor({ isResumed, tailLines }: LogStart, writer: LogWriter): Partial<PodLogOptions> {
  return isResumed ? { sinceTime: writer.resumeTime() } : { tailLines };
}

async function openIfThere({ open }: LogStream, options: Partial<PodLogOptions>) {
  try {
    return await open(options);
  } catch (error) {
    if (!isLogMissing(error)) throw error;
    return undefined;
  }
}
