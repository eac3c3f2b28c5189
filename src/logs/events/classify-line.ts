import type { LogLevel } from '../log-store.ts';
import { readJsonHead } from './json-head.ts';
import { readLineHead } from './line-pattern.ts';

/**
 * The kind of a line, regardless of the lines around it:
 * - `logged`: written by a logger
 * - `standalone`: never part of another event
 * - `exception`: starts with a class name, like a stack trace
 * - `frame`: a stack frame
 * - `cause`: starts with `Caused by:` or `Suppressed:`
 * - `text`: anything else
 */
export type ClassifiedLine =
  | { readonly kind: 'logged'; readonly level: LogLevel; readonly logger: string | undefined }
  | { readonly kind: 'standalone' | 'frame' | 'cause' | 'exception' | 'text' };

/** Maximum length of the classified start of a line. Flink's Log4j layout pads logger names to at least 60 columns. */
const maxHeadBytes = 240;

const standalone = { kind: 'standalone' } as const;
const frame = { kind: 'frame' } as const;
const cause = { kind: 'cause' } as const;
const exception = { kind: 'exception' } as const;
const text = { kind: 'text' } as const;

const framePattern = /^\s+(?:at [\w$.<>/@-]+[.(]|\.\.\. \d+ (?:more|common frames omitted)|\[CIRCULAR REFERENCE)/;
const causePattern = /^\s*(?:Caused by|Suppressed): /;
const exceptionPattern = /^(?:[a-z_][\w$]*\.)+[A-Z][\w$.]*(?:: |:?$)/;
// Matches lines of a print sink (`2> (word,1)`, `name:2> …`), of the JVM, of SLF4J and of the start script.
const standalonePattern =
  /^(?:(?:[^\s:>]{1,60}:)?\d+> |SLF4J|Picked up |OpenJDK |WARNING: |Exception in thread "|Starting [\w-]+ as a console)/;

/** Classifies a line by its first bytes, read as Latin-1, because all patterns are ASCII. */
export function classifyLine(bytes: Buffer, from: number, to: number): ClassifiedLine {
  const first = bytes[from] ?? 0;
  if (first === 0x7b) {
    const head = readJsonHead(bytes, from, to);
    return head === undefined ? text : { kind: 'logged', ...head };
  }
  const start = bytes.toString('latin1', from, Math.min(to, from + maxHeadBytes));
  if (first === 0x20 || first === 0x09) {
    if (framePattern.test(start)) return frame;
    return causePattern.test(start) ? cause : text;
  }
  if (isDigitOrEscape(first)) {
    const head = readLineHead(start);
    if (head !== undefined) return { kind: 'logged', level: head.level, logger: head.logger };
  }
  if (first === 0x43 && causePattern.test(start)) return cause;
  if (exceptionPattern.test(start)) return exception;
  return standalonePattern.test(start) ? standalone : text;
}

function isDigitOrEscape(byte: number): boolean {
  return (byte >= 0x30 && byte <= 0x39) || byte === 0x1b;
}
