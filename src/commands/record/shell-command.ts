import type { SessionTarget } from '../../session/session.ts';

/**
 * Returns a command line to paste into a shell. The explicit namespace makes the command independent of the context.
 */
export function shellCommand(command: string, { clusterId, namespace }: SessionTarget, ...words: string[]): string {
  return ['flink-tui', command, clusterId, '-n', namespace, ...words].join(' ');
}
