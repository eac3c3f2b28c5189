import { Agent, type Dispatcher, ProxyAgent } from 'undici';
import type { TlsMaterial } from '../credentials/credential.ts';

/**
 * A dead connection under a quiet watch is noticed by the kernel: after ten idle seconds Node probes once a second
 * and gives up after ten probes without an answer.
 */
const liveness = { keepAlive: true, keepAliveInitialDelay: 10_000 };

/** HTTP/1.1 alone, so that a watch holds a connection of its own and nothing waits behind it. */
const settings = {
  allowH2: false,
  pipelining: 1,
  keepAliveTimeout: 60_000,
  // Answers are timed by their callers, who know which of them are streams.
  headersTimeout: 0,
  bodyTimeout: 0,
};
const connectTimeoutMs = 5000;

/** The connections to the API server, by the kubeconfig's `proxy-url` (http, https, socks5) if it has one. */
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
