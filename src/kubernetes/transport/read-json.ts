import { KubernetesError } from '../error.ts';
import { describeCall } from '../status-error.ts';
import type { Call } from './call.ts';
import type { Answer } from './transport.ts';

/** The body of a good answer. What is no JSON object comes from something else than an API server. */
export function readJson<T>({ subject }: Call, { status, body }: Answer): T {
  let parsed: unknown;
  try {
    parsed = JSON.parse(body);
  } catch {
    parsed = undefined;
  }
  if (typeof parsed === 'object' && parsed !== null) return parsed as T;
  throw new KubernetesError(
    'server',
    `What answered is not an API server: it was asked to ${describeCall(subject)} and sent no JSON object.`,
    { verb: subject.verb, resource: subject.resource, status },
  );
}
