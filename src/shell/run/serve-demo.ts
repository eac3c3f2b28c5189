import { once } from 'node:events';
import { writeText } from '../print/write.ts';
import type { RunOptions } from '../program/run-options.ts';

/** `demo --serve`: the kubeconfig to standard output, how to use it to standard error, and on until it is interrupted. */
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
    `${demo.clusterId} in the namespace ${demo.namespace} is served at ${demo.url}, ${demo.speed} times as fast as life`,
    'until Ctrl-C:',
    `  export KUBECONFIG=${file}`,
    `  flink-tui attach ${demo.clusterId}`,
  ];
  await writeText(streams.stderr, note.join('\n'), signal);
  if (!signal.aborted) await once(signal, 'abort');
  throw signal.reason;
}
