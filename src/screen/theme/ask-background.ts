import { setImmediate as immediate, setTimeout as pause } from 'node:timers/promises';
import { type Background, backgroundInReport, isTypeReport } from './background.ts';
import type { ThemeName } from './choose.ts';
import { type ColourSettings, colourLevel } from './colour-level.ts';

/** OSC 11 asks for the background and DA1 for the terminal type. Some terminals ignore OSC 11, but almost all answer DA1. */
// The query ends with BEL, because rxvt-unicode answers a query that ends with ST incorrectly.
const query = '\x1b]11;?\x07\x1b[c';

/** The first frame waits for the answer no longer than this after the query. */
const firstFrameTimeoutMs = 100;
/** A slow connection may answer later. After this time, a change of all colours would be distracting. */
const lateAnswerMs = 2000;
/** A closing screen waits for the answer no longer than this after the query, so that the shell does not read it. */
const closeTimeoutMs = 1000;
/** The time in which the start of an escape sequence may be the start of the answer. */
const reportTimeoutMs = 3000;

/** A query for the background of the terminal. */
export type BackgroundQuery = {
  /** Takes a report that the terminal sends. */
  readonly receive: (report: string) => void;
  /** The background; undefined if the terminal does not report it, or reports it too late. */
  readonly answer: Promise<Background | undefined>;
  /** Resolves when the first frame may be drawn: with the answer, or without it after a timeout. */
  readonly beforeFirstFrame: () => Promise<void>;
  /** Resolves when the screen may be closed: with the end of the answer, or after a timeout. */
  readonly beforeClose: () => Promise<void>;
  /** The remaining time in ms in which the answer may come; 0 after the answer. */
  readonly remainingMs: () => number;
};

export type QueriedTerminal = Omit<ColourSettings, 'colorDepth'> & {
  readonly theme: ThemeName | 'auto';
  readonly stdin: { readonly isTTY?: boolean; readonly setRawMode?: (on: boolean) => unknown };
  readonly stdout: NodeJS.WriteStream;
};

/** Asks the terminal for its background if the theme `auto` needs it. The answer arrives while the screen is loaded. */
export function askBackground(terminal: QueriedTerminal): BackgroundQuery | undefined {
  if (!needsBackground(terminal)) return undefined;
  // Otherwise the terminal would show the answer as if it were typed. Ink sets raw mode too late.
  terminal.stdin.setRawMode?.(true);
  terminal.stdout.write(query);
  return openQuery();
}

/** A theme for 16 colours suits every background, and a screen reader needs no colours. */
function needsBackground({ theme, stdin, stdout, env, color }: QueriedTerminal): boolean {
  if (theme !== 'auto' || stdin.isTTY !== true || stdout.isTTY !== true) return false;
  if (env.TERM === 'dumb' || env.INK_SCREEN_READER === 'true') return false;
  return colourLevel({ color, env, colorDepth: stdout.getColorDepth(env) }) >= 2;
}

function openQuery(): BackgroundQuery {
  const askedAt = performance.now();
  const answer = Promise.withResolvers<Background | undefined>();
  const end = Promise.withResolvers<void>();
  let isEnded = false;
  const sinceQueryMs = () => performance.now() - askedAt;
  const within = async (timeoutMs: number, waitedFor: Promise<unknown>) => {
    if (isEnded) return;
    const expired = pause(Math.max(0, timeoutMs - sinceQueryMs()));
    // The answer may have arrived, but not yet been read.
    await Promise.race([waitedFor, expired.then(() => immediate())]);
  };
  return {
    receive(report) {
      const background = backgroundInReport(report);
      if (background !== undefined) answer.resolve(sinceQueryMs() < lateAnswerMs ? background : undefined);
      if (!isTypeReport(report)) return;
      isEnded = true;
      answer.resolve(undefined);
      end.resolve();
    },
    answer: answer.promise,
    beforeFirstFrame: () => within(firstFrameTimeoutMs, answer.promise),
    beforeClose: () => within(closeTimeoutMs, end.promise),
    remainingMs: () => (isEnded ? 0 : Math.max(0, reportTimeoutMs - sinceQueryMs())),
  };
}
