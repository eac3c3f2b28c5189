/** Where a browser on this machine finds what is forwarded. */
export function forwardUrl(scheme: 'http' | 'https', address: string, port: number): string {
  const everywhere = ['0.0.0.0', '::', '*'].includes(address);
  const host = everywhere ? '127.0.0.1' : address.includes(':') ? `[${address}]` : address;
  return `${scheme}://${host}:${port}`;
}
