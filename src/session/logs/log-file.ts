import type { PodLogOptions } from '../../kubernetes/api.ts';
import { createKubeletTime } from '../../logs/intake/kubelet-time.ts';

/** The file that the kubelet reads now: when its first and its newest line were written, epoch ms. */
export type LogFile = { readonly startsAt: number; readonly newestAt: number };

/** Undefined where there is no log any more. */
export type OpenLog = (
  options: Pick<PodLogOptions, 'tailLines' | 'limitBytes'>,
) => Promise<AsyncIterable<Uint8Array> | undefined>;

/** Enough for the kubelet's time of a line. */
const timeBytes = 40;

/**
 * Undefined if there is no file any more. The newest line is asked for first: what lies between the two is of one file
 * then, and the kubelet's clock need not agree with ours.
 */
export async function readLogFile(open: OpenLog): Promise<LogFile | undefined> {
  const newestAt = await newestTime(open);
  const startsAt = await startTime(open);
  return startsAt === undefined ? undefined : { startsAt, newestAt: newestAt ?? startsAt };
}

/** Whether the file that the kubelet reads now has begun after this time. Mostly its newest line says that it has not. */
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

/** The kubelet's time of the first line. Read to the end, as a connection that is left before that is closed. */
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
