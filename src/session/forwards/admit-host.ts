import { isIPv4, isIPv6 } from 'node:net';

/**
 * What becomes of a client by its first bytes. `wait` until there is more of a head that is HTTP for certain,
 * `wait-for-line` until there is more of a first line that may become one.
 */
export type Admission = 'pass' | 'wait' | 'wait-for-line' | { readonly refusedHost: string };

/** More than any server takes. */
export const mostHeadBytes = 65_536;
const httpLine = /^\S+ .*HTTP\/1\.\d+ *\r?$/i;
/** Printable ASCII without a line end: every other protocol that is known here begins with a byte outside of it. */
const partOfLine = /^[\x20-\x7e]*\r?$/;

/** Which names a client may ask for. */
export type AllowedHosts = {
  /** Of the settings: `flink.example.com`, `*.example.com`, or `*` for every name. */
  readonly names: readonly string[];
  /** Of the forward and of the connection's own end: `0.0.0.0`, `192.168.1.5`. */
  readonly addresses: readonly (string | undefined)[];
};

/**
 * Looks at the Host of the first request of a connection. What is not HTTP/1 passes, and so does a request without a
 * Host, which no browser sends.
 */
export function admitHost(firstBytes: Buffer, allowed: AllowedHosts): Admission {
  const text = firstBytes.toString('latin1', 0, mostHeadBytes).replace(/^[\r\n]+/, '');
  const isFull = firstBytes.length >= mostHeadBytes;
  const lineEnd = text.indexOf('\n');
  if (lineEnd === -1) {
    if (!partOfLine.test(text)) return 'pass';
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
    const wanted = pattern.toLowerCase();
    return wanted.startsWith('*.') ? name.endsWith(wanted.slice(1)) : name === wanted;
  });
}

/** Without its port and a final dot, in lower case, an address in its shortest form; undefined if it is no host. */
function hostnameOf(host: string): string | undefined {
  if (!/^[\w.:[\]-]+$/.test(host)) return undefined;
  return URL.parse(`http://${host}`)?.hostname.replace(/\.$/, '');
}

/** An address as it stands in a URL. A socket for both families names IPv4 addresses as parts of IPv6. */
function bracketed(address: string): string {
  const plain = address.replace(/^::ffff:(?=\d+\.)/, '');
  return isIPv6(plain) ? `[${plain}]` : plain;
}
