import type { KubernetesApi } from '../api.ts';
import { parseStatus, statusError } from '../status-error.ts';
import { defaultTimeoutMs } from '../transport/call.ts';
import type { Transport } from '../transport/transport.ts';

const verbs = { GET: 'get', POST: 'create', PUT: 'update', PATCH: 'patch', DELETE: 'delete' } as const;

export function createServiceProxy(transport: Transport): KubernetesApi['serviceProxy'] {
  return async ({ namespace, service, port, scheme, path }, request = {}) => {
    const method = (request.method ?? 'GET').toUpperCase() as keyof typeof verbs;
    const attributes = { verb: verbs[method], resource: 'services/proxy', namespace, name: service };
    const root = `/api/v1/namespaces/${encodeURIComponent(namespace)}/services`;
    const { status, body } = await transport.exchange({
      method,
      path: `${root}/${encodeURIComponent(`${scheme === 'https' ? 'https:' : ''}${service}:${port}`)}/proxy${path.startsWith('/') ? path : `/${path}`}`,
      attributes,
      body: request.body,
      timeoutMs: request.timeoutMs ?? defaultTimeoutMs,
      signal: request.signal,
      maxBytes: request.maxBytes,
      isProxied: true,
    });
    // Only the API server itself returns a Status. Other bodies come from the service.
    if (status >= 400 && parseStatus(body) !== undefined) throw statusError(attributes, status, body);
    return { status, body };
  };
}
