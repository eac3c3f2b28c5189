import type { KubernetesApi } from '../../kubernetes/api.ts';
import { KubernetesError } from '../../kubernetes/error.ts';
import type { WritableLogStore } from '../../logs/create-log-store.ts';

/**
 * Reads the kubelet's lines before a log's first stored line, from the previous run if the current run has none.
 * Resolves to the number of lines read, or rejects with KubernetesError.
 */
export async function readOlderLines(
  kubernetes: Pick<KubernetesApi, 'podLog'>,
  namespace: string,
  store: WritableLogStore,
  key: string,
  signal: AbortSignal,
): Promise<number> {
  const source = store.source(key);
  if (source === undefined) return 0;
  const { pod, container } = source;
  for (const previous of [false, true]) {
    const older = store.prepend(key);
    if (older === undefined) return 0;
    try {
      const log = await kubernetes.podLog({ namespace, pod, container, timestamps: true, previous }, signal);
      for await (const chunk of log) {
        if (!older.write(chunk)) break;
        await store.backpressure();
      }
    } catch (error) {
      older.end();
      if (previous && error instanceof KubernetesError && error.kind === 'invalid') return 0;
      throw error;
    }
    const lines = older.end();
    if (lines > 0 || signal.aborted) return lines;
  }
  return 0;
}
