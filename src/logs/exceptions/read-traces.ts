import type { LineRole } from '../log-store.ts';
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

/** Finds the stack traces among a log's lines. `done` is called with each, once the next event has begun. */
export function createTraceReader(done: (trace: Trace) => void): TraceReader {
  const signature = createSignature();
  let head: { readonly text: string; readonly at: number; readonly sequence: number } | undefined;
  let exception: string | undefined;
  let causes: string[] = [];
  let frames = 0;

  const open = (): Trace | undefined =>
    head === undefined || frames === 0
      ? undefined
      : { signature: signature.word(), title: exception ?? head.text, causes, at: head.at, sequence: head.sequence };
  const begin = (text: string, at: number, sequence: number) => {
    const trace = open();
    if (trace !== undefined) done(trace);
    head = { text, at, sequence };
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
      const text = bytes.toString('utf8', from, Math.min(to, from + longestTextBytes));
      if (role === 'cause') return addException(text);
      begin(text, at, sequence);
      if (exceptionLine.test(text)) addException(text);
      for (const line of text.charCodeAt(0) === 0x7b ? jsonStackTrace(bytes, from, to) : []) {
        if (/^\s+at /.test(line)) addFrame(line);
        else if (/^\S/.test(line) || /^\s*(?:Caused by|Suppressed): /.test(line)) addException(line);
      }
    },
  };
}
