import { Agent, type Dispatcher, ProxyAgent } from 'undici';
import type { TlsMaterial } from '../credentials/credential.ts';

/**
 * TCP keep-alive detects a dead connection under an idle watch. After ten idle seconds Node probes once a second, and
 * gives up after ten unanswered probes.
 */
const liveness = { keepAlive: true, keepAliveInitialDelay: 10_000 };

/** HTTP/1.1 only, so that a watch has its own connection and blocks no other call. */
const settings = {
  allowH2: false,
  pipelining: 1,
  keepAliveTimeout: 60_000,
  // Callers set their own timeouts, because only they know which responses are streams.
  headersTimeout: 0,
  bodyTimeout: 0,
};
const connectTimeoutMs = 5000;

/** Creates the connection pool for the API server, through the proxy if there is one (http, https or socks5). */
export function createDispatcher(tls: TlsMaterial, proxyUrl: string | undefined): Dispatcher {
  const connect = { ...tls, ...liveness, timeout: connectTimeoutMs };
  if (proxyUrl === undefined) return new Agent({ ...settings, connect });
  return new ProxyAgent({
    ...settings,
    uri: proxyUrl.replace(/^socks5h:/, 'socks5:'),
    requestTls: connect,
    connectTimeout: connectTimeoutMs,
  });
}
