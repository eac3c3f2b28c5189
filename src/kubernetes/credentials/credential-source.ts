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

/** A kubeconfig that was read once. The files it refers to are read for each request. */
export type CredentialSource = {
  readonly context: ChosenContext;
  /** Source of the kubeconfig, for messages. */
  readonly origin: string;
  /** Whether the credential is the service account of this pod. */
  readonly isInCluster: boolean;
  /** Reads the current credential. */
  readonly read: () => Promise<Credential>;
  readonly describe: () => Promise<CredentialDescription>;
};

/** Opens the kubeconfig. Aborting `closed` ends a running credential plugin. */
export function openCredentialSource(choice: KubeConfigChoice, closed: AbortSignal): CredentialSource {
  const loaded = loadKubeConfig(choice);
  const chosen = chooseContext(loaded, choice.context);
  const { cluster, user } = chosen;
  Object.assign(cluster, { server: serverUrl(cluster, user, loaded.origin) });
  const context = { ...chosen, proxySetting: applyProxy(cluster, choice) };
  if (user === undefined) addAnonymousUser(loaded, context.name);
  const { plugin, tokenFile } = takeOverCredentials(user);
  const groups = user === undefined ? [] : [...loaded.impersonatedGroups(user.name)];
  const exec = plugin && keepExecCredential(() => runExecPlugin(plugin, clusterInfo(plugin, cluster, loaded), closed));
  let pair: Pick<TlsMaterial, 'cert' | 'key'> = {};

  const readRequestOptions = async () => {
    const options = await clientOptions(loaded);
    const credential = await exec?.();
    const token = credential?.token ?? (tokenFile === undefined ? undefined : readTokenFile(tokenFile));
    const { headers, auth } = options;
    pair = keepMatchingPair(pair, certificatePair(options, credential));
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
    isInCluster: loaded.isInCluster,
    read: async () => {
      const { options, headers } = await readRequestOptions();
      const { ca, rejectUnauthorized, servername, agent } = options;
      const tls = {
        ...(ca && { ca: String(ca) }),
        ...pair,
        ...(rejectUnauthorized !== undefined && { rejectUnauthorized }),
        ...(servername !== undefined && { servername }),
      };
      // The client reuses one agent, which still has the certificates of its first request.
      if (agent instanceof Agent) Object.assign(agent.options, tls);
      return { headers, tls, proxyAgent: cluster.proxyUrl === undefined ? undefined : agent };
    },
    describe: async () => {
      const { plugin, headers } = await readRequestOptions();
      return describeCredential({ user, plugin, tokenFile, headers, certificate: pair.cert });
    },
  };
}

/**
 * Uses the proxy from the environment if the kubeconfig has no proxy. Returns the name of the environment's setting, or
 * undefined if the kubeconfig has a proxy.
 */
function applyProxy(cluster: Cluster, { env }: KubeConfigChoice): string | undefined {
  const hasOwnProxy = cluster.proxyUrl !== undefined;
  // The client rejects a plain http:// server unless TLS verification is off.
  if (cluster.server.startsWith('http://')) Object.assign(cluster, { skipTLSVerify: true });
  const proxyUrl = cluster.proxyUrl ?? environmentProxy(cluster.server, env);
  // As with kubectl, the proxy resolves host names. With socks5:, the client would resolve the names of WebSockets
  // locally.
  Object.assign(cluster, { proxyUrl: proxyUrl?.replace(/^socks5:/, 'socks5h:') });
  if (hasOwnProxy) return undefined;
  return `${cluster.server.startsWith('https:') ? 'HTTPS_PROXY' : 'HTTP_PROXY'} in the environment`;
}

/** Adds an empty user, because the client ignores the cluster's TLS settings for a context without a user. */
function addAnonymousUser({ kubeConfig }: LoadedKubeConfig, contextName: string): void {
  const name = 'anonymous';
  Object.assign(kubeConfig.getContextObject(contextName) ?? {}, { user: name });
  kubeConfig.users = [{ name }];
}

/** Removes the plugin and token file from the user, because flink-tui handles both itself. */
function takeOverCredentials(user: User | undefined) {
  const plugin: ExecPluginConfig | undefined = user?.exec ?? undefined;
  const tokenFile: string | undefined = user?.authProvider?.config?.tokenFile;
  // The client would start one plugin per parallel call and never close the plugin's output pipe.
  if (user !== undefined) Object.assign(user, { exec: undefined });
  // The client would cache a token file for a minute, with the trailing line break.
  if (user !== undefined && tokenFile !== undefined) Object.assign(user, { authProvider: undefined });
  return { plugin, tokenFile };
}

function clusterInfo({ provideClusterInfo }: ExecPluginConfig, cluster: Cluster, loaded: LoadedKubeConfig) {
  return provideClusterInfo === true ? execClusterInfo(cluster, loaded.execConfig(cluster.name)) : undefined;
}

async function clientOptions({ kubeConfig }: LoadedKubeConfig): Promise<RequestOptions> {
  const options: RequestOptions = {};
  try {
    await kubeConfig.applyToHTTPSOptions(options);
    return options;
  } catch (cause) {
    throw new KubernetesError(
      'credentials',
      `cannot use the credentials in the kubeconfig: ${cause instanceof Error ? cause.message : String(cause)}`,
      { cause },
    );
  }
}

function certificatePair(
  { cert, key }: RequestOptions,
  exec: ExecCredential | undefined,
): Pick<TlsMaterial, 'cert' | 'key'> {
  if (exec?.certificate !== undefined) return { cert: exec.certificate, key: exec.key };
  return { ...(cert && { cert: String(cert) }), ...(key && { key: String(key) }) };
}

/** Returns the current pair, or the previous pair while only one of the two files has been replaced. */
function keepMatchingPair(previous: Pick<TlsMaterial, 'cert' | 'key'>, current: Pick<TlsMaterial, 'cert' | 'key'>) {
  if (current.cert === previous.cert && current.key === previous.key) return previous;
  return previous.cert === undefined || isMatchingPair(current) ? current : previous;
}

function isMatchingPair({ cert, key }: Pick<TlsMaterial, 'cert' | 'key'>): boolean {
  if (cert === undefined || key === undefined) return false;
  try {
    return new X509Certificate(cert).checkPrivateKey(createPrivateKey(key));
  } catch {
    return false; // partly written file
  }
}
