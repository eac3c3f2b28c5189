import type { ContainerProcess, ExecResult, ProcessStreams, TerminalSize } from '../../contracts.ts';
import type { PodFile } from '../config-volume.ts';
import { execute } from '../execute.ts';
import { createInputLines } from './input-lines.ts';
import type { Program } from './program.ts';
import { programs } from './programs.ts';

/** Exit code of a process that the kernel kills: 128 + SIGKILL */
const killedExitCode = 137;

type Container = {
  readonly streams: ProcessStreams;
  readonly readFile: (path: string) => PodFile | undefined;
  /** Functions that kill the commands of the container. */
  readonly kills: Set<() => void>;
};

/** Starts a command that reads standard input. */
export function startProgram(
  [path = '', ...args]: readonly string[],
  { streams, readFile, kills }: Container,
): ContainerProcess | Extract<ExecResult, { readonly kind: 'not started' }> {
  const start = programs.get(path.replace(/^(\/usr)?\/bin\//, ''));
  if (start === undefined) {
    const executed = execute([path, ...args], readFile);
    return executed.kind === 'not started' ? executed : { kind: 'not started', message: 'not supported by the demo' };
  }
  const { isTerminal } = streams;
  let size: TerminalSize = { columns: 0, rows: 0 };
  let isEnded = false;
  const end = (exitCode: number) => {
    if (isEnded) return;
    isEnded = true;
    kills.delete(kill);
    streams.end(exitCode);
  };
  const kill = () => end(killedExitCode);
  const write = (stream: 'stdout' | 'stderr') => (text: string | Buffer) => {
    if (isEnded) return;
    const isChanged = isTerminal && typeof text === 'string';
    streams.write(stream, Buffer.from(isChanged ? text.replace(/\r?\n/g, '\r\n') : text));
  };
  const print = write('stdout');
  kills.add(kill);
  const context = { args, isTerminal, size: () => size, readFile, print, printError: write('stderr'), exit: end };
  const program: Program = start(context);
  const lines = createInputLines(() => program, { isTerminal, echo: print });
  return {
    input: (bytes) => {
      if (!isEnded) lines.push(bytes);
    },
    endInput: () => {
      if (!isEnded) lines.end();
    },
    resize: (next) => {
      size = next;
      program.onResize?.();
    },
  };
}
