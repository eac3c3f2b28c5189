import type { KubernetesApi } from './api.ts';
import { readJson } from './read-json.ts';
import type { Transport } from './transport.ts';

export function createPing(transport: Transport): KubernetesApi['ping'] {
  return async (timeoutMs, signal) => {
    const call = {
      method: 'GET',
      path: '/version',
      subject: { verb: 'get', resource: '/version' },
      timeoutMs,
      signal,
    } as const;
    const started = performance.now();
    const version = readJson<{ gitVersion?: string }>(call, await transport.request(call));
    return { latencyMs: performance.now() - started, gitVersion: version.gitVersion ?? '' };
  };
}
