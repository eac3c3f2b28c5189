import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { KubeConfig } from '@kubernetes/client-node';

/** A token that the plugin issued. Times are epoch milliseconds. */
export type IssuedToken = { readonly at: number; readonly endsAt: number; readonly token: string };

export type TokenPlugin = {
  /** The `exec` field of a user in a kubeconfig. */
  readonly exec: object;
  /** The issued tokens, oldest first. */
  readonly issued: () => readonly IssuedToken[];
};

/**
 * Writes a credential plugin for a service account that may create its own tokens on the real API server. The plugin
 * reports a lifetime of `lifeSeconds`, because the API server issues no token for less than ten minutes.
 */
export function writeTokenPlugin(folder: string, kubeconfig: string, lifeSeconds: number): TokenPlugin {
  const account = new KubeConfig();
  account.loadFromFile(kubeconfig);
  const { server, caData = '' } = account.getCurrentCluster() ?? {};
  const { name, token } = account.getCurrentUser() ?? {};
  const { namespace = 'default' } = account.getContextObject(account.currentContext) ?? {};
  const url = `${server}/api/v1/namespaces/${namespace}/serviceaccounts/${name}/token`;
  const [script, runs] = [join(folder, 'plugin.mjs'), join(folder, 'runs')];
  writeFileSync(runs, '');
  writeFileSync(
    script,
    `import { appendFileSync } from 'node:fs';
import { request } from 'node:https';
import { json } from 'node:stream/consumers';
const { url, ca, token, runs, lifeMs } = ${JSON.stringify({ url, ca: caData, token, runs, lifeMs: lifeSeconds * 1000 })};
const headers = { authorization: 'Bearer ' + token, 'content-type': 'application/json' };
const tokenRequest = request(url, { method: 'POST', ca: Buffer.from(ca, 'base64'), headers }, async (response) => {
  const { status } = await json(response);
  const at = Date.now();
  const issued = { at, endsAt: at + lifeMs, token: status.token };
  appendFileSync(runs, JSON.stringify(issued) + '\\n');
  const expirationTimestamp = new Date(issued.endsAt).toISOString();
  console.log(JSON.stringify({
    apiVersion: 'client.authentication.k8s.io/v1',
    kind: 'ExecCredential',
    status: { token: issued.token, expirationTimestamp },
  }));
});
tokenRequest.end(JSON.stringify({ apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest', spec: { expirationSeconds: 600 } }));
`,
    { mode: 0o600 },
  );
  return {
    exec: { apiVersion: 'client.authentication.k8s.io/v1', command: process.execPath, args: [script] },
    issued: () =>
      readFileSync(runs, 'utf8')
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line) as IssuedToken),
  };
}
