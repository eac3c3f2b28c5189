import type { RequestOptions } from 'node:https';
import { type ChosenContext, chooseContext } from './choose-context.ts';
import { KubernetesError } from './error.ts';
import { type ExecCredential, type ExecPluginConfig, runExecPlugin } from './exec-plugin.ts';
import type { KubeConfigChoice } from './kubeconfig.ts';
import { loadKubeConfig } from './load-kubeconfig.ts';

export type TlsMaterial = {
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string | undefined;
  readonly rejectUnauthorized?: boolean;
  readonly servername?: string;
};

/** What one request is sent with. */
export type Credential = {
  readonly headers: Readonly<Record<string, string | string[]>>;
  readonly tls: TlsMaterial;
  /** node:http's way through the kubeconfig's `proxy-url`; undefined without one. */
  readonly proxyAgent: RequestOptions['agent'];
};

export type Credentials = {
  readonly context: ChosenContext;
  /** Parallel calls share one run of a plugin; its credential is kept until shortly before it expires. */
  readonly current: () => Promise<Credential>;
  /**
   * After a 401 for `refused`, once for all who ask: the kubeconfig is read again, since a login elsewhere may have
   * changed it, and a plugin runs again. The same object comes back if nothing changed.
   */
  readonly renew: (refused: Credential) => Promise<Credential>;
};

const expirySkewMs = 30_000;
/** A plugin that fails, or whose credential is refused, may open a browser each time: it is not run in a loop. */
const restMs = 10_000;

export function createCredentials(choice: KubeConfigChoice): Credentials {
  let source = openSource(choice);
  const { context } = source;
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
    current,
    renew: async (refused) => {
      if (refused === latest && Date.now() - renewedAt > restMs) {
        renewedAt = Date.now();
        // Whatever became the current context meanwhile, its credentials are not for this server.
        source = openSource({ ...choice, context: context.name });
        running = undefined;
      }
      return current();
    },
  };
}

function sameCredential(a: Credential, b: Credential): boolean {
  return JSON.stringify([a.headers, a.tls]) === JSON.stringify([b.headers, b.tls]);
}

/** The kubeconfig as it is now; `read` gives the credential of the moment. */
type Source = { readonly context: ChosenContext; readonly read: () => Promise<Credential> };

function openSource(choice: KubeConfigChoice): Source {
  const loaded = loadKubeConfig(choice);
  const context = chooseContext(loaded, choice.context);
  const { cluster, user } = context;
  const plugin: ExecPluginConfig | undefined = user?.exec ?? undefined;
  // The client's own runner starts a plugin once for each of several parallel calls, and leaves it a pipe to
  // read from for ever; ours does neither.
  if (user !== undefined) Object.assign(user, { exec: undefined });
  // The client refuses a plain http:// server unless told to skip TLS, of which there is none there.
  if (cluster.server.startsWith('http://')) Object.assign(cluster, { skipTLSVerify: true });
  const groups = user === undefined ? [] : [...loaded.impersonatedGroups(user.name)];
  const execCredential = plugin === undefined ? async () => undefined : keepUntilExpiry(plugin);

  const read = async (): Promise<Credential> => {
    const options: RequestOptions = {};
    try {
      await loaded.kubeConfig.applyToHTTPSOptions(options);
    } catch (cause) {
      throw new KubernetesError(
        'credentials',
        `The credentials of the kubeconfig cannot be used: ${cause instanceof Error ? cause.message : String(cause)}.`,
        { cause },
      );
    }
    const { headers, auth, ca, cert, key, rejectUnauthorized, servername, agent } = options;
    const exec = await execCredential();
    return {
      headers: {
        ...(headers as Record<string, string> | undefined),
        ...(auth && { Authorization: `Basic ${Buffer.from(auth).toString('base64')}` }),
        ...(groups.length > 0 && { 'Impersonate-Group': groups }),
        ...(exec?.token !== undefined && { Authorization: `Bearer ${exec.token}` }),
      },
      tls: {
        ...(ca && { ca: String(ca) }),
        ...(cert && { cert: String(cert) }),
        ...(key && { key: String(key) }),
        ...(exec?.certificate !== undefined && { cert: exec.certificate, key: exec.key }),
        ...(rejectUnauthorized !== undefined && { rejectUnauthorized }),
        ...(servername !== undefined && { servername }),
      },
      proxyAgent: cluster.proxyUrl === undefined ? undefined : agent,
    };
  };
  return { context, read };
}

function keepUntilExpiry(plugin: ExecPluginConfig): () => Promise<ExecCredential> {
  let kept: { readonly credential: Promise<ExecCredential>; readonly until: number } | undefined;
  return async () => {
    if (kept === undefined || Date.now() >= kept.until) {
      const credential = runExecPlugin(plugin);
      const until = await credential.then(
        ({ expiresAt }) => expiresAt - expirySkewMs,
        () => Date.now() + restMs,
      );
      kept = { credential, until };
    }
    return kept.credential;
  };
}
