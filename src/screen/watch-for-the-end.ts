import { constants } from 'node:os';
import { describeError } from '../commands/record/describe-error.ts';
import type { Screen } from './state/screen.ts';

const signals = ['SIGTERM', 'SIGHUP', 'SIGINT'] as const;

/**
 * Turns every death into leaving the screen: signals, errors that nobody caught, a terminal that is gone. With
 * these listeners Ink leaves the signals alone and is unmounted in the ordinary way.
 */
export function watchForTheEnd(screen: Screen, stdout: NodeJS.WriteStream): () => void {
  const die = (error: unknown) => {
    screen.log(error);
    const { message } = describeError(error);
    screen.leave({ exitCode: 1, lines: [`flink-tui ended by an error of its own: ${message}`] });
  };
  const onSignal = (signal: NodeJS.Signals) =>
    screen.leave({ exitCode: 128 + constants.signals[signal], lines: [`ended by ${signal}`] });
  const onLost = (error: NodeJS.ErrnoException) => {
    screen.log(error);
    screen.leave({ exitCode: 129, lines: ['the terminal went away'] });
  };
  for (const signal of signals) process.on(signal, onSignal);
  process.on('uncaughtException', die);
  process.on('unhandledRejection', die);
  stdout.on('error', onLost);
  return () => {
    for (const signal of signals) process.off(signal, onSignal);
    process.off('uncaughtException', die);
    process.off('unhandledRejection', die);
    stdout.off('error', onLost);
  };
}
