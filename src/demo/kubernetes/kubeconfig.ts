import { stringify } from 'yaml';

const cluster = 'flink-tui-demo';

export type KubeconfigUser = { readonly name: string; readonly token: string; readonly namespace?: string };

/** Returns a kubeconfig as YAML, with one context for each user. The first one is the current context. */
export function writeKubeconfig({
  server,
  certificate,
  users,
}: {
  readonly server: string;
  readonly certificate: string;
  readonly users: readonly [KubeconfigUser, ...KubeconfigUser[]];
}): string {
  const contextOf = ({ name }: KubeconfigUser) => `${name}@${cluster}`;
  return stringify({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [
      {
        name: cluster,
        cluster: { server, 'certificate-authority-data': Buffer.from(certificate).toString('base64') },
      },
    ],
    users: users.map(({ name, token }) => ({ name, user: { token } })),
    contexts: users.map(({ namespace, ...user }) => ({
      name: contextOf(user),
      context: { cluster, user: user.name, ...(namespace === undefined ? {} : { namespace }) },
    })),
    'current-context': contextOf(users[0]),
  });
}
