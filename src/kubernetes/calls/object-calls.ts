import type { KubernetesApi } from '../api.ts';
import { type ResourcePath, resourceUrlPath } from '../resource.ts';
import { type Call, defaultTimeoutMs, pathWithQuery, subjectOf } from '../transport/call.ts';
import { readJson } from '../transport/read-json.ts';
import type { Transport } from '../transport/transport.ts';

/** The calls about one object. There is none that creates one. */
export function createObjectCalls(transport: Transport): Pick<KubernetesApi, 'get' | 'patch' | 'delete'> {
  const call = (
    verb: 'get' | 'patch' | 'delete',
    path: ResourcePath,
    more: Pick<Call, 'method' | 'body' | 'contentType' | 'signal'>,
  ): Call => ({ path: resourceUrlPath(path), subject: subjectOf(verb, path), timeoutMs: defaultTimeoutMs, ...more });

  return {
    get: async (path, signal) => {
      const get = call('get', path, { method: 'GET', signal });
      return readJson(get, await transport.request(get));
    },
    patch: async (path, body, signal, options) => {
      const contentType = 'application/merge-patch+json';
      const more = { method: 'PATCH', contentType, body: JSON.stringify(body), signal } as const;
      const patch = { ...call('patch', path, more), path: pathWithQuery(path, { ...options }) };
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
