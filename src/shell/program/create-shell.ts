import type { LocalState } from '../../commands/record/local-state.ts';
import type { OutputFormat } from '../../commands/record/output-format.ts';
import type { Environment } from '../../settings/environment.ts';
import type { Streams } from '../print/streams.ts';
import { createPrintFailure, logError, type PrintFailure } from './failure.ts';
import { watchInterrupts, watchOutput } from './interrupt.ts';
import { createLocalState } from './local-state.ts';
import { logFilePath } from './log-file.ts';
import { logWarnings } from './log-warnings.ts';
import type { RunOptions } from './run-options.ts';

export type Shell = {
  /** Runs a door that ends with an interrupt or its output, and tells what failed; resolves with the exit code. */
  readonly runWithoutScreen: (
    format: OutputFormat,
    door: (terms: RunOptions, printFailure: PrintFailure) => Promise<number>,
  ) => Promise<number>;
  readonly local: LocalState;
  /** For what fails before a door is reached. */
  readonly tellFailure: PrintFailure;
  /** Puts what is more than a sentence into the log file; the line that says so, if there was more. */
  readonly logError: (error: unknown) => readonly string[];
};

export function createShell(process: NodeJS.Process, streams: Streams, environment: Environment): Shell {
  const output = watchOutput(streams);
  const logFile = logFilePath(environment);
  logWarnings(process, logFile);
  const local = createLocalState(environment);
  return {
    runWithoutScreen: async (format, door) => {
      const signal = AbortSignal.any([output, watchInterrupts(process)]);
      const tellFailure = createPrintFailure(streams, logFile, signal);
      process.once('uncaughtException', (error) => process.exit(tellFailure(error)));
      try {
        return await door({ streams, format, signal, local }, tellFailure);
      } catch (error) {
        return tellFailure(error);
      }
    },
    local,
    tellFailure: createPrintFailure(streams, logFile, output),
    logError: (error) => logError(error, logFile),
  };
}
