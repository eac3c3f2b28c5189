import type { LineRole } from '../log-store.ts';
import { parseLogLine } from '../parse-log-line.ts';
import { jsonStackTrace } from './json-stack-trace.ts';
import { createSignature } from './signature.ts';

/** One stack trace of a log. */
export type Trace = {
  /** Equal for traces with the same exception classes and frames. */
  readonly signature: string;
  readonly title: string;
  readonly causes: readonly string[];
  readonly at: number;
  /** Sequence of the first line of the event. */
  readonly sequence: number;
};

export type TraceReader = {
  /** Adds the next line of the log. */
  readonly line: (role: LineRole, bytes: Buffer, from: number, to: number, at: number, sequence: number) => void;
  /** Returns the current trace, which may be incomplete; undefined if the current event has no stack frames. */
  readonly currentTrace: () => Trace | undefined;
};

const maxTextBytes = 500;
const maxFrameBytes = 300;
const maxCauses = 10;
const exceptionLine = /^(?:Exception in thread "[^"]*" )?(?:[a-z_][\w$]*\.)+[A-Z][\w$.]*(?:: |:?$)/;

const openingBrace = 0x7b;

/** Finds the stack traces in the lines of one log. `onTrace` gets each trace when the next event starts. */
export function createTraceReader(onTrace: (trace: Trace) => void): TraceReader {
  const signature = createSignature();
  // The head is decoded on demand, because most heads have no stack trace.
  const headBytes = Buffer.allocUnsafeSlow(maxTextBytes);
  let headLength = 0;
  let head: { readonly at: number; readonly sequence: number } | undefined;
  let exception: string | undefined;
  let causes: string[] = [];
  let frames = 0;

  const headText = () => headBytes.toString('utf8', 0, headLength);
  /** Returns the title for frames without an exception, for example in a thread dump. */
  const headMessage = () => parseLogLine(headText())?.message ?? headText();
  const open = (): Trace | undefined =>
    head === undefined || frames === 0
      ? undefined
      : {
          signature: signature.value(),
          title: exception ?? headMessage(),
          causes,
          at: head.at,
          sequence: head.sequence,
        };
  const begin = (bytes: Buffer, from: number, to: number, at: number, sequence: number) => {
    const trace = open();
    if (trace !== undefined) onTrace(trace);
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
    else if (causes.length < maxCauses) causes.push(nested);
  };
  const addFrame = (text: string) => {
    frames += 1;
    signature.addFrame(text);
  };

  return {
    currentTrace: open,
    line: (role, bytes, from, to, at, sequence) => {
      if (role === 'text') return;
      if (role === 'frame') return addFrame(bytes.toString('latin1', from, Math.min(to, from + maxFrameBytes)));
      const end = Math.min(to, from + maxTextBytes);
      if (role === 'cause') return addException(bytes.toString('utf8', from, end));
      begin(bytes, from, end, at, sequence);
      const first = bytes[from] ?? 0;
      if (isDigit(first)) return; // The line starts with a timestamp of a logger, like most lines.
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
