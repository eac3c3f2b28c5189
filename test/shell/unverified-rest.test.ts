import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { sendJson, sendStatus, startApiServer, writeKubeConfig } from '../kubernetes/api-server.ts';
import { runProgram } from '../support/run-program.ts';

const labels = { app: 'session', type: 'flink-native-kubernetes', component: 'jobmanager' };
const jobManager = {
  metadata: { name: 'session-1', namespace: 'team', uid: 'a', labels },
  spec: { containers: [{ name: 'flink-main-container', ports: [{ name: 'rest', containerPort: 8081 }] }] },
  status: { phase: 'Running' },
};

/** Runs `flink-tui list` where forwards are forbidden, so that REST goes through the service proxy. */
async function list(t: TestContext, config: string) {
  const server = await startApiServer(t, ({ path }, response) => {
    if (/\/services\/(https:)?session-rest:rest\/proxy\/jobs\/overview$/.test(decodeURIComponent(path))) {
      return sendJson(response, 200, { jobs: [] });
    }
    if (path.endsWith('/services/session-rest')) return sendJson(response, 200, { metadata: { labels } });
    if (path.endsWith('/configmaps/flink-config-session')) {
      return sendJson(response, 200, { metadata: {}, data: { 'config.yaml': config } });
    }
    if (path.endsWith('/pods')) return sendJson(response, 200, { metadata: {}, items: [jobManager] });
    if (path.endsWith('/portforward')) return sendStatus(response, 403, 'forbidden');
    sendStatus(response, 404, 'not found');
  });
  const file = await writeKubeConfig(t, server.url);
  const args = ['list', 'session', '--kubeconfig', file, '-n', 'team'];
  return runProgram(args, { env: { XDG_CONFIG_HOME: '/nowhere' } });
}

test('warns that the service proxy does not verify the certificate of REST over TLS', async (t) => {
  const { exitCode, stderr } = await list(t, 'security:\n  ssl:\n    rest:\n      enabled: true\n');
  assert.deepEqual(
    { exitCode, stderr },
    {
      exitCode: 0,
      stderr:
        'warning: insecure connection: TLS certificates are not verified ' +
        "(the API server's service proxy does not verify Flink's certificate)\n",
    },
  );
});

test('prints no warning for REST without TLS through the service proxy', async (t) => {
  assert.equal((await list(t, 'parallelism.default: 1\n')).stderr, '');
});
