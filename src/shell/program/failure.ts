import { CommandError, exitCodeOf, exitCodes } from '../../commands/record/command-error.ts';
import { describeError } from '../../commands/record/describe-error.ts';
import { FlinkError } from '../../flink/error.ts';
import { KubernetesError } from '../../kubernetes/error.ts';
import { LogFilterError } from '../../logs/log-filter.ts';
import { SessionNotFound } from '../../session/attach/session-not-found.ts';
import { SettingsError } from '../../settings/settings.ts';
import type { Streams } from '../print/streams.ts';
import { Interrupted, OutputClosed } from './interrupt.ts';
import { appendToLog } from './log-file.ts';

/** Prints an error and returns its exit code. */
export type PrintFailure = (error: unknown) => number;

/**
 * Prints message and hints to standard error. After an abort, prints the signal's reason instead, because the error is
 * only a consequence of the abort.
 */
export function createPrintFailure({ stderr }: Streams, logFile: string, signal: AbortSignal): PrintFailure {
  return (error) => {
    const cause: unknown = signal.aborted ? signal.reason : error;
    if (cause instanceof OutputClosed) return exitCodes.success;
    if (cause instanceof Interrupted) return cause.exitCode;
    const known =
      cause instanceof SettingsError ? new CommandError(exitCodes.usage, cause.message, cause.hints) : cause;
    const { message, hints } = describeError(known);
    const lines = [`flink-tui: ${message}`, ...[...hints, ...logError(known, logFile)].map((hint) => `  ${hint}`)];
    stderr.write(`${lines.join('\n')}\n`);
    return exitCodeOf(known);
  };
}

/**
 * Writes Flink's details, or the stack trace of an unexpected error, to the log file. Returns the line that names the
 * log file, if something was written.
 */
export function logError(error: unknown, logFile: string): readonly string[] {
  return !isFullyDescribed(error) && appendToLog(logFile, error) ? [`Details: ${logFile}`] : [];
}

/** Returns whether the error's message contains all details. */
function isFullyDescribed(error: unknown): boolean {
  if (error instanceof FlinkError) return error.detail === undefined;
  if (error instanceof CommandError) return !(error.cause instanceof Error) || isFullyDescribed(error.cause);
  return [KubernetesError, SessionNotFound, LogFilterError].some((kind) => error instanceof kind);
}
