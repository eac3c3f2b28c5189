import { CommandError, exitCodeOf, exitCodes } from '../commands/command-error.ts';
import { describeError } from '../commands/describe-error.ts';
import { FlinkError } from '../flink/error.ts';
import { KubernetesError } from '../kubernetes/error.ts';
import { SessionNotFound } from '../session/session-not-found.ts';
import { SettingsError } from '../settings/settings.ts';
import { Interrupted, ReaderLeft } from './interrupt.ts';
import { logError } from './log-file.ts';
import type { Streams } from './streams.ts';

/** Tells a person what failed, and resolves to the exit code for it. */
export type TellFailure = (error: unknown) => number;

/**
 * Message and hints go to standard error; what Flink sent along, or the stack trace of an error that nobody
 * expected, goes to the log file, which is then named.
 */
export function createTellFailure({ stderr }: Streams, logFile: string, signal: AbortSignal): TellFailure {
  return (error) => {
    // What was under way fails in its own words when it is cut off; the cause is why it was.
    const cause = signal.aborted ? signal.reason : error;
    if (cause instanceof ReaderLeft) return exitCodes.done;
    if (cause instanceof Interrupted) return cause.exitCode;
    const known = asCommandError(cause);
    const { message, hints } = describeError(known);
    stderr.write(`${[`flink-tui: ${message}`, ...hints.map((hint) => `  ${hint}`)].join('\n')}\n`);
    if (isWorthKeeping(known) && logError(logFile, known)) stderr.write(`  More of it is in ${logFile}\n`);
    return exitCodeOf(known);
  };
}

function asCommandError(error: unknown): unknown {
  if (error instanceof SettingsError) return new CommandError(exitCodes.usage, error.message, error.hints);
  if (error instanceof SessionNotFound) return new CommandError(exitCodes.notFound, error.message, error.hints);
  return error;
}

function isWorthKeeping(error: unknown): boolean {
  if (error instanceof FlinkError) return error.detail !== undefined;
  return !(error instanceof CommandError || error instanceof KubernetesError);
}
