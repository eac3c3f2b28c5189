import assert from 'node:assert/strict';
import { test } from 'node:test';
import { flinkConfigMapName } from '../../../src/flink/names.ts';
import type { ConfigMap } from '../../../src/kubernetes/objects.ts';
import { resources } from '../../../src/kubernetes/resource.ts';
import { eventually } from '../../support/eventually.ts';
import { type SessionUnderTest, withSession } from '../session-under-test.ts';

const key = 'log4j-console.properties';
const clock = '\\d\\d:\\d\\d:\\d\\d';

type Data = {
  readonly pods: readonly { status: string; evidence: string }[] | null;
  readonly newerChange: { by: string; at: string; levels: unknown; problem: string | null } | null;
  readonly revert: unknown;
};

const pathOf = ({ demo: { clusterId, namespace } }: SessionUnderTest) => ({
  resource: resources.configMaps,
  namespace,
  name: flinkConfigMapName(clusterId),
});
const fileOf = async (session: SessionUnderTest) =>
  (await session.connection.kubernetes.get<ConfigMap>(pathOf(session))).data?.[key] ?? '';

/** Changes the file like `kubectl edit` by another user. */
async function edit(session: SessionUnderTest, change: (text: string) => string): Promise<void> {
  const data = { [key]: change(await fileOf(session)) };
  await session.connection.kubernetes.patch(pathOf(session), { data }, undefined, { fieldManager: 'kubectl-edit' });
}

const hasRoot = (session: SessionUnderTest, level: string) => async () =>
  (await fileOf(session)).includes(`rootLogger.level = ${level}\n`);

/**
 * Starts a session with a reload interval of 2 s. Without jobs, the loggers write no lines, so the interval is the only
 * evidence.
 */
async function withShortInterval(use: (session: SessionUnderTest) => Promise<void>): Promise<void> {
  await withSession({}, async (session) => {
    await edit(session, (text) => text.replace('monitorInterval=30', 'monitorInterval=2'));
    await use(session);
  });
}

test('a waiting client reports the new level and the name of the client that set it', () =>
  withShortInterval(async (session) => {
    let isSynced = false;
    const first = session.run('log-level root DEBUG', undefined, (step) => {
      isSynced ||= /Synced in 1 of 1 pods, live in 0/.test(step);
    });
    await eventually('first file synced', () => isSynced);
    const second = await session.runAs('bob@laptop', 'log-level root TRACE');
    assert.equal(second.failure, undefined, second.text);

    const { text, data, steps, failure } = await first;
    assert.equal(failure?.exitCode, 1);
    assert.match(failure?.message ?? '', new RegExp(`^root is TRACE, not DEBUG: changed by bob@laptop at ${clock}$`));
    assert.match(text, /^root: TRACE, not DEBUG$/m);
    assert.match(text, new RegExp(`^Changed by bob@laptop at ${clock}, after this command$`, 'm'));
    assert.match(text, /^To set the level again: flink-tui log-level \S+ -n \S+ root DEBUG$/m);
    assert.doesNotMatch(text, /also start with this level/);
    const { pods, newerChange } = data as Data;
    assert.deepEqual(
      pods?.map(({ status }) => status),
      ['live'],
    );
    assert.equal(newerChange?.by, 'bob@laptop');
    assert.ok(Math.abs(Date.parse(newerChange.at) - Date.now()) < 30_000);
    assert.deepEqual(newerChange.levels, [{ logger: 'root', level: 'TRACE' }]);
    const note = new RegExp(`^root is now TRACE, set by bob@laptop at ${clock}, waiting until it is live$`);
    assert.ok(
      steps.some((step) => note.test(step)),
      steps.join('\n'),
    );
  }));

test('two clients that set the same logger at the same time both report the live level', () =>
  withShortInterval(async (session) => {
    const first = session.runAs('ann@laptop', 'log-level root DEBUG');
    await eventually('first write', hasRoot(session, 'DEBUG'));
    const second = session.runAs('bob@laptop', 'log-level root TRACE');
    const [ann, bob] = await Promise.all([first, second]);
    assert.equal(bob.failure, undefined, bob.text);
    assert.match(ann.failure?.message ?? '', /^root is TRACE, not DEBUG: changed by bob@laptop at /);
    for (const { data } of [ann, bob]) {
      assert.deepEqual(
        (data as Data).pods?.map(({ status }) => status),
        ['live'],
      );
    }
  }));

test('a client writes nothing if another client changed the file after the plan, and reports that client', () =>
  withShortInterval(async (session) => {
    const error = await session.expectError('log-level root DEBUG', () =>
      session.runAs('bob@laptop', 'log-level root TRACE --no-wait'),
    );
    assert.equal(error.exitCode, 1);
    assert.match(
      error.message,
      new RegExp(`^cannot write ${key}: it was changed after the plan was made, by bob@laptop at ${clock}$`),
    );
    assert.ok(await hasRoot(session, 'TRACE')());
  }));

test('reports a change by kubectl edit with its field manager', () =>
  withShortInterval(async (session) => {
    const first = session.run('log-level root DEBUG');
    await eventually('first write', hasRoot(session, 'DEBUG'));
    await edit(session, (text) => text.replace('rootLogger.level = DEBUG', 'rootLogger.level = WARN'));
    const { data, failure } = await first;
    assert.equal(failure?.exitCode, 1);
    assert.match(failure?.message ?? '', new RegExp(`^root is WARN, not DEBUG: changed by kubectl-edit at ${clock}$`));
    assert.deepEqual(
      (data as Data).pods?.map(({ status }) => status),
      ['live'],
    );
  }));

test('a level that another client overwrote can be set again, and reverts to the value of that client', () =>
  withShortInterval(async (session) => {
    await session.run('log-level root DEBUG --no-wait');
    await edit(session, (text) => text.replace('rootLogger.level = DEBUG', 'rootLogger.level = WARN'));
    const { text } = await session.run('log-level root DEBUG --no-wait');
    assert.match(text, /^root: DEBUG \(was WARN\)$/m);
    assert.ok(await hasRoot(session, 'DEBUG')());
    await session.run('log-level --undo --no-wait');
    assert.ok(await hasRoot(session, 'WARN')());
  }));

test('a level that another client overwrote can be set again while the clock stands still', () =>
  withShortInterval(async (session) => {
    const serverTime = session.connection.kubernetes.serverTime() ?? Date.now();
    for (const line of ['log-level root DEBUG --no-wait', 'log-level root DEBUG --for 5m --no-wait']) {
      await session.runAtServerTime(line, serverTime);
      assert.ok(await hasRoot(session, 'DEBUG')(), line);
      await edit(session, (text) => text.replace('rootLogger.level = DEBUG', 'rootLogger.level = WARN'));
    }
    await session.runAtServerTime('log-level root DEBUG --for 5m --no-wait', serverTime);
    assert.ok(await hasRoot(session, 'DEBUG')());
  }));

test('reports a revert by another client', () =>
  withShortInterval(async (session) => {
    const first = session.run('log-level root DEBUG');
    await eventually('first write', hasRoot(session, 'DEBUG'));
    await session.runAs('bob@laptop', 'log-level --undo --no-wait');
    const { failure } = await first;
    assert.match(failure?.message ?? '', new RegExp(`^root is INFO, not DEBUG: changed by bob@laptop at ${clock}$`));
  }));

test('a revert fails if another client overwrites it', () =>
  withShortInterval(async (session) => {
    await session.run('log-level root DEBUG --no-wait');
    const first = session.run('log-level --undo');
    await eventually('first write', async () => !(await hasRoot(session, 'DEBUG')()));
    await session.runAs('bob@laptop', 'log-level root TRACE --no-wait');
    const { failure } = await first;
    assert.match(failure?.message ?? '', /^root is TRACE, not INFO: changed by bob@laptop at /);
  }));

test('does not fail if other clients change other lines', () =>
  withShortInterval(async (session) => {
    const first = session.run('log-level root DEBUG');
    await eventually('first write', hasRoot(session, 'DEBUG'));
    await session.runAs('bob@laptop', 'log-level org.apache.kafka TRACE --no-wait');
    const { text, data, failure } = await first;
    assert.equal(failure, undefined, text);
    assert.deepEqual(
      (data as Data).pods?.map(({ status }) => status),
      ['live'],
    );
    assert.equal((data as Data).newerChange, null);
  }));

test('a level that another client changes and restores becomes live', () =>
  withShortInterval(async (session) => {
    const steps: string[] = [];
    const first = session.run('log-level root DEBUG', undefined, (step) => steps.push(step));
    await eventually('first write', hasRoot(session, 'DEBUG'));
    await session.runAs('bob@laptop', 'log-level root TRACE --no-wait');
    await eventually('change seen', () => steps.some((step) => step.startsWith('root is now TRACE')));
    await session.runAs('bob@laptop', 'log-level root DEBUG --no-wait');
    const { text, data, failure } = await first;
    assert.equal(failure, undefined, text);
    assert.deepEqual(
      (data as Data).pods?.map(({ status }) => status),
      ['live'],
    );
  }));

test('does not report a level as live if another client breaks the file', () =>
  withShortInterval(async (session) => {
    const first = session.run('log-level root DEBUG');
    await eventually('first write', hasRoot(session, 'DEBUG'));
    await edit(session, (text) => `${text}logger.nameless.level = INFO\n`);
    const { failure } = await first;
    assert.equal(failure?.exitCode, 1);
    assert.match(
      failure?.message ?? '',
      /^the level of root may not be live: the file was changed by kubectl-edit at .*, and log4j rejects .* logger\.nameless has no name$/,
    );
  }));

test('--for ends without a revert when another client changes the level', () =>
  withShortInterval(async (session) => {
    let isWaiting = false;
    const first = session.run('log-level root DEBUG --for 10m', undefined, (step) => {
      isWaiting ||= /reverts in/.test(step);
    });
    await eventually('level live', () => isWaiting);
    await session.runAs('bob@laptop', 'log-level root TRACE --no-wait');
    const { text, data, failure } = await first;
    assert.equal(failure?.exitCode, 1);
    assert.match(failure?.message ?? '', /^root is TRACE, not DEBUG: changed by bob@laptop at /);
    assert.match(text, /^root was not reverted: bob@laptop has set it to TRACE$/m);
    assert.equal((data as Data).revert, null);
    assert.deepEqual(
      (data as Data).pods?.map(({ status }) => status),
      ['live'],
    );
    assert.ok(await hasRoot(session, 'TRACE')());
  }));

test('a log line is no evidence while pods may still use the previous file', () =>
  withShortInterval(async (session) => {
    await session.runningJob('chatty', { checkpoints: true });
    await session.runAs('bob@laptop', 'log-level root WARN --no-wait');
    const { text, data, failure } = await session.run('log-level root INFO');
    assert.equal(failure, undefined, text);
    const { pods } = data as Data;
    assert.deepEqual(
      new Set(pods?.map(({ status, evidence }) => `${status} by ${evidence}`)),
      new Set(['live by interval']),
    );
  }));
