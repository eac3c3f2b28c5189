import type { PodLogOptions } from '../../kubernetes/api.ts';
import { KubernetesError } from '../../kubernetes/error.ts';
import type { LogWriter } from '../../logs/log-writer.ts';
import { type CopyOptions, copyStream } from './copy-stream.ts';
import { isLogMissing } from './is-refused.ts';
import { firstTime, type OpenLog, readLogFile, startsAfter } from './log-file.ts';

/** One try at a container's log, with all the requests that it takes. */
export type LogStream = {
  readonly open: (options: Partial<PodLogOptions>) => Promise<AsyncIterable<Uint8Array>>;
  /** Aborted once the stream was given up. */
  readonly signal: AbortSignal;
  readonly abandon: () => void;
};

/** Where a log is read to. */
export type LogTarget = Pick<CopyOptions, 'room' | 'onWritten'> & { readonly writer: LogWriter };

/** Where it is read from: its newest line that is here, or so many lines before its end; all of it if undefined. */
export type LogStart = { readonly isResumed: boolean; readonly tailLines: number | undefined };

/** What is left of the run before; `refused` if there is no such log. */
export async function readPreviousRun(
  stream: LogStream,
  into: LogTarget,
  from: LogStart,
): Promise<'whole' | 'refused'> {
  let how: 'whole' | 'refused' = 'whole';
  try {
    const bytes = await stream.open({ previous: true, ...optionsFor(from, into.writer) });
    // What is not followed is one file; the one that the kubelet reads now is of another run.
    await copy(bytes, stream, { ...into, mayRepeat: from.isResumed, readCurrentFile: async () => undefined });
  } catch (error) {
    if (!isLogMissing(error)) throw error;
    how = 'refused';
  }
  into.writer.end('complete');
  return how;
}

/** The log as it is, and what is added to it, until its stream ends. */
export async function readLog(
  stream: LogStream,
  target: LogTarget,
  start: LogStart,
  {
    onOpened,
    onNotReached,
  }: { readonly onOpened: () => void; readonly onNotReached: NonNullable<CopyOptions['onGap']> },
): Promise<void> {
  const bytes = await stream.open({ follow: true, ...optionsFor(start, target.writer) });
  onOpened();
  const openFile: OpenLog = (options) => openIfThere(stream, options);
  await copy(bytes, stream, {
    ...target,
    mayRepeat: start.isResumed,
    expectedAt: start.isResumed ? target.writer.newestAt() : undefined,
    onGap: onNotReached,
    readCurrentFile: () => readLogFile(openFile),
    isLeftBehind: async (newestAt) => {
      try {
        return await startsAfter(openFile, newestAt);
      } catch (error) {
        if (!stream.signal.aborted && !(error instanceof KubernetesError)) throw error;
      }
    },
    onLeftBehind: stream.abandon,
  });
}

/**
 * A log that does not reach back to where it was read to was rotated meanwhile, or is of another run, which the pod's
 * status does not tell yet: then the run before has the line that was the last. Resolves to whether it has been read.
 */
export async function readMissedRun(stream: LogStream, writer: LogWriter): Promise<boolean> {
  const newestAt = writer.newestAt();
  const before = await openIfThere(stream, { previous: true, sinceTime: writer.resumeTime() });
  if (before === undefined || newestAt === undefined) return false;
  const chunks: Uint8Array[] = [];
  for await (const chunk of before) chunks.push(chunk);
  const startsAt = await firstTime(chunks);
  if (startsAt === undefined || startsAt > newestAt) return false;
  for (const chunk of chunks) writer.write(chunk);
  writer.end('complete');
  return true;
}

/** What breaks leaves half a line, which comes whole when it begins again. */
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
