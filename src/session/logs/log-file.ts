import type { PodLogOptions } from '../../kubernetes/api.ts';
import { createKubeletTime } from '../../logs/intake/kubelet-time.ts';

/** The kubelet's current log file: times of its first and newest lines, in epoch ms of the kubelet's own clock. */
export type LogFile = { readonly startsAt: number; readonly newestAt: number };

/** Opens a log. Resolves to undefined if the log no longer exists. */
export type OpenLog = (
  options: Pick<PodLogOptions, 'tailLines' | 'limitBytes'>,
) => Promise<AsyncIterable<Uint8Array> | undefined>;

/** Enough bytes for the time at the start of a line. */
const timeBytes = 40;

/** Reads the times of the current file; undefined if there is none. */
export async function readLogFile(open: OpenLog): Promise<LogFile | undefined> {
  // The newest line is read first, so that a rotation between the two reads results in an empty range.
  const newestAt = await newestTime(open);
  const startsAt = await startTime(open);
  return startsAt === undefined ? undefined : { startsAt, newestAt: newestAt ?? startsAt };
}

/**
 * Returns whether the kubelet's current file starts after this time. The start of the file is read only if the newest
 * line is after this time.
 */
export async function startsAfter(open: OpenLog, at: number): Promise<boolean> {
  const newestAt = await newestTime(open);
  if (newestAt === undefined || newestAt <= at) return false;
  const startsAt = await startTime(open);
  return startsAt !== undefined && startsAt > at;
}

const newestTime = (open: OpenLog) => timeOf(open({ tailLines: 1, limitBytes: timeBytes }));
const startTime = (open: OpenLog) => timeOf(open({ limitBytes: timeBytes }));

async function timeOf(opening: ReturnType<OpenLog>): Promise<number | undefined> {
  const log = await opening;
  return log && firstTime(log);
}

/** Returns the time of the first line. Reads to the end, because stopping early would close the connection. */
export async function firstTime(stream: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<number | undefined> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of stream) {
    if (length < timeBytes) chunks.push(chunk);
    length += chunk.length;
  }
  const bytes = Buffer.concat(chunks);
  const time = createKubeletTime();
  return time.read(bytes, 0, bytes.length) ? time.at() : undefined;
}
