import type { KubernetesApi } from '../api.ts';
import { readJson } from '../transport/read-json.ts';
import type { Transport } from '../transport/transport.ts';

export function createPing(transport: Transport): KubernetesApi['ping'] {
  return async (timeoutMs, signal) => {
    const call = {
      method: 'GET',
      path: '/version',
      attributes: { verb: 'get', resource: '/version' },
      timeoutMs,
      signal,
    } as const;
    const started = performance.now();
    const response = await transport.request(call);
    const latencyMs = performance.now() - started;
    const version = readJson<{ gitVersion?: string }>(call, response);
    // The Date header has whole seconds, and was written about half a round trip ago.
    const serverTime = Date.parse(response.date ?? '') + 500 + latencyMs / 2;
    const clockAheadMs = Number.isNaN(serverTime) ? undefined : serverTime - Date.now();
    return { latencyMs, gitVersion: version.gitVersion ?? '', clockAheadMs };
  };
}
