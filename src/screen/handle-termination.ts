import { constants } from 'node:os';
import { describeError } from '../commands/record/describe-error.ts';
import type { Screen } from './state/screen.ts';

const signals = ['SIGTERM', 'SIGHUP', 'SIGINT'] as const;

/**
 * Closes the screen on a signal, an uncaught error or a lost terminal. With these listeners, Ink ignores the signals
 * and is unmounted in the normal way.
 */
export function handleTermination(screen: Screen, stdout: NodeJS.WriteStream): () => void {
  const onError = (error: unknown) => {
    screen.log(error);
    const { message } = describeError(error);
    screen.exit({ exitCode: 1, lines: [`internal error: ${message}`] });
  };
  const onSignal = (signal: NodeJS.Signals) =>
    screen.exit({ exitCode: 128 + constants.signals[signal], lines: [`ended by ${signal}`] });
  const onTerminalError = (error: NodeJS.ErrnoException) => {
    screen.log(error);
    screen.exit({ exitCode: 129, lines: ['the terminal was closed'] });
  };
  for (const signal of signals) process.on(signal, onSignal);
  process.on('uncaughtException', onError);
  process.on('unhandledRejection', onError);
  stdout.on('error', onTerminalError);
  return () => {
    for (const signal of signals) process.off(signal, onSignal);
    process.off('uncaughtException', onError);
    process.off('unhandledRejection', onError);
    stdout.off('error', onTerminalError);
  };
}
