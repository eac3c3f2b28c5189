import { KubernetesError } from '../error.ts';
import { orAborted } from '../transport/deadline.ts';
import type { Credential } from './credential.ts';
import type { Credentials } from './credentials.ts';

/** Runs `attempt` with the current credential, and after a 401 once more with a renewed credential. */
export async function withCredential<T>(
  credentials: Credentials,
  signals: readonly (AbortSignal | undefined)[],
  attempt: (credential: Credential) => Promise<T>,
): Promise<T> {
  // Waiting for a credential has no timeout, because a plugin may wait for the user.
  const credential = await orAborted(credentials.current(), signals);
  try {
    return await attempt(credential);
  } catch (error) {
    if (!(error instanceof KubernetesError && error.kind === 'unauthorized')) throw error;
    const renewed = await orAborted(credentials.renew(credential), signals);
    if (renewed === credential) throw error;
    return attempt(renewed);
  }
}
