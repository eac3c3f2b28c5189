import type { KubernetesApi } from '../../kubernetes/api.ts';
import { KubernetesError } from '../../kubernetes/error.ts';
import type { ResourcePath } from '../../kubernetes/resource.ts';
import { describeCall } from '../../kubernetes/status-error.ts';
import { subjectOf } from '../../kubernetes/transport/call.ts';
import { attempt } from './attempt.ts';

/** Whoever may not do it is told so before anything is asked. What cannot be looked up is tried: its refusal tells. */
export async function refuseIfDenied(
  kubernetes: Pick<KubernetesApi, 'isAllowed'>,
  verb: string,
  path: ResourcePath & { readonly namespace: string; readonly name: string },
  signal: AbortSignal,
): Promise<void> {
  if ((await attempt(kubernetes.isAllowed({ verb, ...path }, signal), signal)) !== false) return;
  const subject = subjectOf(verb, path);
  throw new KubernetesError('forbidden', `not allowed to ${describeCall(subject)}`, subject);
}
