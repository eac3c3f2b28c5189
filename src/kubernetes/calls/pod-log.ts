import type { KubernetesApi } from '../api.ts';
import { resources } from '../resource.ts';
import { defaultTimeoutMs, pathWithQuery, resourceAttributesOf } from '../transport/call.ts';
import type { Transport } from '../transport/transport.ts';

export function createPodLog(transport: Transport): KubernetesApi['podLog'] {
  return async ({ namespace, pod, ...query }, signal) => {
    const path = { resource: resources.pods, namespace, name: pod, subresource: 'log' };
    const bytes = await transport.stream({
      method: 'GET',
      path: pathWithQuery(path, query),
      attributes: resourceAttributesOf('get', path),
      timeoutMs: defaultTimeoutMs,
      signal,
    });
    return endOnAbort(signal, bytes);
  };
}

async function* endOnAbort(signal: AbortSignal, bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* bytes;
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}
