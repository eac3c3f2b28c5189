import type { LogLevel } from '../log-store.ts';
import { readJsonHead } from './json-head.ts';
import { readLineHead } from './line-pattern.ts';

/**
 * What a line looks like by itself. `logged` is a logger's; `own` is surely none of a logger and continues nothing;
 * `exception` is a class name as a stack trace begins with; `text` may be anything.
 */
export type LineLooks =
  | { readonly looks: 'logged'; readonly level: LogLevel; readonly logger: string | undefined }
  | { readonly looks: 'own' | 'frame' | 'cause' | 'exception' | 'text' };

/** No head is longer: Flink pads a logger's name to 60 columns and never cuts it. */
const longestHeadBytes = 240;

const own = { looks: 'own' } as const;
const frame = { looks: 'frame' } as const;
const cause = { looks: 'cause' } as const;
const exception = { looks: 'exception' } as const;
const text = { looks: 'text' } as const;

const framePattern = /^\s+(?:at [\w$.<>/@-]+[.(]|\.\.\. \d+ (?:more|common frames omitted)|\[CIRCULAR REFERENCE)/;
const causePattern = /^\s*(?:Caused by|Suppressed): /;
const exceptionPattern = /^(?:[a-z_][\w$]*\.)+[A-Z][\w$.]*(?:: |:?$)/;
// A sink that prints (`2> (word,1)`, `name:2> …`), the JVM, its logging before it is set up, and the start script.
const ownPattern =
  /^(?:(?:[^\s:>]{1,60}:)?\d+> |SLF4J|Picked up |OpenJDK |WARNING: |Exception in thread "|Starting [\w-]+ as a console)/;

/** Looks at the first few bytes alone, read as Latin-1: what tells a line apart is ASCII. */
export function classifyLine(bytes: Buffer, from: number, to: number): LineLooks {
  const first = bytes[from] ?? 0;
  if (first === 0x7b) {
    const head = readJsonHead(bytes, from, to);
    return head === undefined ? text : { looks: 'logged', ...head };
  }
  const start = bytes.toString('latin1', from, Math.min(to, from + longestHeadBytes));
  if (first === 0x20 || first === 0x09) {
    if (framePattern.test(start)) return frame;
    return causePattern.test(start) ? cause : text;
  }
  if (isDigitOrEscape(first)) {
    const head = readLineHead(start);
    if (head !== undefined) return { looks: 'logged', level: head.level, logger: head.logger };
  }
  if (first === 0x43 && causePattern.test(start)) return cause;
  if (exceptionPattern.test(start)) return exception;
  return ownPattern.test(start) ? own : text;
}

function isDigitOrEscape(byte: number): boolean {
  return (byte >= 0x30 && byte <= 0x39) || byte === 0x1b;
}
