import { KubernetesError } from '../../kubernetes/error.ts';

/**
 * Awaits an optional object. Resolves to undefined if the object does not exist or the user has no permission to read
 * it.
 */
export async function readIfAllowed<T>(promise: Promise<T>): Promise<T | undefined> {
  try {
    return await promise;
  } catch (error) {
    if (error instanceof KubernetesError && (error.kind === 'not-found' || error.kind === 'forbidden'))
      return undefined;
    throw error;
  }
}
