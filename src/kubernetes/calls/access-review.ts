import type { KubernetesApi } from '../api.ts';
import { defaultTimeoutMs } from '../transport/call.ts';
import { readJson } from '../transport/read-json.ts';
import type { Transport } from '../transport/transport.ts';

const path = '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews';

/** Creates the access review call. The call is a POST, but the server only evaluates the review and stores nothing. */
export function createAccessReview(transport: Transport): KubernetesApi['isAllowed'] {
  return async ({ verb, resource, subresource, namespace, name }, signal) => {
    const group = resource.apiVersion.includes('/') ? resource.apiVersion.split('/')[0] : '';
    const resourceAttributes = { verb, group, resource: resource.plural, subresource, namespace, name };
    const call = {
      method: 'POST',
      path,
      attributes: { verb: 'create', resource: 'selfsubjectaccessreviews.authorization.k8s.io' },
      body: JSON.stringify({
        apiVersion: 'authorization.k8s.io/v1',
        kind: 'SelfSubjectAccessReview',
        spec: { resourceAttributes },
      }),
      timeoutMs: defaultTimeoutMs,
      signal,
    } as const;
    const review = readJson<{ status?: { allowed?: boolean } }>(call, await transport.request(call));
    return review.status?.allowed === true;
  };
}
