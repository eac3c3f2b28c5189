import { once } from 'node:events';
import { writeText } from '../print/write.ts';
import type { RunOptions } from '../program/run-options.ts';

/**
 * Runs `demo --serve`: prints the kubeconfig to standard output and instructions to standard error. Rejects on abort.
 */
export async function serveDemo(
  demo: {
    readonly url: string;
    readonly speed: number;
    readonly clusterId: string;
    readonly namespace: string;
    readonly kubeconfig: () => string;
  },
  file: string,
  { streams, signal }: RunOptions,
): Promise<never> {
  await writeText(streams.stdout, demo.kubeconfig().trimEnd(), signal);
  const note = [
    `Serving ${demo.clusterId} in namespace ${demo.namespace} at ${demo.url} (speed x${demo.speed})`,
    'Press Ctrl-C to stop. To attach from another terminal:',
    `  export KUBECONFIG=${file}`,
    `  flink-tui attach ${demo.clusterId}`,
  ];
  await writeText(streams.stderr, note.join('\n'), signal);
  if (!signal.aborted) await once(signal, 'abort');
  throw signal.reason;
}
