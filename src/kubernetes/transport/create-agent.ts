import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { HttpProxyAgent, HttpsProxyAgent } from 'hpagent';
import { SocksProxyAgent } from 'socks-proxy-agent';

/**
 * TCP keep-alive starts after 10 idle seconds and gives up after ten unanswered probes. The probes detect a dead
 * connection of a quiet watch.
 */
const options = { keepAlive: true, keepAliveMsecs: 10_000, maxFreeSockets: 16 };
/** Unused connections are closed after this time. */
const defaultIdleMs = 60_000;

/**
 * Creates an agent that reuses connections to the API server, through the proxy (http, https, socks5) if there is one.
 * With HTTP/1.1, each watch has its own connection, so no request waits for a watch.
 */
export function createAgent(server: URL, proxyUrl: string | undefined, idleMs = defaultIdleMs): HttpAgent {
  const isEncrypted = server.protocol === 'https:';
  // SocksProxyAgent would also apply the timeout to connections in use, and close quiet watches and logs.
  if (proxyUrl?.startsWith('socks')) return new SocksProxyAgent(proxyUrl, options);
  const closingIdle = { ...options, timeout: idleMs };
  if (proxyUrl === undefined) return isEncrypted ? new HttpsAgent(closingIdle) : new HttpAgent(closingIdle);
  const proxied = { ...closingIdle, proxy: proxyUrl };
  return isEncrypted ? new HttpsProxyAgent(proxied) : new HttpProxyAgent(proxied);
}
