import { KubernetesError } from '../../kubernetes/error.ts';

/** Reads an optional object. Resolves to undefined if it does not exist or may not be read. */
export async function readIfAllowed<T>(promise: Promise<T>): Promise<T | undefined> {
  try {
    return await promise;
  } catch (error) {
    if (error instanceof KubernetesError && (error.kind === 'not-found' || error.kind === 'forbidden'))
      return undefined;
    throw error;
  }
}
