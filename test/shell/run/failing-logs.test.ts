import assert from 'node:assert/strict';
import type { ServerResponse } from 'node:http';
import { type TestContext, test } from 'node:test';
import { sendJson, sendStatus, startApiServer, writeKubeConfig } from '../../kubernetes/api-server.ts';
import { runProgram } from '../../support/run-program.ts';

const clusterId = 'session';
const labels = { app: clusterId, type: 'flink-native-kubernetes', component: 'taskmanager' };
const upTo = (count: number) => Array.from({ length: count }, (_, index) => `session-taskmanager-1-${index + 1}`);

/** Runs `flink-tui logs session` against an API server with these pods. `respond` serves their logs. */
async function printLogs(
  t: TestContext,
  pods: readonly string[],
  respond: (pod: string, response: ServerResponse) => void,
  { isDown = () => false }: { isDown?: () => boolean } = {},
) {
  const server = await startApiServer(t, ({ path }, response) => {
    const [, pod] = /\/pods\/([^/]+)\/log$/.exec(path) ?? [];
    if (isDown()) return response.destroy();
    if (pod !== undefined) return respond(pod, response);
    if (path.endsWith('/pods')) return sendJson(response, 200, { metadata: {}, items: pods.map(podNamed) });
    if (path === '/version') return sendJson(response, 200, { gitVersion: 'v1.34.0' });
    if (path.endsWith('/services/session-rest')) return sendJson(response, 200, { metadata: { labels } });
    sendStatus(response, 404, 'not found');
  });
  const file = await writeKubeConfig(t, server.url);
  const env = { XDG_CONFIG_HOME: '/nowhere', FLINK_TUI_COLOR: 'never' };
  return runProgram(['logs', clusterId, '--kubeconfig', file, '-n', 'team'], { env });
}

const podNamed = (name: string) => ({
  metadata: { name, namespace: 'team', uid: name, labels },
  spec: { containers: [{ name: 'flink-main-container' }] },
  status: { phase: 'Running' },
});
const line = '2026-11-24T02:00:01.000000000Z a line\n';
const cutAfterOneLine = (response: ServerResponse) => {
  response.writeHead(200);
  response.write(line);
  response.socket?.end();
};

test('groups logs that fail for the same reason into one line with the count and the first names', async (t) => {
  const names = upTo(200);
  const { exitCode, stdout, stderr } = await printLogs(t, names, (pod, response) => {
    const kubelet = `Get "https://10.0.0.7:10250/containerLogs/team/${pod}/flink-main-container": dial tcp: refused`;
    if (pod === names.at(-1)) response.end(line);
    else sendStatus(response, 500, kubelet);
  });
  assert.equal(stdout, '[session-taskmanager-1-200] a line\n');
  assert.equal(
    stderr,
    'flink-tui: 199 of 200 pods: cannot get pods/log in namespace team (500): ' +
      'Get "https://10.0.0.7:10250/containerLogs/team/POD/flink-main-container": dial tcp: refused ' +
      `(${names.slice(0, 5).join(', ')} and 194 more)\n`,
  );
  assert.equal(exitCode, 1);
});

test('prints one line per reason, most frequent first, and only counts the reasons after the fifth', async (t) => {
  const names = upTo(40);
  const { exitCode, stderr } = await printLogs(t, names, (pod, response) => {
    const number = Number(pod.split('-').at(-1));
    if (number <= 20) sendStatus(response, 500, 'no such node');
    else if (number <= 30) sendStatus(response, 500, `reason ${number}`);
    else response.end(line);
  });
  const lines = stderr.trimEnd().split('\n');
  assert.equal(lines[0], 'flink-tui: logs of 30 of 40 pods are incomplete');
  assert.match(lines[1] ?? '', /^ {2}20 of 40 pods: .*no such node \(session-taskmanager-1-1, .* and 15 more\)$/);
  assert.match(lines[2] ?? '', /^ {2}session-taskmanager-1-21: .*reason 21$/);
  assert.equal(lines[6], '  and 6 more reasons');
  assert.equal(lines.length, 7);
  assert.equal(exitCode, 1);
});

test('prints the missing rule once for all logs without permission', async (t) => {
  const { exitCode, stderr } = await printLogs(t, upTo(12), (pod, response) =>
    sendStatus(response, 403, `pods "${pod}" is forbidden: User "me" cannot get resource "pods/log" in API group ""`),
  );
  assert.match(stderr, /^flink-tui: 12 of 12 pods: not allowed to get pods\/log in namespace team \(403\) \(session-/);
  assert.equal(stderr.match(/rules|this rule/g)?.length, 1, stderr);
  assert.equal(exitCode, 4);
});

for (const count of [1, 2]) {
  test(`a broken log stream does not count as an outage of the API server: ${count} of ${count} logs`, async (t) => {
    const { exitCode, stdout, stderr } = await printLogs(t, upTo(count), (_, response) => cutAfterOneLine(response));
    assert.match(stdout, /a line/);
    assert.match(stderr, /log stream failed although the API server is reachable: connection lost/);
    assert.doesNotMatch(stderr, /cannot reach/);
    assert.equal(exitCode, 1);
  });
}

test('an API server that stops responding is reported as unreachable', async (t) => {
  let isDown = false;
  const { exitCode, stderr } = await printLogs(
    t,
    upTo(2),
    (_, response) => {
      isDown = true;
      cutAfterOneLine(response);
    },
    { isDown: () => isDown },
  );
  assert.match(stderr, /2 of 2 pods: cannot reach the API server http:\S+: connection lost \(session-/);
  assert.equal(exitCode, 5);
});
