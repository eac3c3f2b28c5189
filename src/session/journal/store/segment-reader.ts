import { type FileHandle, open } from 'node:fs/promises';
import { basename } from 'node:path';
import { explainFileError } from '../../../logs/spool/explain-file-error.ts';
import { countOf } from '../../../text/count-of.ts';
import type { JournalEntry } from '../entry.ts';
import { isMissing } from './journal-folder.ts';
import { createIntern, type Intern, parseEntry } from './parse-entry.ts';
import { parseUnwatched, readHeaderOf, type SegmentHeader } from './segment-header.ts';
import { createTimeSlice, type TimeSlice } from './time-slice.ts';
import type { Interval } from './watched-intervals.ts';

const chunkBytes = 128 * 1024;
const maxLineBytes = 16 * 1024 * 1024;
const lineFeed = 10;

/** What is known of a segment that is read as it grows. */
export type SegmentReader = {
  readonly path: string;
  header: SegmentHeader | undefined;
  /** Times during which the writer did not watch. */
  readonly unwatched: Interval[];
  /** Set if the segment cannot be read. */
  problem: string | undefined;
  /** A segment that is not read: of a newer format, or without a valid header. */
  isSkipped: boolean;
  /** Offset after the last line that was read. */
  offset: number;
  /** Size and time of the last change at the last read. */
  size: number;
  mtimeMs: number;
  unreadableLines: number;
  /** The last line is torn if its writer crashed. */
  isLastUnreadable: boolean;
};

type Reading = { readonly intern: Intern; readonly slice: TimeSlice };

export function createSegmentReader(path: string): SegmentReader {
  return {
    path,
    header: undefined,
    unwatched: [],
    problem: undefined,
    isSkipped: false,
    offset: 0,
    size: -1,
    mtimeMs: 0,
    unreadableLines: 0,
    isLastUnreadable: false,
  };
}

/** Reads the lines that were added since the last call, and the current header. Never rejects. */
export async function readMore(reader: SegmentReader, reading: Reading): Promise<JournalEntry[]> {
  const entries: JournalEntry[] = [];
  try {
    const file = await open(reader.path, 'r');
    await readFrom(file, reader, reading, entries).finally(() => file.close());
  } catch (error) {
    if (!isMissing(error)) reader.problem = `${basename(reader.path)} cannot be read: ${explainFileError(error)}`;
  }
  return entries;
}

async function readFrom(
  file: FileHandle,
  reader: SegmentReader,
  reading: Reading,
  entries: JournalEntry[],
): Promise<void> {
  const { size, mtimeMs } = await file.stat();
  if (await readNewHeader(reader, file)) {
    for await (const lines of readLines(file, reader.offset)) await parseLines(reader, lines, reading, entries);
  }
  reader.size = size;
  reader.mtimeMs = mtimeMs;
}

/** Returns whether the segment has a valid header. */
async function readNewHeader(reader: SegmentReader, file: FileHandle): Promise<boolean> {
  const read = await readHeaderOf(file);
  const name = basename(reader.path);
  reader.problem = undefined;
  if (read.state === 'valid') {
    // A segment with acts can be deleted and created again on the same day.
    if (reader.header !== undefined && reader.header.writer !== read.header.writer) reader.offset = 0;
    reader.header = read.header;
    reader.offset = Math.max(reader.offset, read.end);
    return true;
  }
  reader.isSkipped = read.state !== 'incomplete';
  if (read.state === 'newer') {
    reader.problem = `${name} was written by a newer flink-tui (format ${read.format}): skipped`;
  } else if (read.state === 'invalid') {
    reader.problem = `${name} has no valid header: skipped`;
  }
  return false;
}

/** Complete lines of a file, and the offset after them. */
type Lines = { readonly text: string; readonly end: number };

/**
 * Reads the complete lines from an offset to the end of the file, in chunks. Bytes after the last line feed are not read.
 * @throws the file system error
 */
async function* readLines(file: FileHandle, offset: number): AsyncGenerator<Lines> {
  let buffer = Buffer.allocUnsafe(chunkBytes);
  let position = offset;
  for (;;) {
    const { bytesRead } = await file.read(buffer, 0, buffer.length, position);
    const length = buffer.subarray(0, bytesRead).lastIndexOf(lineFeed) + 1;
    if (length > 0) {
      position += length;
      yield { text: buffer.toString('utf8', 0, length), end: position };
    } else if (bytesRead === buffer.length && bytesRead < maxLineBytes) {
      buffer = Buffer.allocUnsafe(buffer.length * 2);
    } else {
      return;
    }
  }
}

async function parseLines(
  reader: SegmentReader,
  { text, end }: Lines,
  { intern, slice }: Reading,
  entries: JournalEntry[],
): Promise<void> {
  for (let start = 0; start < text.length; ) {
    const lineEnd = text.indexOf('\n', start);
    addLine(reader, text.slice(start, lineEnd), intern, entries);
    start = lineEnd + 1;
    if (slice.isOver()) await slice.next();
  }
  reader.offset = end;
}

function addLine(reader: SegmentReader, line: string, intern: Intern, entries: JournalEntry[]): void {
  const entry = parseEntry(line, intern);
  const unwatched = entry === undefined ? parseUnwatched(line) : undefined;
  reader.isLastUnreadable = entry === undefined && unwatched === undefined;
  if (reader.isLastUnreadable) reader.unreadableLines += 1;
  if (unwatched !== undefined) reader.unwatched.push(unwatched);
  if (entry !== undefined) entries.push(entry);
  if (entry?.kind === 'sleep') reader.unwatched.push({ from: entry.at, until: entry.until });
}

/** A torn last line is no problem: its writer crashed. */
export function problemOf({ path, problem, unreadableLines, isLastUnreadable }: SegmentReader): string | undefined {
  const skipped = isLastUnreadable ? unreadableLines - 1 : unreadableLines;
  if (problem !== undefined || skipped === 0) return problem;
  return `${countOf(skipped, 'unreadable line')} in ${basename(path)} ${skipped === 1 ? 'was' : 'were'} skipped`;
}

export type SegmentContent = {
  /** undefined if the segment cannot be read. */
  readonly header: SegmentHeader | undefined;
  readonly entries: readonly JournalEntry[];
  readonly problems: readonly string[];
};

/** Reads one segment. Never rejects. */
export async function readSegment(path: string): Promise<SegmentContent> {
  const reader = createSegmentReader(path);
  const entries = await readMore(reader, { intern: createIntern(), slice: createTimeSlice() });
  const problem = problemOf(reader);
  return { header: reader.header, entries, problems: problem === undefined ? [] : [problem] };
}
