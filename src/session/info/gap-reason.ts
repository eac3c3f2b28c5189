import { KubernetesError } from '../../kubernetes/error.ts';

/** `not permitted: needs list configmaps`, or the message of the error */
export function gapReason(error: unknown): string {
  if (error instanceof KubernetesError && error.kind === 'forbidden' && error.resource !== undefined) {
    return `not permitted: needs ${error.verb} ${error.resource}`;
  }
  return error instanceof Error ? error.message : String(error);
}
