import { escapeHtml, htmlResponse } from './html-response.ts';

/** Returns the complete HTTP response for a host that is not allowed. */
export function refusedHostPage(
  firstBytes: Buffer,
  { host, clusterId }: { readonly host: string; readonly clusterId: string },
): string {
  const name = escapeHtml(host.replace(/:\d*$/, ''));
  return htmlResponse(firstBytes.toString('latin1', 0, 5) === 'HEAD ', {
    status: '403 Forbidden',
    title: `Host ${host} is not allowed`,
    paragraphs: [
      `flink-tui forwards this port to the Flink cluster ${escapeHtml(clusterId)}. By default, the port accepts ` +
        'only localhost and its own address, to prevent DNS rebinding attacks.',
      `If you trust this host name, allow it: <code>forward-hosts: ${name}</code> in the config file, or ` +
        `<code>--forward-hosts ${name}</code>.`,
    ],
  });
}
