import type { ProgramStreams } from '../../commands/record/program-streams.ts';
import type { Streams } from '../print/streams.ts';

/** Returns the terminal, or the standard streams if one of them is not a terminal. */
export function openProgramStreams(streams: Streams, signal: AbortSignal): ProgramStreams {
  const { stdin, stdout, stderr, terminalType, dumb } = streams;
  if (stdin.isTTY !== true || stdout.isTTY !== true) return { kind: 'pipes', stdin, stdout, stderr };
  return {
    kind: 'terminal',
    type: terminalType,
    lend: async (use) => {
      const { lendTerminal } = await import('../../commands/shell/lend-terminal.ts');
      const takeInput = (receive: (typed: Buffer) => void) => {
        stdin.setRawMode?.(true);
        stdin.on('data', receive);
        return () => {
          stdin.off('data', receive);
          stdin.pause();
          stdin.setRawMode?.(false);
        };
      };
      const resumeRawMode = () => {
        stdin.setRawMode?.(false);
        stdin.setRawMode?.(true);
      };
      const suspend = (during: () => Promise<void>) => during();
      return lendTerminal({ stdout, isDumb: dumb, takeInput, resumeRawMode, suspend, signal }, use);
    },
  };
}
