import { KubernetesError } from '../../kubernetes/error.ts';

/** For an object that only makes a choice better: to be refused it, or not to have it, is no reason to give up. */
export async function readIfAllowed<T>(promise: Promise<T>): Promise<T | undefined> {
  try {
    return await promise;
  } catch (error) {
    if (error instanceof KubernetesError && (error.kind === 'not-found' || error.kind === 'forbidden'))
      return undefined;
    throw error;
  }
}
