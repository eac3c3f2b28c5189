import { type FileHandle, open } from 'node:fs/promises';
import type { Interval } from './watched-intervals.ts';

const journalFormat = 1;

/** The first line of a segment. Times are epoch ms by the API server's clock. */
export type SegmentHeader = {
  /** Start of the time during which the writer watched the cluster. */
  readonly from: number;
  readonly watchedUntil: number;
  /** UUID of the process that wrote the segment. */
  readonly writer: string;
  readonly clusterId: string;
  readonly context: string;
  readonly namespace: string;
  /** Uid of the Deployment; null if it was not known. */
  readonly deployment: string | null;
  /** `ann@laptop` */
  readonly by: string;
  /** The segment has only acts of commands, whose processes did not watch. */
  readonly onlyActs?: true;
};

/** A line of a segment that is no entry: the writer did not watch the cluster from `unwatched` to `until`. */
export type UnwatchedLine = { readonly unwatched: number; readonly until: number };

export type HeaderRead =
  /** `end`: offset of the first entry. */
  | { readonly state: 'valid'; readonly header: SegmentHeader; readonly end: number }
  | { readonly state: 'newer'; readonly format: number }
  | { readonly state: 'invalid' }
  /** The file ends within its first line: its writer crashed or has not finished the line. */
  | { readonly state: 'incomplete' };

const start = `{"flinkTuiJournal":${journalFormat},"watchedUntil":`;
/** Offset of the 13 digits of `watchedUntil`, which are overwritten in place. */
export const watchedUntilOffset = start.length;
const unwatchedPattern = /^\{"unwatched":(\d+),"until":(\d+)\}$/;
const maxHeaderBytes = 16 * 1024;

/** Always 13 digits: limited to 2001 to 2286. */
export function formatWatchedUntil(at: number): string {
  return String(Math.min(Math.max(Math.round(at), 1e12), 1e13 - 1));
}

/** Includes the line feed. */
export function formatHeader({ watchedUntil, ...rest }: SegmentHeader): string {
  return `${start}${formatWatchedUntil(watchedUntil)},${JSON.stringify(rest).slice(1)}\n`;
}

/**
 * Reads the header of a segment.
 * @throws the file system error
 */
export async function readHeader(path: string): Promise<HeaderRead> {
  const file = await open(path, 'r');
  try {
    return await readHeaderOf(file);
  } finally {
    await file.close();
  }
}

/** @throws the file system error */
export async function readHeaderOf(file: FileHandle): Promise<HeaderRead> {
  const { buffer, bytesRead } = await file.read(Buffer.allocUnsafe(maxHeaderBytes), 0, maxHeaderBytes, 0);
  const length = buffer.subarray(0, bytesRead).indexOf('\n');
  if (length >= 0) return parseHeader(buffer.toString('utf8', 0, length), length + 1);
  return bytesRead < maxHeaderBytes ? { state: 'incomplete' } : { state: 'invalid' };
}

function parseHeader(line: string, end: number): HeaderRead {
  let value: Record<string, unknown> | null;
  try {
    value = JSON.parse(line);
  } catch {
    return { state: 'invalid' };
  }
  const format = value?.flinkTuiJournal;
  if (typeof format === 'number' && format > journalFormat) return { state: 'newer', format };
  if (value === null || format !== journalFormat) return { state: 'invalid' };
  const { from, watchedUntil, writer, clusterId, context, namespace, deployment = null, by } = value;
  const texts = [writer, clusterId, context, namespace, by, deployment ?? ''];
  const isValid = texts.every((text) => typeof text === 'string') && isTime(from) && isTime(watchedUntil);
  if (!isValid) return { state: 'invalid' };
  const acts = value.onlyActs === true && { onlyActs: true };
  const header = { from, watchedUntil, writer, clusterId, context, namespace, deployment, by, ...acts };
  return { state: 'valid', header: header as SegmentHeader, end };
}

/** Returns undefined if the line is no `UnwatchedLine`. */
export function parseUnwatched(line: string): Interval | undefined {
  const [, from, until] = unwatchedPattern.exec(line) ?? [];
  return until === undefined ? undefined : { from: Number(from), until: Number(until) };
}

function isTime(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}
