import { KubernetesError } from '../../kubernetes/error.ts';

/** There is no such log, and there never will be. */
export function isLogMissing(error: unknown): boolean {
  return error instanceof KubernetesError && (error.kind === 'invalid' || error.kind === 'not-found');
}
