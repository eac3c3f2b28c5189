import type { KubernetesApi } from '../../kubernetes/api.ts';
import { KubernetesError } from '../../kubernetes/error.ts';
import type { ResourcePath } from '../../kubernetes/resource.ts';
import { describeCall } from '../../kubernetes/status-error.ts';
import { resourceAttributesOf } from '../../kubernetes/transport/call.ts';
import { resultOrError } from './result-or-error.ts';

/** Rejects with `forbidden` if the user has no permission. Call this function before asking for confirmation. */
export async function requirePermission(
  kubernetes: Pick<KubernetesApi, 'isAllowed'>,
  verb: string,
  path: ResourcePath & { readonly namespace: string; readonly name: string },
  signal: AbortSignal,
): Promise<void> {
  // If the access check itself fails, the real request decides.
  if ((await resultOrError(kubernetes.isAllowed({ verb, ...path }, signal), signal)) !== false) return;
  const attributes = resourceAttributesOf(verb, path);
  throw new KubernetesError('forbidden', `not allowed to ${describeCall(attributes)}`, attributes);
}
