import { escapeHtml, htmlAnswer } from './html-answer.ts';

/** The whole answer to an HTTP request for a host that is not allowed. */
export function refusedHostPage(
  firstBytes: Buffer,
  { host, clusterId }: { readonly host: string; readonly clusterId: string },
): string {
  const name = escapeHtml(host.replace(/:\d*$/, ''));
  return htmlAnswer(firstBytes.toString('latin1', 0, 5) === 'HEAD ', {
    status: '403 Forbidden',
    title: `Host ${host} is not allowed`,
    paragraphs: [
      `flink-tui forwards this port to the Flink cluster ${escapeHtml(clusterId)}, and answers only to localhost and to the ` +
        'address that it listens on. A web page may have pointed a name of its own at this computer (DNS rebinding).',
      `If you trust this name, allow it: <code>forward-hosts: ${name}</code> in the settings file, or ` +
        `<code>--forward-hosts ${name}</code>.`,
    ],
  });
}
