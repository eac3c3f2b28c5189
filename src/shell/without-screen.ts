import type { LocalState } from '../commands/local-state.ts';
import type { OutputFormat } from '../commands/output-format.ts';
import type { Environment } from '../settings/environment.ts';
import { createTellFailure, keepError, type TellFailure } from './failure.ts';
import { watchInterrupts, watchOutput } from './interrupt.ts';
import { keepWarnings } from './keep-warnings.ts';
import { createLocalState } from './local-state.ts';
import { logFilePath } from './log-file.ts';
import type { Streams } from './streams.ts';
import type { Terms } from './terms.ts';

export type Shell = {
  /** Runs a door that ends with an interrupt or its output, and tells what failed; resolves with the exit code. */
  readonly withoutScreen: (
    format: OutputFormat,
    door: (terms: Terms, tellFailure: TellFailure) => Promise<number>,
  ) => Promise<number>;
  readonly local: LocalState;
  /** For what fails before a door is reached. */
  readonly tellFailure: TellFailure;
  /** Puts what is more than a sentence into the log file; the line that says so, if there was more. */
  readonly keepError: (error: unknown) => readonly string[];
};

export function createShell(process: NodeJS.Process, streams: Streams, environment: Environment): Shell {
  const output = watchOutput(streams);
  const logFile = logFilePath(environment);
  keepWarnings(process, logFile);
  const local = createLocalState(environment);
  return {
    withoutScreen: async (format, door) => {
      const signal = AbortSignal.any([output, watchInterrupts(process)]);
      const tellFailure = createTellFailure(streams, logFile, signal);
      process.once('uncaughtException', (error) => process.exit(tellFailure(error)));
      try {
        return await door({ streams, format, signal, local }, tellFailure);
      } catch (error) {
        return tellFailure(error);
      }
    },
    local,
    tellFailure: createTellFailure(streams, logFile, output),
    keepError: (error) => keepError(error, logFile),
  };
}
