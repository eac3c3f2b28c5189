import type { LocalState } from '../../commands/record/local-state.ts';
import type { OutputFormat } from '../../commands/record/output-format.ts';
import type { Environment } from '../../settings/environment.ts';
import type { Streams } from '../print/streams.ts';
import { createPrintFailure, logError, type PrintFailure } from './failure.ts';
import { watchInterrupts, watchOutput } from './interrupt.ts';
import { createLocalState } from './local-state.ts';
import { logFilePath, logWarnings } from './log-file.ts';
import type { RunOptions } from './run-options.ts';

export type Shell = {
  /**
   * Runs a frontend and aborts it on an interrupt or when its output is closed. Prints a failure and resolves with the
   * exit code.
   */
  readonly runWithoutScreen: (
    format: OutputFormat,
    run: (options: RunOptions, printFailure: PrintFailure) => Promise<number>,
  ) => Promise<number>;
  readonly local: LocalState;
  /** Prints an error that occurs before a frontend runs. */
  readonly printFailure: PrintFailure;
  /** Writes the details of an error to the log file; see `logError`. */
  readonly logError: (error: unknown) => readonly string[];
};

export function createShell(process: NodeJS.Process, streams: Streams, environment: Environment): Shell {
  const output = watchOutput(streams);
  const logFile = logFilePath(environment);
  logWarnings(process, logFile);
  const local = createLocalState(environment);
  return {
    runWithoutScreen: async (format, run) => {
      const signal = AbortSignal.any([output, watchInterrupts(process)]);
      const printFailure = createPrintFailure(streams, logFile, signal);
      process.once('uncaughtException', (error) => process.exit(printFailure(error)));
      try {
        return await run({ streams, format, signal, local }, printFailure);
      } catch (error) {
        return printFailure(error);
      }
    },
    local,
    printFailure: createPrintFailure(streams, logFile, output),
    logError: (error) => logError(error, logFile),
  };
}
