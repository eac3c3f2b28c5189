import { isIPv4, isIPv6 } from 'node:net';

/** The result of checking a client's first bytes. */
export type HostCheck =
  | 'pass'
  | 'wait' // HTTP, but the header section is incomplete
  | 'wait-for-line' // the first line is incomplete and may be HTTP
  | { readonly refusedHost: string };

/** Maximum size of a header section. Servers accept less. */
export const maxHeadBytes = 65_536;
const httpLine = /^\S+ .*HTTP\/1\.\d+ *\r?$/i;
/** Printable ASCII without a line break. Binary protocols, such as TLS, start with a byte outside this range. */
const partialLine = /^[\x20-\x7e]*\r?$/;

/** The host names that a client may request. */
export type AllowedHosts = {
  /** Names from the settings: `flink.example.com`, `*.example.com`, or `*` for every name. */
  readonly names: readonly string[];
  /** Addresses of the forward and of the connection's local end: `0.0.0.0`, `192.168.1.5`. */
  readonly addresses: readonly (string | undefined)[];
};

/**
 * Checks the Host header of a connection's first HTTP/1 request. Other protocols pass, and so does a request without a
 * Host header, because browsers always send one.
 */
export function checkHost(firstBytes: Buffer, allowed: AllowedHosts): HostCheck {
  const text = firstBytes.toString('latin1', 0, maxHeadBytes).replace(/^[\r\n]+/, '');
  const isFull = firstBytes.length >= maxHeadBytes;
  const lineEnd = text.indexOf('\n');
  if (lineEnd === -1) {
    if (!partialLine.test(text)) return 'pass';
    return isFull ? { refusedHost: '(unknown: the request is too long)' } : 'wait-for-line';
  }
  if (!httpLine.test(text.slice(0, lineEnd))) return 'pass';
  const headEnd = /\n\r?\n/.exec(text)?.index;
  if (headEnd === undefined) return isFull ? { refusedHost: '(unknown: the request is too long)' } : 'wait';
  const hosts = [...text.slice(0, headEnd).matchAll(/\nhost[ \t]*:([^\r\n]*)/gi)].map(([, value = '']) => value.trim());
  const refusedHost = hosts.find((host) => host !== '' && !isAllowed(host, allowed));
  return refusedHost === undefined ? 'pass' : { refusedHost };
}

function isAllowed(host: string, { names, addresses }: AllowedHosts): boolean {
  if (names.includes('*')) return true;
  const name = hostnameOf(host);
  if (name === undefined) return false;
  if (name === 'localhost' || name.endsWith('.localhost') || name === '[::1]') return true;
  if (isIPv4(name) && name.startsWith('127.')) return true;
  if (addresses.some((address) => address !== undefined && hostnameOf(bracketed(address)) === name)) return true;
  return names.some((pattern) => {
    const allowed = pattern.toLowerCase();
    return allowed.startsWith('*.') ? name.endsWith(allowed.slice(1)) : name === allowed;
  });
}

/**
 * Returns the host name in lower case without port and final dot, with IP addresses in their shortest form. Returns
 * undefined for an invalid host.
 */
function hostnameOf(host: string): string | undefined {
  if (!/^[\w.:[\]-]+$/.test(host)) return undefined;
  return URL.parse(`http://${host}`)?.hostname.replace(/\.$/, '');
}

/** Returns an address as written in a URL. A dual-stack socket reports IPv4 addresses as IPv4-mapped IPv6 addresses. */
function bracketed(address: string): string {
  const plain = address.replace(/^::ffff:(?=\d+\.)/, '');
  return isIPv6(plain) ? `[${plain}]` : plain;
}
