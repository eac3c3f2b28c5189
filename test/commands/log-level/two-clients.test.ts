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
  readonly pods: readonly { state: string; by: string }[] | null;
  readonly newer: { by: string; at: string; levels: unknown; problem: string | null } | null;
  readonly back: unknown;
};

const pathOf = ({ demo: { clusterId, namespace } }: SessionUnderTest) => ({
  resource: resources.configMaps,
  namespace,
  name: flinkConfigMapName(clusterId),
});
const fileOf = async (session: SessionUnderTest) =>
  (await session.connection.kubernetes.get<ConfigMap>(pathOf(session))).data?.[key] ?? '';

/** `kubectl edit` of somebody else. */
async function edit(session: SessionUnderTest, change: (text: string) => string): Promise<void> {
  const data = { [key]: change(await fileOf(session)) };
  await session.connection.kubernetes.patch(pathOf(session), { data }, undefined, { fieldManager: 'kubectl-edit' });
}

const hasRoot = (session: SessionUnderTest, level: string) => async () =>
  (await fileOf(session)).includes(`rootLogger.level = ${level}\n`);

/** A file that is looked at every 2 s. The loggers are quiet, so that the interval tells. */
async function withQuickFile(use: (session: SessionUnderTest) => Promise<void>): Promise<void> {
  await withSession({}, async (session) => {
    await edit(session, (text) => text.replace('monitorInterval=30', 'monitorInterval=2'));
    await use(session);
  });
}

test('a level that another client sets while the first one waits is what the first one reports, and by whom', () =>
  withQuickFile(async (session) => {
    let isInPod = false;
    const first = session.run('log-level root DEBUG', undefined, (step) => {
      isInPod ||= /in 1 of 1 pods, live in 0/.test(step);
    });
    await eventually('the first file to be in the pod', () => isInPod);
    const second = await session.runAs('bob@laptop', 'log-level root TRACE');
    assert.equal(second.failure, undefined, second.text);

    const { text, data, steps, failure } = await first;
    assert.equal(failure?.exitCode, 1);
    assert.match(failure?.message ?? '', new RegExp(`^root is TRACE, not DEBUG: changed by bob@laptop at ${clock}$`));
    assert.match(text, /^root: TRACE, not DEBUG$/m);
    assert.match(text, new RegExp(`^changed by bob@laptop at ${clock}, after this command$`, 'm'));
    assert.match(text, /^To set it again: flink-tui log-level \S+ -n \S+ root DEBUG$/m);
    assert.doesNotMatch(text, /have it too/);
    const { pods, newer } = data as Data;
    assert.deepEqual(
      pods?.map(({ state }) => state),
      ['live'],
    );
    assert.equal(newer?.by, 'bob@laptop');
    assert.ok(Math.abs(Date.parse(newer.at) - Date.now()) < 30_000);
    assert.deepEqual(newer.levels, [{ logger: 'root', level: 'TRACE' }]);
    const note = new RegExp(`^root is now TRACE, set by bob@laptop at ${clock}: waiting until that is live$`);
    assert.ok(
      steps.some((step) => note.test(step)),
      steps.join('\n'),
    );
  }));

test('of two clients that set the same logger at once each reports the level that is live, and neither waits in vain', () =>
  withQuickFile(async (session) => {
    const first = session.runAs('ann@laptop', 'log-level root DEBUG');
    await eventually('the first one to write', hasRoot(session, 'DEBUG'));
    const second = session.runAs('bob@laptop', 'log-level root TRACE');
    const [ann, bob] = await Promise.all([first, second]);
    assert.equal(bob.failure, undefined, bob.text);
    assert.match(ann.failure?.message ?? '', /^root is TRACE, not DEBUG: changed by bob@laptop at /);
    for (const { data } of [ann, bob]) {
      assert.deepEqual(
        (data as Data).pods?.map(({ state }) => state),
        ['live'],
      );
    }
  }));

test('of two clients that planned on the same file the second one writes nothing, and is told whose change is there', () =>
  withQuickFile(async (session) => {
    const refused = await session.refusal('log-level root DEBUG', () =>
      session.runAs('bob@laptop', 'log-level root TRACE --no-wait'),
    );
    assert.equal(refused.exitCode, 1);
    assert.match(
      refused.message,
      new RegExp(`^nothing was written: the file was changed meanwhile by bob@laptop at ${clock}, `),
    );
    assert.ok(await hasRoot(session, 'TRACE')());
  }));

test('a change by kubectl edit is told with the name that the API server has of it', () =>
  withQuickFile(async (session) => {
    const first = session.run('log-level root DEBUG');
    await eventually('the first one to write', hasRoot(session, 'DEBUG'));
    await edit(session, (text) => text.replace('rootLogger.level = DEBUG', 'rootLogger.level = WARN'));
    const { data, failure } = await first;
    assert.equal(failure?.exitCode, 1);
    assert.match(failure?.message ?? '', new RegExp(`^root is WARN, not DEBUG: changed by kubectl-edit at ${clock}$`));
    assert.deepEqual(
      (data as Data).pods?.map(({ state }) => state),
      ['live'],
    );
  }));

test('a level that somebody has written over can be set again, and goes back to what they wrote', () =>
  withQuickFile(async (session) => {
    await session.run('log-level root DEBUG --no-wait');
    await edit(session, (text) => text.replace('rootLogger.level = DEBUG', 'rootLogger.level = WARN'));
    const { text } = await session.run('log-level root DEBUG --no-wait');
    assert.match(text, /^root: DEBUG \(was WARN\)$/m);
    assert.ok(await hasRoot(session, 'DEBUG')());
    await session.run('log-level --undo --no-wait');
    assert.ok(await hasRoot(session, 'WARN')());
  }));

test('a level that another client takes back meanwhile is told, and by whom', () =>
  withQuickFile(async (session) => {
    const first = session.run('log-level root DEBUG');
    await eventually('the first one to write', hasRoot(session, 'DEBUG'));
    await session.runAs('bob@laptop', 'log-level --undo --no-wait');
    const { failure } = await first;
    assert.match(failure?.message ?? '', new RegExp(`^root is INFO, not DEBUG: changed by bob@laptop at ${clock}$`));
  }));

test('a take-back that another client writes over is no success either', () =>
  withQuickFile(async (session) => {
    await session.run('log-level root DEBUG --no-wait');
    const first = session.run('log-level --undo');
    await eventually('the first one to write', async () => !(await hasRoot(session, 'DEBUG')()));
    await session.runAs('bob@laptop', 'log-level root TRACE --no-wait');
    const { failure } = await first;
    assert.match(failure?.message ?? '', /^root is TRACE, not INFO: changed by bob@laptop at /);
  }));

test('what others change elsewhere in the file is no failure, whatever text the pods get', () =>
  withQuickFile(async (session) => {
    const first = session.run('log-level root DEBUG');
    await eventually('the first one to write', hasRoot(session, 'DEBUG'));
    await session.runAs('bob@laptop', 'log-level org.apache.kafka TRACE --no-wait');
    const { text, data, failure } = await first;
    assert.equal(failure, undefined, text);
    assert.deepEqual(
      (data as Data).pods?.map(({ state }) => state),
      ['live'],
    );
    assert.equal((data as Data).newer, null);
  }));

test('a level that was changed and changed back meanwhile is live in the end', () =>
  withQuickFile(async (session) => {
    const steps: string[] = [];
    const first = session.run('log-level root DEBUG', undefined, (step) => steps.push(step));
    await eventually('the first one to write', hasRoot(session, 'DEBUG'));
    await session.runAs('bob@laptop', 'log-level root TRACE --no-wait');
    await eventually('the first one to see it', () => steps.some((step) => step.startsWith('root is now TRACE')));
    await session.runAs('bob@laptop', 'log-level root DEBUG --no-wait');
    const { text, data, failure } = await first;
    assert.equal(failure, undefined, text);
    assert.deepEqual(
      (data as Data).pods?.map(({ state }) => state),
      ['live'],
    );
  }));

test('where somebody breaks the file meanwhile the level is not said to be live', () =>
  withQuickFile(async (session) => {
    const first = session.run('log-level root DEBUG');
    await eventually('the first one to write', hasRoot(session, 'DEBUG'));
    await edit(session, (text) => `${text}logger.nameless.level = INFO\n`);
    const { failure } = await first;
    assert.equal(failure?.exitCode, 1);
    assert.match(
      failure?.message ?? '',
      /^the level of root is not sure to be live: the file was changed by kubectl-edit at .*, and log4j refuses .* logger\.nameless has no name$/,
    );
  }));

test('--for ends at once when another client has set the level anew, and takes nothing back', () =>
  withQuickFile(async (session) => {
    let isWaiting = false;
    const first = session.run('log-level root DEBUG --for 10m', undefined, (step) => {
      isWaiting ||= /goes back in/.test(step);
    });
    await eventually('the level to be live', () => isWaiting);
    await session.runAs('bob@laptop', 'log-level root TRACE --no-wait');
    const { text, data, failure } = await first;
    assert.equal(failure?.exitCode, 1);
    assert.match(failure?.message ?? '', /^root is TRACE, not DEBUG: changed by bob@laptop at /);
    assert.match(text, /^bob@laptop has set root to TRACE meanwhile: that stays\.$/m);
    assert.equal((data as Data).back, null);
    assert.deepEqual(
      (data as Data).pods?.map(({ state }) => state),
      ['live'],
    );
    assert.ok(await hasRoot(session, 'TRACE')());
  }));

test('a line that the file before would not let through proves nothing while that file itself may be unread', () =>
  withQuickFile(async (session) => {
    await session.runningJob('chatty', { checkpoints: true });
    await session.runAs('bob@laptop', 'log-level root WARN --no-wait');
    const { text, data, failure } = await session.run('log-level root INFO');
    assert.equal(failure, undefined, text);
    const { pods } = data as Data;
    assert.deepEqual(new Set(pods?.map(({ state, by }) => `${state} by ${by}`)), new Set(['live by interval']));
  }));
