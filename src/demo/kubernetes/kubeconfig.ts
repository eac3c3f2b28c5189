import { stringify } from 'yaml';

const cluster = 'flink-tui-demo';

/** Returns a kubeconfig with one context, as YAML. */
export function writeKubeconfig(options: {
  readonly server: string;
  readonly certificate: string;
  readonly user: string;
  readonly token: string;
}): string {
  const context = `${options.user}@${cluster}`;
  return stringify({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [
      {
        name: cluster,
        cluster: {
          server: options.server,
          'certificate-authority-data': Buffer.from(options.certificate).toString('base64'),
        },
      },
    ],
    users: [{ name: options.user, user: { token: options.token } }],
    contexts: [{ name: context, context: { cluster, user: options.user } }],
    'current-context': context,
  });
}
