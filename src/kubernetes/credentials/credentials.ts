import type { ChosenContext } from '../kubeconfig/choose-context.ts';
import type { KubeConfigChoice } from '../kubeconfig/kubeconfig.ts';
import type { Credential } from './credential.ts';
import { openCredentialSource } from './credential-source.ts';
import type { CredentialDescription } from './describe-credential.ts';

export type Credentials = {
  readonly context: ChosenContext;
  /** Where the kubeconfig was read. */
  readonly origin: string;
  /** Parallel calls share one run of a plugin; its credential is renewed shortly before it expires. */
  readonly current: () => Promise<Credential>;
  /**
   * After a 401 for `refused`, once for all who ask: the kubeconfig is read again, since a login elsewhere may have
   * changed it, and a plugin runs again. The same object comes back if nothing changed.
   */
  readonly renew: (refused: Credential) => Promise<Credential>;
  readonly describe: () => Promise<CredentialDescription>;
  /** Ends a plugin that still runs: whoever waits for it gets the reason. */
  readonly close: (reason: Error) => void;
};

/** A plugin whose credential is refused may open a browser each time: it is not run in a loop. */
const restMs = 10_000;

export function createCredentials(choice: KubeConfigChoice): Credentials {
  const closing = new AbortController();
  let source = openCredentialSource(choice, closing.signal);
  const { context, origin } = source;
  let running: Promise<Credential> | undefined;
  let latest: Credential | undefined;
  let renewedAt = Number.NEGATIVE_INFINITY;

  const current = (): Promise<Credential> => {
    if (running !== undefined) return running;
    const run = source.read().then((credential) => {
      // The same answer stays the same object, so that a refused one is known again.
      if (latest === undefined || !sameCredential(latest, credential)) latest = credential;
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
    current,
    describe: () => source.describe(),
    renew: async (refused) => {
      // A file may have been written, or a plugin have ended, since it was sent.
      const now = await current();
      if (now === refused && Date.now() - renewedAt > restMs) {
        renewedAt = Date.now();
        // Whatever became the current context meanwhile, its credentials are not for this server.
        source = openCredentialSource({ ...choice, context: context.name }, closing.signal);
        running = undefined;
      }
      return current();
    },
    close: (reason) => closing.abort(reason),
  };
}

function sameCredential(a: Credential, b: Credential): boolean {
  return JSON.stringify([a.headers, a.tls]) === JSON.stringify([b.headers, b.tls]);
}
