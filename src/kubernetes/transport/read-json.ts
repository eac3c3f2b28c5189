import { KubernetesError } from '../error.ts';
import { describeCall } from '../status-error.ts';
import type { Call } from './call.ts';
import type { ApiResponse } from './transport.ts';

/** Parses the body of a successful response. A body that is not a JSON object does not come from an API server. */
export function readJson<T>({ attributes }: Call, { status, body }: ApiResponse): T {
  let parsed: unknown;
  try {
    parsed = JSON.parse(body);
  } catch {
    parsed = undefined;
  }
  if (typeof parsed === 'object' && parsed !== null) return parsed as T;
  throw new KubernetesError(
    'server',
    `cannot ${describeCall(attributes)}: the server is not a Kubernetes API server (no JSON object in its response)`,
    { verb: attributes.verb, resource: attributes.resource, status },
  );
}
