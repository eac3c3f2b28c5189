import type { KubernetesApi } from '../api.ts';
import { type ResourcePath, resourceUrlPath } from '../resource.ts';
import { type Call, defaultTimeoutMs, pathWithQuery, resourceAttributesOf } from '../transport/call.ts';
import { readJson } from '../transport/read-json.ts';
import type { Transport } from '../transport/transport.ts';

/** Creates the calls on a single object. None of them creates an object. */
export function createObjectCalls(transport: Transport): Pick<KubernetesApi, 'get' | 'patch' | 'delete'> {
  const call = (
    verb: 'get' | 'patch' | 'delete',
    path: ResourcePath,
    rest: Pick<Call, 'method' | 'body' | 'contentType' | 'signal'>,
  ): Call => ({
    path: resourceUrlPath(path),
    attributes: resourceAttributesOf(verb, path),
    timeoutMs: defaultTimeoutMs,
    ...rest,
  });

  return {
    get: async (path, signal) => {
      const get = call('get', path, { method: 'GET', signal });
      return readJson(get, await transport.request(get));
    },
    patch: async (path, body, signal, options) => {
      const contentType = 'application/merge-patch+json';
      const rest = { method: 'PATCH', contentType, body: JSON.stringify(body), signal } as const;
      const patch = { ...call('patch', path, rest), path: pathWithQuery(path, { ...options }) };
      return readJson(patch, await transport.request(patch));
    },
    delete: async (path, { propagation, uid }, signal) => {
      const options = {
        apiVersion: 'v1',
        kind: 'DeleteOptions',
        propagationPolicy: propagation,
        ...(uid !== undefined && { preconditions: { uid } }),
      };
      await transport.request(call('delete', path, { method: 'DELETE', body: JSON.stringify(options), signal }));
    },
  };
}
