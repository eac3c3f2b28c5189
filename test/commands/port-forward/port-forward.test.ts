import assert from 'node:assert/strict';
import { chmod, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { test } from 'node:test';
import { parseCommandLine } from '../../../src/commands/line/parse.ts';
import { openInBrowser } from '../../../src/commands/port-forward/open-in-browser.ts';
import { readPorts } from '../../../src/commands/port-forward/read-ports.ts';
import type { Plan, Progress, Services } from '../../../src/commands/record/command.ts';
import { resources } from '../../../src/kubernetes/resource.ts';
import type { Connection } from '../../../src/session/session.ts';
import { httpRequest } from '../../session/forwards/http-request.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { withSession } from '../session-under-test.ts';

const here = { pod: undefined, address: '127.0.0.1' };

/** Runs the command as from standard input or the screen, so that its forwards stay open. */
async function start(connection: Connection, line: string): Promise<{ plan: Plan; text: string; data: unknown }> {
  const parsed = parseCommandLine(line);
  assert.ok(parsed);
  const { command, input } = parsed;
  const signal = AbortSignal.timeout(20_000);
  const services: Services = { frontend: 'pipe', connection, snapshot: undefined, now: Date.now };
  const plan = await command.plan(services, input, signal);
  const run = command.run(services, plan, signal);
  let step = await run.next();
  while (step.done !== true) step = await run.next();
  const text = command.render.text(step.value, { wide: false, now: Date.now() });
  return { plan, text, data: command.render.json(step.value) };
}

test('parses PORT arguments', () => {
  const read = (...ports: string[]) => readPorts(ports, here);
  const fixed = { address: '127.0.0.1', tryNextPorts: false };
  assert.deepEqual(read(), [{ target: { kind: 'web-ui' }, address: '127.0.0.1', localPort: 8081, tryNextPorts: true }]);
  assert.deepEqual(read('9000', '9001:8081', ':9249'), [
    { ...fixed, target: { kind: 'web-ui' }, localPort: 9000 },
    { ...fixed, target: { kind: 'job-manager', port: 8081 }, localPort: 9001 },
    { ...fixed, target: { kind: 'job-manager', port: 9249 }, localPort: 0 },
  ]);
  const pod = 'red-taskmanager-1-1';
  assert.deepEqual(readPorts(['9249', ':6121'], { pod, address: '::1' }), [
    { target: { kind: 'pod', pod, port: 9249 }, address: '::1', localPort: 9249, tryNextPorts: false },
    { target: { kind: 'pod', pod, port: 6121 }, address: '::1', localPort: 0, tryNextPorts: false },
  ]);
  const webUi = { ...fixed, target: { kind: 'web-ui' } };
  for (const word of [':0', '0', '0:0', ':rest', '0:rest']) assert.deepEqual(read(word), [{ ...webUi, localPort: 0 }]);
  assert.deepEqual(read('9000:rest'), [{ ...webUi, localPort: 9000 }]);
  assert.deepEqual(read('0:9249', ':8081'), [
    { ...fixed, target: { kind: 'job-manager', port: 9249 }, localPort: 0 },
    { ...fixed, target: { kind: 'job-manager', port: 8081 }, localPort: 0 },
  ]);
  const invalid = (port: string) => ({ name: 'CommandError', exitCode: 2, message: `invalid port ${port}` });
  for (const word of ['70000', ':70000', '70000:80', 'web', ':web', ':', '9000:', '9000:0', '1:2:3', '-1']) {
    assert.throws(() => read(word), invalid(word));
  }
  for (const word of ['0', ':0', ':rest', '9000:rest', '9000:0']) {
    assert.throws(() => readPorts([word], { pod, address: '::1' }), invalid(word));
  }
  assert.throws(() => readPorts([], { pod, address: '127.0.0.1' }), {
    exitCode: 2,
    message: 'port-forward --pod requires a PORT',
  });
});

test(':0 forwards a different free port to the Web UI each time', async () => {
  await withSession({}, async ({ connection }) => {
    const [first, second] = [await start(connection, 'port-forward :0'), await start(connection, 'port-forward :0')];
    const [, url] = /^Forwarding (http:\/\/127\.0\.0\.1:\d+) to the Web UI/.exec(first.text) ?? [];
    assert.ok(url, first.text);
    assert.match(first.plan.lines.join(), /^127\.0\.0\.1:a free port to the Web UI$/);
    assert.notEqual(second.text, first.text);
    assert.equal((await httpRequest(`${url}/overview`)).status, 200);
  });
});

test('forwards several ports and reuses an open forward', async () => {
  await withSession({}, async ({ connection }) => {
    const started = await start(connection, 'port-forward :8081 :6123');
    assert.match(started.text, /^Forwarding http:\/\/127\.0\.0\.1:\d+ to port 8081 of the leading JobManager$/m);
    const [first] = connection.forwards.list();
    assert.equal((await httpRequest(`${first?.url}/overview`)).status, 200);
    const web = await start(connection, 'port-forward');
    assert.match(web.text, /^Forwarding http:\/\/127\.0\.0\.1:80[89]\d to the Web UI$/);
    assert.equal((await start(connection, 'port-forward')).text, web.text);
    assert.equal(connection.forwards.list().length, 3);
    const [data] = web.data as readonly { state: string; pod: string }[];
    assert.equal(data?.state, 'live');
    assert.match(data?.pod ?? '', /^my-first-flink-cluster-/);
  });
});

test('--pod selects a pod like logs and rejects an unknown pod', async () => {
  await withSession({}, async ({ connection, expectError, runningJob }) => {
    await runningJob('Forward me');
    const { text } = await start(connection, 'port-forward --pod taskmanager-1-1 :9249');
    assert.match(text, /^Forwarding .* to port 9249 of my-first-flink-cluster-taskmanager-1-1$/);
    const { exitCode, message } = await expectError('port-forward --pod nobody :9249');
    assert.deepEqual([exitCode, message], [3, 'no pod nobody']);
  });
});

test('reports an occupied port and closes only the forwards of the failed run', async () => {
  const occupant = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => occupant.once('listening', resolve));
  const { port } = occupant.address() as { port: number };
  try {
    await withSession({}, async ({ connection, expectError }) => {
      await start(connection, 'port-forward :8081');
      const [before] = connection.forwards.list();
      const { exitCode, message, hints } = await expectError(
        `port-forward ${before?.localPort}:8081 :6123 ${port}:8081`,
      );
      assert.equal(exitCode, 1);
      assert.equal(message, `cannot listen on port ${port} of 127.0.0.1: the port is in use`);
      assert.match(hints.join(), /9000:8081/);
      assert.deepEqual(
        connection.forwards.list().map(({ id }) => id),
        [before?.id],
      );
    });
  } finally {
    occupant.close();
  }
});

test('reports a missing permission with its RBAC rule', async () => {
  await withSession(
    {},
    async ({ connection, expectError }) => {
      const { exitCode, message, hints } = await expectError('port-forward :8081');
      assert.equal(exitCode, 4);
      assert.match(message, /^not allowed to (create|get) pods\/portforward of /);
      assert.match(hints.join(), /resources: \["pods\/portforward"\]/);
      assert.deepEqual(connection.forwards.list(), []);
    },
    'viewer',
  );
});

test('warns about an address that others can reach and asks for confirmation', async () => {
  await withSession({}, async ({ connection }) => {
    const { plan, text } = await start(connection, 'port-forward :8081 --address 0.0.0.0');
    assert.match(plan.warnings.join(), /^Anyone who can reach 0\.0\.0\.0 on this computer can run code in Flink/);
    assert.equal(plan.confirmation.kind, 'yes');
    assert.match(text, /^Forwarding http:\/\/127\.0\.0\.1:\d+ to /);
    assert.deepEqual((await start(connection, 'port-forward :8081')).plan.warnings, []);
  });
});

test('the subcommand prints one JSON object per state change and ends without a failure', async () => {
  await withSession({}, async ({ demo, connection }) => {
    const parsed = parseCommandLine('port-forward :8081 -o json');
    assert.ok(parsed);
    const services: Services = { frontend: 'subcommand', connection, snapshot: undefined, now: Date.now };
    const interrupt = new AbortController();
    const timeout = AbortSignal.timeout(20_000);
    const signal = AbortSignal.any([interrupt.signal, timeout]);
    const plan = await parsed.command.plan(services, parsed.input, signal);
    const run = parsed.command.run(services, plan, signal);
    const next = async (): Promise<{ event: string; state: string; pod: string | null; localPort: number }> => {
      for (;;) {
        const { value, done } = await run.next();
        assert.ok(done !== true, 'the run ended early');
        const progress: Progress = value;
        if (progress.kind === 'bytes') return JSON.parse(Buffer.from(progress.chunk).toString());
      }
    };
    const listening = await next();
    assert.deepEqual([listening.event, listening.state], ['listening', 'live']);
    demo.deletePod(listening.pod ?? '');
    // The subcommand has no pod watch, so the test triggers the checks.
    const checking = setInterval(connection.forwards.check, 100);
    let changed = await next();
    while (changed.pod === listening.pod || changed.state !== 'live') changed = await next();
    clearInterval(checking);
    assert.deepEqual([changed.event, changed.localPort], ['state', listening.localPort]);
    const ending = run.next();
    interrupt.abort();
    const { done, value } = await ending;
    assert.equal(done, true);
    assert.equal(parsed.command.render.json(value), undefined);
    assert.equal(parsed.command.render.text(value, { wide: false, now: 0 }), '');
  });
});

test('opens the page with BROWSER, and reports the URL if no browser is found', async (t) => {
  const folder = await temporaryFolder(t);
  const [browser, seen] = [join(folder, 'browser'), join(folder, 'seen')];
  await writeFile(browser, `#!/bin/sh\necho "$1" > ${seen}\n`);
  await chmod(browser, 0o755);
  await openInBrowser('http://127.0.0.1:8081', { env: { ...process.env, BROWSER: browser }, platform: 'linux' });
  assert.equal(await readFile(seen, 'utf8'), 'http://127.0.0.1:8081\n');
  await assert.rejects(openInBrowser('http://127.0.0.1:8081', { env: { PATH: folder }, platform: 'linux' }), {
    message: 'cannot open a browser with xdg-open: program not found',
    hints: ['Open http://127.0.0.1:8081 in a browser'],
  });
});

test('a forward to the Web UI warns about a REST Service that may be public', () =>
  withSession({}, async ({ connection, demo }) => {
    const path = { resource: resources.services, namespace: demo.namespace, name: `${demo.clusterId}-rest` };
    await connection.kubernetes.patch(path, { spec: { type: 'LoadBalancer' } });
    const { text, data } = await start(connection, 'port-forward');
    assert.match(text, /to the Web UI\nwarning: REST Service: type LoadBalancer may expose REST/);
    assert.match(text, /→ Restrict access now: kubectl patch service \S+-rest -n default/);
    const [forward] = data as readonly { readonly serviceWarning: { readonly message: string } }[];
    assert.match(forward?.serviceWarning.message ?? '', /^type LoadBalancer may expose REST/);
  }));
