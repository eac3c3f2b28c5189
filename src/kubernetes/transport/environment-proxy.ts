import { BlockList, isIP } from 'node:net';

type Environment = { readonly [name: string]: string | undefined };

/**
 * The proxy that the environment names for a server, by the rules that kubectl follows: HTTPS_PROXY or HTTP_PROXY by the
 * server's scheme, in capitals or not, unless NO_PROXY names the host. Loopback is never gone to by a proxy.
 */
export function environmentProxy(server: string, environment: Environment): string | undefined {
  const { protocol, hostname, port } = new URL(server);
  const name = protocol === 'https:' ? 'HTTPS_PROXY' : 'HTTP_PROXY';
  const proxy = environment[name] || environment[name.toLowerCase()];
  if (!proxy) return undefined;
  const host = hostname.replace(/^\[|\]$/g, '').toLowerCase();
  const exceptions = (environment.NO_PROXY || environment.no_proxy || '').split(/[\s,]+/).filter((word) => word !== '');
  const serverPort = port || (protocol === 'https:' ? '443' : '80');
  if (isLoopback(host) || exceptions.some((word) => isNamedBy(word.toLowerCase(), host, serverPort))) return undefined;
  return proxy.includes('://') ? proxy : `http://${proxy}`;
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || isInside('127.0.0.0/8', host) || host === '::1';
}

/** `*`, `10.0.0.0/8`, `10.0.0.1`, `example.com` with what is below it, `.example.com` only that, each with a port or not. */
function isNamedBy(word: string, host: string, port: string): boolean {
  if (word === '*') return true;
  if (word.includes('/')) return isInside(word, host);
  const [, name = word, wantedPort] = /^(.*?)(?::(\d+))?$/.exec(isIP(word) === 6 ? `[${word}]` : word) ?? [];
  if (wantedPort !== undefined && wantedPort !== port) return false;
  const domain = name.replace(/^\[|\]$/g, '').replace(/^\*(?=\.)/, '');
  return host === domain || host.endsWith(domain.startsWith('.') ? domain : `.${domain}`);
}

function isInside(range: string, host: string): boolean {
  const [network = '', prefix = ''] = range.split('/');
  const family = isIP(network) === 6 ? 'ipv6' : 'ipv4';
  if (isIP(network) === 0 || isIP(host) !== isIP(network) || !/^\d+$/.test(prefix)) return false;
  const list = new BlockList();
  list.addSubnet(network, Math.min(Number(prefix), family === 'ipv6' ? 128 : 32), family);
  return list.check(host, family);
}
