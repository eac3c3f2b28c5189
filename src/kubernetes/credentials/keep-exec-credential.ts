import type { ExecCredential } from './exec-plugin.ts';

/** A credential is renewed this long before its end, or after four fifths of a short life. */
const renewBeforeMs = 30_000;
/** And is not used in its last moments, in which a request on its way would see it end. */
const notUsedInLastMs = 5000;
/** A plugin that fails may open a browser each time: it is not run in a loop. */
const restAfterFailureMs = 10_000;

/**
 * Runs a credential plugin once for each credential, whoever asks and how often. While the old one is good nobody waits
 * for the new one, and a plugin that fails is no matter before the old one has ended.
 */
export function keepExecCredential(run: () => Promise<ExecCredential>): () => Promise<ExecCredential> {
  let kept: { readonly credential: ExecCredential; readonly renewAt: number; readonly goodUntil: number } | undefined;
  let failure: { readonly error: unknown; readonly until: number } | undefined;
  let running: Promise<ExecCredential> | undefined;

  const runOnce = async (): Promise<ExecCredential> => {
    try {
      const credential = await run();
      const lifeMs = Math.max(0, credential.expiresAt - Date.now());
      kept = {
        credential,
        renewAt: credential.expiresAt - Math.min(renewBeforeMs, lifeMs / 5),
        goodUntil: credential.expiresAt - Math.min(notUsedInLastMs, lifeMs / 20),
      };
      failure = undefined;
      return credential;
    } catch (error) {
      failure = { error, until: Date.now() + restAfterFailureMs };
      throw error;
    } finally {
      running = undefined;
    }
  };

  return async () => {
    const now = Date.now();
    if (kept !== undefined && now < kept.renewAt) return kept.credential;
    const isGood = kept !== undefined && now < kept.goodUntil;
    if (failure === undefined || now >= failure.until) {
      running ??= runOnce();
      if (!isGood) return running;
      running.catch(() => {}); // Whoever comes after the old one's end is told.
    }
    if (kept !== undefined && isGood) return kept.credential;
    if (running !== undefined) return running;
    throw failure?.error;
  };
}
