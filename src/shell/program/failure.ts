import { CommandError, exitCodeOf, exitCodes } from '../../commands/record/command-error.ts';
import { describeError } from '../../commands/record/describe-error.ts';
import { FlinkError } from '../../flink/error.ts';
import { KubernetesError } from '../../kubernetes/error.ts';
import { LogFilterError } from '../../logs/log-filter-error.ts';
import { SessionNotFound } from '../../session/attach/session-not-found.ts';
import { SettingsError } from '../../settings/settings.ts';
import type { Streams } from '../print/streams.ts';
import { Interrupted, OutputClosed } from './interrupt.ts';
import { appendToLog } from './log-file.ts';

/** Tells a person what failed, and resolves to the exit code for it. */
export type PrintFailure = (error: unknown) => number;

/** Message and hints go to standard error. What was aborted failed by the signal's reason, whatever it says itself. */
export function createPrintFailure({ stderr }: Streams, logFile: string, signal: AbortSignal): PrintFailure {
  return (error) => {
    const cause: unknown = signal.aborted ? signal.reason : error;
    if (cause instanceof OutputClosed) return exitCodes.done;
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
 * What Flink sent along, and the stack trace of an error that nobody expected, go to the log file; the line that
 * says so comes back.
 */
export function logError(error: unknown, logFile: string): readonly string[] {
  return !isFullyDescribed(error) && appendToLog(logFile, error) ? [`More of it is in ${logFile}`] : [];
}

/** Whether its sentence is all that there is to know. */
function isFullyDescribed(error: unknown): boolean {
  if (error instanceof FlinkError) return error.detail === undefined;
  if (error instanceof CommandError) return !(error.cause instanceof Error) || isFullyDescribed(error.cause);
  return [KubernetesError, SessionNotFound, LogFilterError].some((kind) => error instanceof kind);
}
