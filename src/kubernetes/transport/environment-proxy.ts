import { BlockList, isIP } from 'node:net';

type Environment = { readonly [name: string]: string | undefined };

/**
 * Returns the proxy for a server from HTTPS_PROXY or HTTP_PROXY and NO_PROXY, by the same rules as kubectl. Loopback
 * addresses are never proxied.
 */
export function environmentProxy(server: string, environment: Environment): string | undefined {
  const { protocol, hostname, port } = new URL(server);
  const name = protocol === 'https:' ? 'HTTPS_PROXY' : 'HTTP_PROXY';
  const proxy = environment[name] || environment[name.toLowerCase()];
  if (!proxy) return undefined;
  const host = hostname.replace(/^\[|\]$/g, '').toLowerCase();
  const exceptions = (environment.NO_PROXY || environment.no_proxy || '')
    .split(/[\s,]+/)
    .filter((entry) => entry !== '');
  const serverPort = port || (protocol === 'https:' ? '443' : '80');
  if (isLoopback(host) || exceptions.some((exception) => isExcludedBy(exception.toLowerCase(), host, serverPort)))
    return undefined;
  return proxy.includes('://') ? proxy : `http://${proxy}`;
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || isInRange('127.0.0.0/8', host) || host === '::1';
}

/**
 * Matches one NO_PROXY entry: `*`, `10.0.0.0/8`, or a host with an optional port: `10.0.0.1`, `example.com` (with
 * subdomains), `.example.com` (only subdomains).
 */
function isExcludedBy(exception: string, host: string, port: string): boolean {
  if (exception === '*') return true;
  if (exception.includes('/')) return isInRange(exception, host);
  const [, name = exception, wantedPort] =
    /^(.*?)(?::(\d+))?$/.exec(isIP(exception) === 6 ? `[${exception}]` : exception) ?? [];
  if (wantedPort !== undefined && wantedPort !== port) return false;
  const domain = name.replace(/^\[|\]$/g, '').replace(/^\*(?=\.)/, '');
  return host === domain || host.endsWith(domain.startsWith('.') ? domain : `.${domain}`);
}

function isInRange(range: string, host: string): boolean {
  const [network = '', prefix = ''] = range.split('/');
  const family = isIP(network) === 6 ? 'ipv6' : 'ipv4';
  if (isIP(network) === 0 || isIP(host) !== isIP(network) || !/^\d+$/.test(prefix)) return false;
  const list = new BlockList();
  list.addSubnet(network, Math.min(Number(prefix), family === 'ipv6' ? 128 : 32), family);
  return list.check(host, family);
}
