/** Returns the URL at which a local browser reaches a forward. */
export function forwardUrl(scheme: 'http' | 'https', address: string, port: number): string {
  const isWildcard = ['0.0.0.0', '::', '*'].includes(address);
  const host = isWildcard ? '127.0.0.1' : address.includes(':') ? `[${address}]` : address;
  return `${scheme}://${host}:${port}`;
}
