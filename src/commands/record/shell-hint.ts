import type { SessionTarget } from '../../session/session.ts';

/** A command line to be pasted into a shell: it means the same cluster, whatever namespace the context there has. */
export function shellHint(command: string, { clusterId, namespace }: SessionTarget, ...words: string[]): string {
  return ['flink-tui', command, clusterId, '-n', namespace, ...words].join(' ');
}
