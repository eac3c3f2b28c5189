import type { ExecCredential } from './exec-plugin.ts';

/** A credential is renewed this long before it expires, or after four fifths of a short lifetime. */
const renewBeforeMs = 30_000;
/**
 * A credential is not used this close to its expiry, or in the last twentieth of a short lifetime. It could expire in
 * transit.
 */
const unusedBeforeExpiryMs = 5000;
/** Pause after a failure. A plugin may open a browser on each run. */
const retryAfterFailureMs = 10_000;

/**
 * Caches a plugin's credential and shares each run between callers. While the cached credential is usable, callers do
 * not wait for a renewal and do not get its error.
 */
export function keepExecCredential(run: () => Promise<ExecCredential>): () => Promise<ExecCredential> {
  let cached:
    | { readonly credential: ExecCredential; readonly renewAt: number; readonly usableUntil: number }
    | undefined;
  let failure: { readonly error: unknown; readonly until: number } | undefined;
  let running: Promise<ExecCredential> | undefined;

  const runOnce = async (): Promise<ExecCredential> => {
    try {
      const credential = await run();
      const lifeMs = Math.max(0, credential.expiresAt - Date.now());
      cached = {
        credential,
        renewAt: credential.expiresAt - Math.min(renewBeforeMs, lifeMs / 5),
        usableUntil: credential.expiresAt - Math.min(unusedBeforeExpiryMs, lifeMs / 20),
      };
      failure = undefined;
      return credential;
    } catch (error) {
      failure = { error, until: Date.now() + retryAfterFailureMs };
      throw error;
    } finally {
      running = undefined;
    }
  };

  return async () => {
    const now = Date.now();
    if (cached !== undefined && now < cached.renewAt) return cached.credential;
    const isUsable = cached !== undefined && now < cached.usableUntil;
    if (failure === undefined || now >= failure.until) {
      running ??= runOnce();
      if (!isUsable) return running;
      running.catch(() => {}); // Calls after the expiry get this error.
    }
    if (cached !== undefined && isUsable) return cached.credential;
    if (running !== undefined) return running;
    throw failure?.error;
  };
}
