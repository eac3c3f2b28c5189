import type { ChosenContext } from '../kubeconfig/choose-context.ts';
import type { KubeConfigChoice } from '../kubeconfig/kubeconfig.ts';
import type { Credential } from './credential.ts';
import { openCredentialSource } from './credential-source.ts';
import type { CredentialDescription } from './describe-credential.ts';

export type Credentials = {
  readonly context: ChosenContext;
  /** Source of the kubeconfig, for messages. */
  readonly origin: string;
  /** Whether the credential is the service account of this pod. */
  readonly isInCluster: boolean;
  /** Returns the current credential, renewed shortly before it expires. Parallel calls share one plugin run. */
  readonly current: () => Promise<Credential>;
  /**
   * After a 401, reads the kubeconfig and runs the plugin again, once for all parallel calls. Returns `rejected` itself
   * if nothing changed.
   */
  readonly renew: (rejected: Credential) => Promise<Credential>;
  readonly describe: () => Promise<CredentialDescription>;
  /** Ends a running plugin. Pending calls reject with the reason. */
  readonly close: (reason: Error) => void;
};

/** Minimum time between renewals. A plugin may open a browser on each run. */
const minRenewalIntervalMs = 10_000;

export function createCredentials(choice: KubeConfigChoice): Credentials {
  const closing = new AbortController();
  let source = openCredentialSource(choice, closing.signal);
  const { context, origin, isInCluster } = source;
  let running: Promise<Credential> | undefined;
  let latest: Credential | undefined;
  let renewedAt = Number.NEGATIVE_INFINITY;

  const current = (): Promise<Credential> => {
    if (running !== undefined) return running;
    const run = source.read().then((credential) => {
      // Return the same object for equal credentials, so that `renew` recognises the rejected credential.
      if (latest === undefined || !isSameCredential(latest, credential)) latest = credential;
      return latest;
    });
    running = run;
    const done = () => {
      if (running === run) running = undefined;
    };
    run.then(done, done);
    return run;
  };

  return {
    context,
    origin,
    isInCluster,
    current,
    describe: () => source.describe(),
    renew: async (rejected) => {
      // The credential may have been replaced since the request was sent.
      const now = await current();
      if (now === rejected && Date.now() - renewedAt > minRenewalIntervalMs) {
        renewedAt = Date.now();
        // Another login may have changed the kubeconfig. Keep the context, because a new current context may belong to
        // another server.
        source = openCredentialSource({ ...choice, context: context.name }, closing.signal);
        running = undefined;
      }
      return current();
    },
    close: (reason) => closing.abort(reason),
  };
}

function isSameCredential(a: Credential, b: Credential): boolean {
  return JSON.stringify([a.headers, a.tls]) === JSON.stringify([b.headers, b.tls]);
}
