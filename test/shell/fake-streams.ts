import { PassThrough, Writable } from 'node:stream';
import type { Streams } from '../../src/shell/print/streams.ts';

export type FakeStreams = Streams & {
  readonly stdin: PassThrough;
  /** The text written so far. */
  readonly out: () => string;
  readonly err: () => string;
};

function collector(
  isTTY: boolean,
  onText: (text: string) => void,
): { readonly stream: Writable & { isTTY: boolean }; readonly text: () => string } {
  const chunks: Buffer[] = [];
  const stream = new Writable({
    write: (chunk: Buffer, _, done) => {
      chunks.push(chunk);
      onText(chunk.toString('utf8'));
      done();
    },
  });
  return { stream: Object.assign(stream, { isTTY }), text: () => Buffer.concat(chunks).toString('utf8') };
}

/** Creates standard streams for code that runs inside the test process. */
export function fakeStreams({
  terminal = false,
  dumb = false,
  onError = (_text: string): void => {},
} = {}): FakeStreams {
  const stdout = collector(terminal, () => {});
  const stderr = collector(terminal, onError);
  return {
    stdin: Object.assign(new PassThrough(), { isTTY: terminal }),
    stdout: stdout.stream,
    stderr: stderr.stream,
    dumb,
    out: stdout.text,
    err: stderr.text,
  };
}
