import type { ContainerLog } from '../../contracts.ts';
import { formatLogLine, type Level } from './log-line.ts';

type Line = ContainerLog['lines'][number];

/** The console of a container: what the process in it writes, and what the kubelet hands out. */
export type Console = {
  readonly log: ContainerLog;
  /** One event by the default pattern; what follows are the lines of its stack trace. */
  readonly write: (level: Level, logger: string, message: string, ...following: readonly string[]) => void;
  /** A line as it is: System.out, and what scripts say at the start. */
  readonly print: (text: string) => void;
  /** What `write` keeps from here on, and how it puts it. */
  readonly logBy: (how: LogStyle) => void;
  /** From here on all goes elsewhere. */
  readonly redirect: () => void;
  /** The kubelet begins a new file. Whoever follows goes on in it. */
  readonly rotate: () => void;
  readonly end: () => void;
};

export type LogStyle = {
  readonly isLogged: (level: Level, logger: string) => boolean;
  readonly format?: (at: number, level: Level, logger: string, message: string) => string;
};

const keptLines = 5000;

export function createConsole(now: () => number): Console {
  const listeners = new Set<(line: Line | undefined) => void>();
  let lines: Line[] = [];
  let ended = false;
  let isRedirected = false;
  let style: LogStyle = { isLogged: () => true };
  let newest = 0;
  let withinMs = 0;

  /** Strictly growing, as the kubelet's times are. */
  function stamp(): string {
    const at = Math.max(newest, Math.floor(now()));
    withinMs = at === newest ? withinMs + 1200 : 40_000;
    if (withinMs > 999_999) {
      newest = at + 1;
      withinMs = 0;
    } else newest = at;
    return `${new Date(newest).toISOString().slice(0, -1)}${String(withinMs).padStart(6, '0')}Z`;
  }

  function print(text: string): void {
    if (ended || isRedirected) return;
    const line = { at: stamp(), text };
    lines.push(line);
    if (lines.length > 2 * keptLines) lines = lines.slice(-keptLines);
    for (const listener of [...listeners]) listener(line);
  }

  return {
    log: {
      get lines() {
        return lines;
      },
      get ended() {
        return ended;
      },
      subscribe: (listener) => {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    },
    write: (level, logger, message, ...following) => {
      const { isLogged, format = formatLogLine } = style;
      if (!isLogged(level, logger)) return;
      print(format(now(), level, logger, message));
      for (const text of following) print(text);
    },
    print,
    logBy: (how) => {
      style = how;
    },
    redirect: () => {
      isRedirected = true;
    },
    rotate: () => {
      lines = [];
    },
    end: () => {
      if (ended) return;
      ended = true;
      for (const listener of [...listeners]) listener(undefined);
      listeners.clear();
    },
  };
}
