import type { LogLevel, LogLine, LogSource, LogSourceState } from './log-store.ts';
import type { LogWriter } from './log-writer.ts';
import { parseLevel } from './parse-level.ts';
import { parseTime } from './parse-time.ts';
import { createRecall, type Recall, startOfSecond } from './recall.ts';
import { createRing } from './ring.ts';
import { createLineSplitter, type SplitLine } from './split-lines.ts';

export type LogBounds = { readonly lines: number; readonly bytes: number };

// A stack trace is written in one go. What a user's code prints later, without a level, is no part of it.
const continuationMs = 1000;

/** One container's log: what reads it, and what writes to it. `changed` is called after each write. */
export function createLogSource(
  identity: { readonly uid: string; readonly pod: string; readonly container: string },
  bounds: LogBounds,
  changed: () => void,
): { readonly source: LogSource; readonly writer: LogWriter } {
  const ring = createRing<LogLine>(bounds.lines);
  const splitter = createLineSplitter();
  let state: LogSourceState = { state: 'connecting' };
  let version = 0;
  let sequence = 0;
  let received = 0;
  let evicted = 0;
  let keptBytes = 0;
  let event: { level: LogLevel | undefined; at: number | undefined } = { level: undefined, at: undefined };
  let recall: Recall | undefined;

  const hasChanged = () => {
    version += 1;
    changed();
  };
  const evict = () => {
    const gone = ring.shift();
    if (gone === undefined) return;
    keptBytes -= weigh(gone);
    if (gone.kind === 'line') evicted += 1;
  };
  const append = (line: LogLine) => {
    if (ring.length() === bounds.lines) evict();
    ring.push(line);
    keptBytes += weigh(line);
    while (keptBytes > bounds.bytes && ring.length() > 1) evict();
  };
  const mark = (cause: string, at: number) => {
    append({ kind: 'gap', sequence: sequence++, at, cause });
  };
  const levelOf = (text: string, at: number | undefined): LogLevel | undefined => {
    const level = parseLevel(text);
    const isContinuation = at === undefined || event.at === undefined || at - event.at < continuationMs;
    event = { level: level ?? (isContinuation ? event.level : undefined), at };
    return event.level;
  };
  const isRepeat = (at: number | undefined, text: string): boolean => {
    if (recall === undefined) return false;
    const repeats = recall.repeats({ at, text });
    if (recall.missesLines()) mark('lines may be missing: the log was rotated, or begins anew', at ?? Date.now());
    if (recall.isOver()) recall = undefined;
    return repeats;
  };
  const take = (line: SplitLine) => {
    const { at, text } = parseTime(line.text);
    if (isRepeat(at, text)) return;
    received += 1;
    append({ kind: 'line', sequence: sequence++, at, level: levelOf(text, at), text, cutBytes: line.cutBytes });
  };
  function* newestFirst() {
    for (let position = ring.length() - 1; position >= 0; position -= 1) {
      const line = ring.at(position);
      if (line !== undefined) yield line;
    }
  }

  const writer: LogWriter = {
    setState: (next) => {
      state = next;
      hasChanged();
    },
    begin: ({ again }) => {
      recall = again ? createRecall(newestFirst()) : undefined;
    },
    write: (chunk) => {
      for (const line of splitter.push(chunk)) take(line);
      hasChanged();
    },
    end: (how) => {
      const rest = how === 'complete' ? splitter.flush() : undefined;
      splitter.reset();
      if (rest === undefined) return;
      take(rest);
      hasChanged();
    },
    mark: (cause) => {
      mark(cause, Date.now());
      hasChanged();
    },
    resumeTime: () => {
      for (const line of newestFirst()) {
        if (line.kind === 'line' && line.at !== undefined) return new Date(startOfSecond(line.at)).toISOString();
      }
      return undefined;
    },
  };

  const source: LogSource = {
    ...identity,
    get state() {
      return state;
    },
    get counters() {
      return { received, kept: ring.length(), evicted, bytes: keptBytes };
    },
    get version() {
      return version;
    },
    slice: ring.slice,
  };
  return { source, writer };
}

function weigh(line: LogLine): number {
  return line.kind === 'line' ? line.text.length : line.cause.length;
}
