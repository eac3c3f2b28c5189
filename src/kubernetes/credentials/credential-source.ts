import { createPrivateKey, X509Certificate } from 'node:crypto';
import { Agent, type RequestOptions } from 'node:https';
import type { Cluster, User } from '@kubernetes/client-node';
import { KubernetesError } from '../error.ts';
import { type ChosenContext, chooseContext } from '../kubeconfig/choose-context.ts';
import type { KubeConfigChoice } from '../kubeconfig/kubeconfig.ts';
import { type LoadedKubeConfig, loadKubeConfig } from '../kubeconfig/load-kubeconfig.ts';
import { environmentProxy } from '../transport/environment-proxy.ts';
import { serverUrl } from '../transport/server-url.ts';
import type { Credential, TlsMaterial } from './credential.ts';
import { type CredentialDescription, describeCredential } from './describe-credential.ts';
import { execClusterInfo } from './exec-cluster-info.ts';
import { type ExecCredential, type ExecPluginConfig, runExecPlugin } from './exec-plugin.ts';
import { keepExecCredential } from './keep-exec-credential.ts';
import { readTokenFile } from './token-file.ts';

/** The kubeconfig as it was when it was read. The files that it names are read each time. */
export type CredentialSource = {
  readonly context: ChosenContext;
  /** Where the kubeconfig was read. */
  readonly origin: string;
  /** The credential of the moment. */
  readonly read: () => Promise<Credential>;
  readonly describe: () => Promise<CredentialDescription>;
};

/** A plugin that runs is ended when `closed` is aborted. */
export function openCredentialSource(choice: KubeConfigChoice, closed: AbortSignal): CredentialSource {
  const loaded = loadKubeConfig(choice);
  const chosen = chooseContext(loaded, choice.context);
  const { cluster, user } = chosen;
  Object.assign(cluster, { server: serverUrl(cluster, user, loaded.origin) });
  const context = { ...chosen, proxySetting: prepare(cluster, choice) };
  if (user === undefined) addAnonymousUser(loaded, context.name);
  const { plugin, tokenFile } = takeFrom(user);
  const groups = user === undefined ? [] : [...loaded.impersonatedGroups(user.name)];
  const exec = plugin && keepExecCredential(() => runExecPlugin(plugin, clusterInfo(plugin, cluster, loaded), closed));
  let pair: Pick<TlsMaterial, 'cert' | 'key'> = {};

  const readParts = async () => {
    const options = await optionsOf(loaded);
    const credential = await exec?.();
    const token = credential?.token ?? (tokenFile === undefined ? undefined : readTokenFile(tokenFile));
    const { headers, auth } = options;
    pair = rotated(pair, pairOf(options, credential));
    return {
      options,
      plugin: plugin && credential && { command: plugin.command, credential },
      headers: {
        ...(headers as Record<string, string> | undefined),
        ...(auth && { Authorization: `Basic ${Buffer.from(auth).toString('base64')}` }),
        ...(groups.length > 0 && { 'Impersonate-Group': groups }),
        ...(token !== undefined && { Authorization: `Bearer ${token}` }),
      },
    };
  };

  return {
    context,
    origin: loaded.origin,
    read: async () => {
      const { options, headers } = await readParts();
      const { ca, rejectUnauthorized, servername, agent } = options;
      const tls = {
        ...(ca && { ca: String(ca) }),
        ...pair,
        ...(rejectUnauthorized !== undefined && { rejectUnauthorized }),
        ...(servername !== undefined && { servername }),
      };
      // The client keeps one agent, with the certificates of its first use.
      if (agent instanceof Agent) Object.assign(agent.options, tls);
      return { headers, tls, proxyAgent: cluster.proxyUrl === undefined ? undefined : agent };
    },
    describe: async () => {
      const { plugin, headers } = await readParts();
      return describeCredential({ user, plugin, tokenFile, headers, certificate: pair.cert });
    },
  };
}

/** Returns what names the proxy where the kubeconfig has none. */
function prepare(cluster: Cluster, { env }: KubeConfigChoice): string | undefined {
  const hasOwnProxy = cluster.proxyUrl !== undefined;
  // The client refuses a plain http:// server unless told to skip TLS, of which there is none there.
  if (cluster.server.startsWith('http://')) Object.assign(cluster, { skipTLSVerify: true });
  const proxyUrl = cluster.proxyUrl ?? environmentProxy(cluster.server, env);
  // As with kubectl the proxy resolves names; the client would do it here for socks5, but only for websockets.
  Object.assign(cluster, { proxyUrl: proxyUrl?.replace(/^socks5:/, 'socks5h:') });
  if (hasOwnProxy) return undefined;
  return `${cluster.server.startsWith('https:') ? 'HTTPS_PROXY' : 'HTTP_PROXY'} in the environment`;
}

/** The client applies a cluster's TLS settings only for a context with a user. Anonymous requests need them too. */
function addAnonymousUser({ kubeConfig }: LoadedKubeConfig, contextName: string): void {
  const name = 'anonymous';
  Object.assign(kubeConfig.getContextObject(contextName) ?? {}, { user: name });
  kubeConfig.users = [{ name }];
}

/**
 * Plugins and token files are ours to run and to read. The client's own runner starts a plugin once for each of several
 * parallel calls, and leaves it a pipe to read from for ever; its reader keeps a token for a minute, with its line end.
 */
function takeFrom(user: User | undefined) {
  const plugin: ExecPluginConfig | undefined = user?.exec ?? undefined;
  const tokenFile: string | undefined = user?.authProvider?.config?.tokenFile;
  if (user !== undefined) Object.assign(user, { exec: undefined });
  if (user !== undefined && tokenFile !== undefined) Object.assign(user, { authProvider: undefined });
  return { plugin, tokenFile };
}

function clusterInfo({ provideClusterInfo }: ExecPluginConfig, cluster: Cluster, loaded: LoadedKubeConfig) {
  return provideClusterInfo === true ? execClusterInfo(cluster, loaded.execConfig(cluster.name)) : undefined;
}

async function optionsOf({ kubeConfig }: LoadedKubeConfig): Promise<RequestOptions> {
  const options: RequestOptions = {};
  try {
    await kubeConfig.applyToHTTPSOptions(options);
    return options;
  } catch (cause) {
    throw new KubernetesError(
      'credentials',
      `The credentials of the kubeconfig cannot be used: ${cause instanceof Error ? cause.message : String(cause)}.`,
      { cause },
    );
  }
}

function pairOf({ cert, key }: RequestOptions, exec: ExecCredential | undefined): Pick<TlsMaterial, 'cert' | 'key'> {
  if (exec?.certificate !== undefined) return { cert: exec.certificate, key: exec.key };
  return { ...(cert && { cert: String(cert) }), ...(key && { key: String(key) }) };
}

/** The pair as it is now, or the one before while only one of two files was written anew. */
function rotated(before: Pick<TlsMaterial, 'cert' | 'key'>, now: Pick<TlsMaterial, 'cert' | 'key'>) {
  if (now.cert === before.cert && now.key === before.key) return before;
  return before.cert === undefined || fitTogether(now) ? now : before;
}

function fitTogether({ cert, key }: Pick<TlsMaterial, 'cert' | 'key'>): boolean {
  if (cert === undefined || key === undefined) return false;
  try {
    return new X509Certificate(cert).checkPrivateKey(createPrivateKey(key));
  } catch {
    return false; // half a file
  }
}
