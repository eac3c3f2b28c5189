import { once } from 'node:events';
import type { Readable, Writable } from 'node:stream';
import type { ExecSession } from '../../kubernetes/api.ts';
import type { ProgramStreams } from '../record/program-streams.ts';
import type { ShellResult } from './shell-plan.ts';

type Pipes = Extract<ProgramStreams, { readonly kind: 'pipes' }>;

/** Connects the standard streams with the program until it ends. Bytes stay as they are. */
export async function pipeStreams(
  session: ExecSession,
  { stdin, stdout, stderr }: Pipes,
  signal: AbortSignal,
): Promise<ShellResult['end']> {
  const input = sendInput(session, stdin, () => stderr.write(noEndOfInput));
  try {
    await Promise.all([copy(session.stdout, stdout, signal), copy(session.stderr, stderr, signal)]);
    return { kind: 'exited', exitCode: await session.ended };
  } finally {
    input.stop();
  }
}

const noEndOfInput = 'warning: this API server cannot end standard input (Kubernetes 1.30 and later can)\n';

/** Sends standard input as fast as the pod takes it. */
function sendInput(session: ExecSession, stdin: Readable, onEndless: () => void): { readonly stop: () => void } {
  let hasInput = false;
  let isStopped = false;
  const onData = (chunk: Buffer | string) => {
    hasInput = true;
    stdin.pause();
    void session.write(Buffer.from(chunk)).then(() => {
      if (!isStopped) stdin.resume();
    });
  };
  const onEnd = () => {
    // The program may now wait for more forever.
    if (!session.endInput() && hasInput) onEndless();
  };
  stdin.on('data', onData);
  stdin.on('end', onEnd);
  stdin.on('error', onEnd);
  return {
    stop: () => {
      isStopped = true;
      stdin.off('data', onData);
      stdin.off('end', onEnd);
      stdin.off('error', onEnd);
      stdin.pause();
    },
  };
}

async function copy(from: Readable, to: Writable, signal: AbortSignal): Promise<void> {
  for await (const chunk of from as AsyncIterable<Buffer>) {
    if (!to.write(chunk)) await once(to, 'drain', { signal });
  }
}
