import type { LineRole } from '../log-store.ts';
import { parseLogLine } from '../parse-log-line.ts';
import { jsonStackTrace } from './json-stack-trace.ts';
import { createSignature } from './signature.ts';
import type { Trace } from './trace.ts';

export type TraceReader = {
  /** The lines of one log, one after the other. */
  readonly line: (role: LineRole, bytes: Buffer, from: number, to: number, at: number, sequence: number) => void;
  /** The one whose last frames may still come. */
  readonly open: () => Trace | undefined;
};

const longestTextBytes = 500;
const longestFrameBytes = 300;
const mostCauses = 10;
const exceptionLine = /^(?:Exception in thread "[^"]*" )?(?:[a-z_][\w$]*\.)+[A-Z][\w$.]*(?:: |:?$)/;

const openingBrace = 0x7b;

/** Finds the stack traces among a log's lines. `done` is called with each, once the next event has begun. */
export function createTraceReader(done: (trace: Trace) => void): TraceReader {
  const signature = createSignature();
  // The head is of most lines, and is text only for a few: it is kept as bytes until then.
  const headBytes = Buffer.allocUnsafeSlow(longestTextBytes);
  let headLength = 0;
  let head: { readonly at: number; readonly sequence: number } | undefined;
  let exception: string | undefined;
  let causes: string[] = [];
  let frames = 0;

  const headText = () => headBytes.toString('utf8', 0, headLength);
  /** For frames that a message has, and no exception: a thread dump. */
  const headMessage = () => parseLogLine(headText())?.message ?? headText();
  const open = (): Trace | undefined =>
    head === undefined || frames === 0
      ? undefined
      : {
          signature: signature.word(),
          title: exception ?? headMessage(),
          causes,
          at: head.at,
          sequence: head.sequence,
        };
  const begin = (bytes: Buffer, from: number, to: number, at: number, sequence: number) => {
    const trace = open();
    if (trace !== undefined) done(trace);
    head = { at, sequence };
    headLength = bytes.copy(headBytes, 0, from, to);
    exception = undefined;
    causes = [];
    frames = 0;
    signature.reset();
  };
  const addException = (text: string) => {
    signature.addClass(text);
    const nested = /^\s*(?:Caused by|Suppressed): (.*)/s.exec(text)?.[1];
    if (nested === undefined) exception ??= text;
    else if (causes.length < mostCauses) causes.push(nested);
  };
  const addFrame = (text: string) => {
    frames += 1;
    signature.addFrame(text);
  };

  return {
    open,
    line: (role, bytes, from, to, at, sequence) => {
      if (role === 'text') return;
      if (role === 'frame') return addFrame(bytes.toString('latin1', from, Math.min(to, from + longestFrameBytes)));
      const end = Math.min(to, from + longestTextBytes);
      if (role === 'cause') return addException(bytes.toString('utf8', from, end));
      begin(bytes, from, end, at, sequence);
      const first = bytes[from] ?? 0;
      if (isDigit(first)) return; // a logger's line, as most are
      const text = headText();
      if (exceptionLine.test(text)) addException(text);
      for (const line of first === openingBrace ? jsonStackTrace(bytes, from, to) : []) {
        if (/^\s+at /.test(line)) addFrame(line);
        else if (/^\S/.test(line) || /^\s*(?:Caused by|Suppressed): /.test(line)) addException(line);
      }
    },
  };
}

function isDigit(byte: number): boolean {
  return byte >= 0x30 && byte <= 0x39;
}
