import type { LineRole, LogLevel, LogLine, LogSource, LogSourceState } from './log-store.ts';
import type { LogWriter } from './log-writer.ts';
import { parseLine } from './parse-line.ts';
import { parseTime } from './parse-time.ts';
import { createRecall, type Recall, startOfSecond } from './recall.ts';
import { createLineSplitter, type SplitLine } from './split-lines.ts';

// A stack trace is written in one go. What a user's code prints later, without a level, is no part of it.
const continuationMs = 1000;

type Entry = {
  readonly line: LogLine;
  readonly time: number;
  readonly logger: string | undefined;
  readonly bytes: number;
};

/** One container's log: what reads it, and what writes to it. `changed` is called after each write. */
export function createLogSource(
  identity: { readonly key: string; readonly uid: string; readonly pod: string; readonly container: string },
  bound: number,
  now: () => number,
  changed: () => void,
): { readonly source: LogSource; readonly writer: LogWriter; readonly loggers: ReadonlyMap<string, number> } {
  let entries: Entry[] = [];
  const loggers = new Map<string, number>();
  const splitter = createLineSplitter();
  let state: LogSourceState = { state: 'connecting' };
  let version = 0;
  let first = 0;
  let received = 0;
  let evicted = 0;
  let keptBytes = 0;
  let behindMs: number | undefined;
  let event: { level: LogLevel | undefined; at: number | undefined; logger: string | undefined; isLogged: boolean } = {
    level: undefined,
    at: undefined,
    logger: undefined,
    isLogged: false,
  };
  let recall: Recall | undefined;
  const warnings = new Map<number, number>();
  const errors = new Map<number, number>();

  const hasChanged = () => {
    version += 1;
    changed();
  };
  const entryAt = (sequence: number) => entries[sequence - first];
  const end = () => first + entries.length;
  const append = (line: LogLine, logger: string | undefined, text: string) => {
    const last = entries.at(-1)?.time ?? 0;
    const bytes = Buffer.byteLength(text) + 32;
    entries.push({ line, time: Math.max(last, line.at ?? last), logger, bytes });
    keptBytes += bytes;
    let gone = 0;
    while (keptBytes > bound && gone < entries.length - 1) {
      const entry = entries[gone];
      gone += 1;
      keptBytes -= entry?.bytes ?? 0;
      if (entry?.line.kind === 'line') evicted += 1;
    }
    if (gone > 0) entries = entries.slice(gone);
    first += gone;
  };
  const mark = (cause: string, at: number) => {
    append({ kind: 'gap', sequence: end(), at, cause }, undefined, cause);
  };
  const roleOf = (text: string): Exclude<LineRole, 'gap'> =>
    /^\s+at |^\s*\.\.\. \d+ (more|common)/.test(text)
      ? 'frame'
      : /^\s*(Caused by|Suppressed): /.test(text)
        ? 'cause'
        : 'text';
  const take = (split: SplitLine) => {
    const { at, text } = parseTime(split.text);
    if (recall !== undefined) {
      const repeats = recall.repeats({ at, text });
      if (recall.missesLines()) mark('lines may be missing: the log was rotated, or begins anew', at ?? now());
      if (recall.isOver()) recall = undefined;
      if (repeats) return;
    }
    received += 1;
    if (at !== undefined) behindMs = now() - at;
    const parsed = parseLine(text);
    const continues =
      parsed === undefined &&
      event.isLogged &&
      (at === undefined || event.at === undefined || at - event.at < continuationMs);
    if (parsed !== undefined) {
      event = { level: parsed.level, at, logger: parsed.logger, isLogged: true };
      loggers.set(parsed.logger, (loggers.get(parsed.logger) ?? 0) + 1);
      const counts =
        parsed.level === 'WARN' ? warnings : ['ERROR', 'FATAL'].includes(parsed.level) ? errors : undefined;
      const minute = Math.floor((at ?? now()) / 60_000);
      counts?.set(minute, (counts.get(minute) ?? 0) + 1);
    } else if (continues) event.at = at;
    else event = { level: undefined, at, logger: undefined, isLogged: false };
    const role = continues ? roleOf(text) : 'head';
    append(
      { kind: 'line', sequence: end(), at, level: event.level, role, text, cutBytes: split.cutBytes },
      event.logger,
      text,
    );
  };
  function* newestFirst() {
    for (let position = entries.length - 1; position >= 0; position -= 1) {
      const entry = entries[position];
      if (entry !== undefined) yield entry.line;
    }
  }
  const newestAt = () => {
    for (const line of newestFirst()) if (line.kind === 'line' && line.at !== undefined) return line.at;
    return undefined;
  };

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
      mark(cause, now());
      hasChanged();
    },
    resumeTime: () => {
      const at = newestAt();
      return at === undefined ? undefined : new Date(startOfSecond(at)).toISOString();
    },
    newestAt,
  };

  const source: LogSource = {
    ...identity,
    get state() {
      return state;
    },
    get counters() {
      return { received, kept: entries.length, evicted, bytes: keptBytes, behindMs };
    },
    get version() {
      return version;
    },
    get first() {
      return first;
    },
    get end() {
      return end();
    },
    lines: (from, to) => entries.slice(Math.max(0, from - first), Math.max(0, to - first)).map(({ line }) => line),
    roleAt: (sequence) => {
      const line = entryAt(sequence)?.line;
      return line === undefined ? 'text' : line.kind === 'gap' ? 'gap' : line.role;
    },
    levelAt: (sequence) => {
      const line = entryAt(sequence)?.line;
      return line?.kind === 'line' ? line.level : undefined;
    },
    loggerAt: (sequence) => entryAt(sequence)?.logger,
    timeAt: (sequence) => entryAt(sequence)?.time ?? 0,
    sequenceAtTime: (at) => {
      const position = entries.findIndex(({ time }) => time >= at);
      return position === -1 ? end() : first + position;
    },
    headOf: (sequence) => {
      let head = sequence;
      while (head > first && !['head', 'gap'].includes(source.roleAt(head))) head -= 1;
      return head;
    },
    block: (sequence) => {
      if (entryAt(sequence) === undefined) return undefined;
      const texts: Buffer[] = [];
      const starts = [0];
      let size = 0;
      for (const { line } of entries.slice(sequence - first)) {
        const text = line.kind === 'line' ? line.text : line.cause;
        const bytes = Buffer.from(`${new Date(line.at ?? 0).toISOString().replace('Z', '000000Z')} ${text}\n`);
        if (size > 0 && size + bytes.length > 256 * 1024) break;
        texts.push(bytes);
        size += bytes.length;
        starts.push(size);
      }
      return { first: sequence, bytes: Buffer.concat(texts), starts: Uint32Array.from(starts) };
    },
    minutes: () => {
      const minute = Math.floor((entries.at(-1)?.time ?? 0) / 60_000);
      const series = (counts: ReadonlyMap<number, number>) =>
        Array.from({ length: 60 }, (_, index) => counts.get(minute - 59 + index) ?? 0);
      return { minute, warnings: series(warnings), errors: series(errors) };
    },
  };
  return { source, writer, loggers };
}
