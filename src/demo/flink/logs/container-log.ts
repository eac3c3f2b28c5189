import type { ContainerLog } from '../../contracts.ts';
import { formatLogLine, type Level } from './log-line.ts';

type Line = ContainerLog['lines'][number];

/** A container's console. The process writes to the console, and the kubelet serves the output as a log. */
export type Console = {
  readonly log: ContainerLog;
  /** Writes a log event in the current style, followed by the lines of its stack trace. */
  readonly write: (level: Level, logger: string, message: string, ...traceLines: readonly string[]) => void;
  /** Prints a raw line, for example from System.out or from a start script. */
  readonly print: (text: string) => void;
  /** Sets the filter and the format of `write`. */
  readonly setLogStyle: (style: LogStyle) => void;
  /** Drops all further output, as if it went to a file. */
  readonly redirect: () => void;
  /** Starts a new log file. Followers continue with the new file. */
  readonly rotate: () => void;
  readonly end: () => void;
};

export type LogStyle = {
  readonly isLogged: (level: Level, logger: string) => boolean;
  readonly format?: (at: number, level: Level, logger: string, message: string) => string;
};

const minKeptLines = 5000;

export function createConsole(now: () => number): Console {
  const listeners = new Set<(line: Line | undefined) => void>();
  let lines: Line[] = [];
  let isEnded = false;
  let isRedirected = false;
  let style: LogStyle = { isLogged: () => true };
  let newestMs = 0;
  let nanoseconds = 0;

  /** Returns an RFC 3339 time with nanoseconds. Times strictly increase, as in the kubelet's logs. */
  function nextTimestamp(): string {
    const at = Math.max(newestMs, Math.floor(now()));
    nanoseconds = at === newestMs ? nanoseconds + 1200 : 40_000;
    if (nanoseconds > 999_999) {
      newestMs = at + 1;
      nanoseconds = 0;
    } else newestMs = at;
    return `${new Date(newestMs).toISOString().slice(0, -1)}${String(nanoseconds).padStart(6, '0')}Z`;
  }

  function print(text: string): void {
    if (isEnded || isRedirected) return;
    const line = { at: nextTimestamp(), text };
    lines.push(line);
    if (lines.length > 2 * minKeptLines) lines = lines.slice(-minKeptLines);
    for (const listener of [...listeners]) listener(line);
  }

  return {
    log: {
      get lines() {
        return lines;
      },
      get isEnded() {
        return isEnded;
      },
      subscribe: (listener) => {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    },
    write: (level, logger, message, ...traceLines) => {
      const { isLogged, format = formatLogLine } = style;
      if (!isLogged(level, logger)) return;
      print(format(now(), level, logger, message));
      for (const text of traceLines) print(text);
    },
    print,
    setLogStyle: (newStyle) => {
      style = newStyle;
    },
    redirect: () => {
      isRedirected = true;
    },
    rotate: () => {
      lines = [];
    },
    end: () => {
      if (isEnded) return;
      isEnded = true;
      for (const listener of [...listeners]) listener(undefined);
      listeners.clear();
    },
  };
}
