import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { DemoScenario } from '../../../src/demo/demo.ts';
import { flinkConfigMapName } from '../../../src/flink/names.ts';
import type { ConfigMap, Pod } from '../../../src/kubernetes/objects.ts';
import { resources } from '../../../src/kubernetes/resource.ts';
import { pendingLevelsAnnotation } from '../../../src/session/levels/pending-levels.ts';
import { eventually } from '../../support/eventually.ts';
import { type SessionUnderTest, withSession } from '../session-under-test.ts';

const key = 'log4j-console.properties';
const flink = 'org.apache.flink';
const checkpoint = 'org.apache.flink.runtime.checkpoint';

const pathOf = ({ demo: { clusterId, namespace } }: SessionUnderTest) => ({
  resource: resources.configMaps,
  namespace,
  name: flinkConfigMapName(clusterId),
});
const configMapOf = (session: SessionUnderTest) => session.connection.kubernetes.get<ConfigMap>(pathOf(session));
const fileOf = async (session: SessionUnderTest) => (await configMapOf(session)).data?.[key] ?? '';
const pendingOf = async (session: SessionUnderTest) =>
  (await configMapOf(session)).metadata?.annotations?.[pendingLevelsAnnotation];

/** Changes the file like another client. */
async function edit(session: SessionUnderTest, change: (text: string) => string): Promise<void> {
  const data = { [key]: change(await fileOf(session)) };
  await session.connection.kubernetes.patch(pathOf(session), { data });
}

const patches = ({ demo }: SessionUnderTest) =>
  demo
    .requests()
    .filter(({ method }) => method === 'PATCH')
    .map(({ path }) => path.replace(/.*\/(\w+)\/[^/]+$/, '$1'));

type Listed = { name: string; level: string | null; origin: { kind: string } };

test('lists the loggers of the file with their levels and origins', () =>
  withSession({}, async (session) => {
    const { text, data } = await session.run('log-level');
    assert.match(text, /^root +INFO +line \d+, \$\{env:ROOT_LOG_LEVEL:-INFO\}$/m);
    assert.match(text, /^org\.apache\.kafka +INFO +line \d+$/m);
    assert.match(text, /read every 30 s$/);
    const { loggers, monitorIntervalSeconds } = data as { loggers: Listed[]; monitorIntervalSeconds: number };
    assert.equal(monitorIntervalSeconds, 30);
    assert.equal(loggers.find(({ name }) => name === 'org.apache.pekko')?.level, 'INFO');
    assert.match((await session.run(`log-level ${checkpoint}`)).text, /runtime\.checkpoint +INFO +inherited from root/);
    assert.deepEqual(patches(session), []);
  }));

test('a level change is live in each pod, and --undo restores the file byte for byte', () =>
  withSession({}, async (session) => {
    const before = await fileOf(session);
    await session.runningJob('chatty', { checkpoints: true });
    const { plan, text, data, failure } = await session.run(`log-level ${flink} debug`);
    assert.equal(plan.title, 'Set org.apache.flink to DEBUG');
    assert.deepEqual(plan.confirmation, {
      kind: 'yes',
      confirm: 'Set DEBUG',
      decline: 'Keep INFO',
      declined: 'org.apache.flink keeps its level',
    });
    const lines = plan.lines.join('\n');
    assert.match(lines, /^ *\d+ - #logger\.flink\.level = INFO$/m);
    assert.match(lines, /^ *\d+ \+ logger\.flink\.level = DEBUG$/m);
    assert.match(lines, /^Affected pods: JobManagers: 1, TaskManagers: 1$/m);
    assert.equal(failure, undefined, text);
    const { pods, levels, written } = data as {
      pods: { pod: string; status: string; syncedSeconds: number; liveSeconds: number; evidence: string }[];
      levels: unknown;
      written: boolean;
    };
    assert.equal(written, true);
    assert.deepEqual(levels, [{ logger: flink, from: 'INFO', to: 'DEBUG' }]);
    assert.deepEqual(
      pods.map(({ status }) => status),
      ['live', 'live'],
    );
    for (const pod of pods) {
      assert.equal(pod.evidence, 'log');
      assert.ok(pod.liveSeconds >= pod.syncedSeconds);
    }
    assert.match(text, /New TaskManagers also start with this level/);
    assert.match(
      (await session.run('log-level')).text,
      new RegExp(`^${flink} +DEBUG .*set \\d+s ago by \\S+@\\S+$`, 'm'),
    );

    const undone = await session.run('log-level --undo --no-wait');
    assert.match(undone.plan.title, /^Revert org\.apache\.flink DEBUG$/);
    assert.match(undone.text, /flink: INFO \(was DEBUG\)/);
    assert.equal(await fileOf(session), before);
    assert.equal(await pendingOf(session), undefined);
  }));

test('a lower level is live after the reload interval', () =>
  withSession({}, async (session) => {
    await edit(session, (text) => text.replace('monitorInterval=30', 'monitorInterval=1'));
    await session.run(`log-level ${checkpoint} DEBUG --no-wait`);
    const { text, data } = await session.run('log-level --reset');
    const { pods } = data as { pods: { status: string; evidence: string }[] };
    assert.deepEqual(
      pods.map(({ status, evidence }) => [status, evidence]),
      [['live', 'interval']],
      text,
    );
  }));

test('reports a deleted pod as gone without waiting', () =>
  withSession({}, async (session) => {
    await edit(session, (text) => text.replace('monitorInterval=30', 'monitorInterval=5'));
    await session.runningJob('chatty');
    const { kubernetes, target } = session.connection;
    const pods = await kubernetes.list({
      resource: resources.pods,
      namespace: target.namespace,
      labelSelector: `app=${target.clusterId},component=taskmanager`,
    });
    const name = pods[0]?.metadata?.name ?? '';
    const running = session.run('log-level org.example.unused DEBUG');
    const path = { resource: resources.pods, namespace: target.namespace, name };
    const isWatched = async () => {
      const { metadata } = await kubernetes.get<Pod>(path);
      return metadata?.annotations?.['flink-tui/synced-at'] !== undefined;
    };
    await eventually('pod watched', isWatched);
    await kubernetes.delete(path, { propagation: 'Background' });
    const { data, failure } = await running;
    assert.equal(failure, undefined);
    const { pods: outcomes } = data as { pods: { pod: string; status: string }[] };
    assert.equal(outcomes.find(({ pod }) => pod === name)?.status, 'gone');
  }));

test('--fast sets the reload interval to 5 s until the revert', () =>
  withSession({}, async (session) => {
    const before = await fileOf(session);
    const { plan } = await session.run('log-level root WARN --fast --no-wait');
    assert.match(plan.lines.join('\n'), /^ *\d+ \+ monitorInterval=5$/m);
    assert.match(await fileOf(session), /^rootLogger\.level = WARN$/m);
    await session.run('log-level --undo --no-wait');
    assert.equal(await fileOf(session), before);
  }));

test('--fast ends when no changed level remains', () =>
  withSession({}, async (session) => {
    const before = await fileOf(session);
    await session.run('log-level org.apache.kafka DEBUG --fast --no-wait');
    assert.match(await fileOf(session), /^monitorInterval=5$/m);
    await session.run('log-level org.apache.kafka INFO --no-wait');
    assert.equal(await fileOf(session), before);
    assert.equal(await pendingOf(session), undefined);
    const { text } = await session.run('log-level org.apache.kafka INFO --fast');
    assert.match(text, /The file already has this level/);
    assert.equal(await fileOf(session), before);
  }));

test('--fast does not increase the interval', () =>
  withSession({}, async (session) => {
    await edit(session, (text) => text.replace('monitorInterval=30', 'monitorInterval=2'));
    const { plan } = await session.run('log-level root WARN --fast --no-wait');
    assert.match(plan.lines.join('\n'), /^--fast has no effect/m);
    assert.match(await fileOf(session), /^monitorInterval=2$/m);
  }));

test('--undo reverts the last change or the change to LOGGER, and --reset reverts all changes', () =>
  withSession({}, async (session) => {
    const before = await fileOf(session);
    for (const logger of ['org.a', 'org.b', 'org.c']) await session.run(`log-level ${logger} TRACE --no-wait`);
    assert.deepEqual((await session.run('log-level --undo --no-wait -o name')).plan.title, 'Revert org.c TRACE');
    assert.equal((await session.run('log-level org.a --undo --no-wait')).plan.title, 'Revert org.a TRACE');
    assert.match(await fileOf(session), /org\.b/);
    await session.run('log-level org.d TRACE --no-wait');
    assert.equal((await session.run('log-level --reset --no-wait')).plan.title, 'Revert org.b TRACE, org.d TRACE');
    assert.equal(await fileOf(session), before);
    const error = await session.expectError('log-level --undo');
    assert.equal(error.exitCode, 3);
    assert.match(error.message, /nothing to revert/);
  }));

test('does not write a level that the file already has', () =>
  withSession({}, async (session) => {
    const { text } = await session.run('log-level org.apache.kafka INFO');
    assert.match(text, /The file already has this level/);
    assert.deepEqual(patches(session), []);
  }));

test('--for waits and reverts the level', () =>
  withSession({}, async (session) => {
    const before = await fileOf(session);
    let waits = 0;
    const { text, data } = await session.run('log-level root DEBUG --for 60s --timeout 1s', undefined, (step) => {
      if (!/reverts in \S+, Ctrl-C to revert now/.test(step)) return;
      waits += 1;
      void session.passTime(60_000);
    });
    assert.equal(waits, 1);
    assert.equal(await fileOf(session), before);
    const { revert, notes } = data as { revert: { levels: unknown }; notes: unknown };
    assert.deepEqual(revert.levels, [{ logger: 'root', from: 'DEBUG', to: 'INFO' }]);
    // The notes about the set level no longer apply.
    assert.deepEqual(notes, []);
    assert.doesNotMatch(text, /also start with this level|--undo/);
  }));

test('--for has no effect on a level that the file already has', () =>
  withSession({}, async (session) => {
    const { text, data } = await session.run('log-level org.apache.kafka INFO --for 10m');
    assert.doesNotMatch(text, /revert/i);
    assert.equal((data as { until: unknown }).until, null);
  }));

test('reverts after a short --for, and does not fail for pods that have not read the file', () =>
  withSession({}, async (session) => {
    await edit(session, (text) => text.replace('monitorInterval=30', 'monitorInterval=2'));
    const { plan, text, data, failure } = await session.run('log-level org.example.unused DEBUG --for 1s');
    assert.match(plan.warnings.join('\n'), /The level may revert before it is live/);
    assert.match(text, /^Reverted after 1s, before these pods read the file: \S+ \((pending|synced)\)$/m);
    assert.equal(failure, undefined);
    const { revert } = data as { revert: { pods: { status: string }[] } };
    assert.deepEqual(
      revert.pods.map(({ status }) => status),
      ['live'],
    );
  }));

test('--for does not revert a level that was changed in the meantime', () =>
  withSession({}, async (session) => {
    const waiting = session.run('log-level root DEBUG --for 60s --timeout 1s');
    await eventually('level change', () => pendingOf(session));
    await session.run('log-level root TRACE --no-wait');
    await session.passTime(60_000);
    const { text, data } = await waiting;
    assert.match(text, /^root was not reverted: \S+@\S+ has set it to TRACE$/m);
    assert.equal((data as { revert: unknown }).revert, null);
    assert.match(await fileOf(session), /^rootLogger\.level = TRACE$/m);
  }));

test('--for reports a conflict with another client and the next step', () =>
  withSession({}, async (session) => {
    const waiting = session.run('log-level org.apache.kafka DEBUG --for 60s --timeout 1s');
    await eventually('level change', () => pendingOf(session));
    await edit(session, (text) => text.replace('logger.kafka.level = DEBUG', 'logger.kafka.level = ERROR'));
    await session.passTime(60_000);
    const { text, failure } = await waiting;
    assert.deepEqual(failure, { exitCode: 1, message: 'org.apache.kafka was not reverted' });
    assert.match(text, /^not reverted: another client changed the same lines/m);
    assert.match(text, /^ {2}current: {3}logger\.kafka\.level = ERROR$/m);
    assert.match(text, /^Use --force to revert the other lines only/m);
  }));

test('--overdue reverts only overdue levels', () =>
  withSession({}, async (session) => {
    await session.run('log-level org.later DEBUG --for 10m --no-wait');
    const later = await fileOf(session);
    assert.equal((await session.run('log-level --overdue')).text, 'No overdue changes');
    await session.run('log-level org.soon DEBUG --for 1s --no-wait');
    await session.passTime(10_000);
    const { plan } = await session.run('log-level --overdue --no-wait');
    assert.equal(plan.title, 'Revert org.soon DEBUG');
    assert.deepEqual(plan.confirmation, { kind: 'none' });
    assert.equal(await fileOf(session), later);
  }));

for (const wrongMs of [600_000, -600_000]) {
  const skew = `10 minutes ${wrongMs > 0 ? 'ahead' : 'behind'}`;

  test(`a client with a clock ${skew} does not revert too early`, () =>
    withSession({}, async (session) => {
      await session.run('log-level root DEBUG --for 5m --no-wait');
      assert.equal((await session.runWithClock('log-level --overdue', wrongMs)).text, 'No overdue changes');
      const { text } = await session.runWithClock('log-level root', wrongMs);
      assert.match(text, /set \ds ago by \S+, reverts in (5m|4m5\ds)$/m);
      assert.match(await fileOf(session), /^rootLogger\.level = DEBUG$/m);
    }));

  test(`a level set by a client with a clock ${skew} is due at the same time for all clients`, () =>
    withSession({}, async (session) => {
      const { text, data } = await session.runWithClock('log-level root DEBUG --for 5m --no-wait', wrongMs);
      assert.match(text, /^Revert due in (5m|4m5\ds): /m);
      const until = Date.parse((data as { until: string }).until);
      assert.ok(Math.abs(until - Date.now() - 300_000) < 10_000, `until ${new Date(until).toISOString()}`);
      assert.equal((await session.run('log-level --overdue')).text, 'No overdue changes');
      await session.passTime(310_000);
      const { plan } = await session.run('log-level --overdue --no-wait');
      assert.equal(plan.title, 'Revert root DEBUG');
    }));

  test(`--for of a client with a clock ${skew} reverts after the given time`, () =>
    withSession({}, async (session) => {
      const before = await fileOf(session);
      const startedAt = performance.now();
      await session.runWithClock('log-level root DEBUG --for 2s --timeout 1s', wrongMs);
      assert.ok(performance.now() - startedAt >= 2000);
      assert.equal(await fileOf(session), before);
    }));
}

test('the --for time starts when the level is written', () =>
  withSession({}, async (session) => {
    const { text } = await session.run('log-level root DEBUG --for 5m --no-wait', () => session.passTime(600_000));
    assert.match(text, /^Revert due in (5m|4m5\ds): /m);
  }));

test('keeps a change by another client between plan and write', () =>
  withSession({}, async (session) => {
    const theirs = (text: string) => `${text}logger.theirs.name = org.theirs\nlogger.theirs.level = WARN\n`;
    const { text } = await session.run('log-level org.apache.kafka DEBUG --no-wait', () => edit(session, theirs));
    assert.match(text, /Another client changed the ConfigMap in the meantime\. Its changes are kept/);
    const file = await fileOf(session);
    assert.match(file, /^logger\.theirs\.level = WARN$/m);
    assert.match(file, /^logger\.kafka\.level = DEBUG$/m);
  }));

test('does not write if a change by another client affects the planned lines', () =>
  withSession({}, async (session) => {
    const theirs = (text: string) => text.replace('logger.kafka.level = INFO', 'logger.kafka.level = ERROR');
    const error = await session.expectError('log-level org.apache.kafka DEBUG', () => edit(session, theirs));
    assert.equal(error.exitCode, 1);
    assert.match(
      error.message,
      /^cannot write log4j-console\.properties: it was changed after the plan was made, by another flink-tui at \S+/,
    );
    assert.match(error.hints.join('\n'), /- logger\.kafka\.level = ERROR/);
    assert.match(await fileOf(session), /^logger\.kafka\.level = ERROR$/m);
    assert.equal(await pendingOf(session), undefined);
  }));

test('--undo keeps changes by other clients in other lines', () =>
  withSession({}, async (session) => {
    const before = await fileOf(session);
    await session.run(`log-level ${checkpoint} DEBUG --no-wait`);
    await edit(session, (text) => text.replace('logger.kafka.level = INFO', 'logger.kafka.level = ERROR'));
    const { plan, text } = await session.run('log-level --undo --no-wait');
    assert.match(plan.warnings.join('\n'), /Another client changed other lines of the file\. They are kept/);
    assert.match(text, /is restored, except for changes by other clients\./);
    assert.equal(await fileOf(session), before.replace('logger.kafka.level = INFO', 'logger.kafka.level = ERROR'));
  }));

test('later changes and --reset keep changes by other clients', () =>
  withSession({}, async (session) => {
    const before = await fileOf(session);
    const theirs = (text: string) => text.replace('logger.hadoop.level = INFO', 'logger.hadoop.level = ERROR');
    await session.run('log-level org.apache.kafka DEBUG --no-wait');
    await edit(session, theirs);
    await session.run('log-level org.apache.kafka TRACE --no-wait');
    await session.run(`log-level ${checkpoint} DEBUG --no-wait`);
    assert.match(await fileOf(session), /^logger\.kafka\.level = TRACE$/m);
    await session.run('log-level --reset --no-wait');
    assert.equal(await fileOf(session), theirs(before));
    assert.equal(await pendingOf(session), undefined);
  }));

test('a level changed by another client is no longer pending and can be set again', () =>
  withSession({}, async (session) => {
    const before = await fileOf(session);
    const theirs = (text: string) => text.replace(/logger\.kafka\.level = \w+/, 'logger.kafka.level = ERROR');
    await session.run('log-level org.apache.kafka DEBUG --no-wait');
    await edit(session, theirs);
    const { plan } = await session.run(`log-level ${checkpoint} DEBUG --no-wait`);
    assert.match(
      plan.warnings.join('\n'),
      /Another client changed lines that flink-tui had set\. Their new content is kept/,
    );
    const { pending } = (await session.run('log-level')).data as { pending: { logger: string }[] };
    assert.deepEqual(
      pending.map(({ logger }) => logger),
      [checkpoint],
    );
    await session.run('log-level org.apache.kafka TRACE --no-wait');
    await session.run('log-level --reset --no-wait');
    assert.equal(await fileOf(session), theirs(before));
  }));

test('--undo shows a conflict with another client and requires --force', () =>
  withSession({}, async (session) => {
    await session.run('log-level org.apache.kafka DEBUG --no-wait');
    await edit(session, (text) => text.replace('logger.kafka.level = DEBUG', 'logger.kafka.level = ERROR'));
    const theirs = await fileOf(session);
    const error = await session.expectError('log-level --undo');
    assert.equal(error.exitCode, 1);
    const hints = error.hints.join('\n');
    assert.match(hints, /original: {2}logger\.kafka\.level = INFO/);
    assert.match(hints, /flink-tui: logger\.kafka\.level = DEBUG/);
    assert.match(hints, /current: {3}logger\.kafka\.level = ERROR/);
    assert.equal(await fileOf(session), theirs);
    await session.run('log-level --undo --force --no-wait');
    assert.equal(await fileOf(session), theirs);
    assert.equal(await pendingOf(session), undefined);
  }));

test('--undo works if another client removed the annotation', () =>
  withSession({}, async (session) => {
    const before = await fileOf(session);
    await session.run(`log-level ${checkpoint} DEBUG --no-wait`);
    await session.connection.kubernetes.patch(pathOf(session), {
      metadata: { annotations: { [pendingLevelsAnnotation]: null } },
    });
    await session.run('log-level --undo --no-wait');
    assert.equal(await fileOf(session), before);
  }));

test('a level that another computer reverted is not pending', () =>
  withSession({}, async (session) => {
    const before = await fileOf(session);
    await session.run(`log-level ${checkpoint} DEBUG --no-wait`);
    const metadata = { annotations: { [pendingLevelsAnnotation]: null } };
    await session.connection.kubernetes.patch(pathOf(session), { metadata, data: { [key]: before } });
    assert.equal((await session.expectError('log-level --undo')).exitCode, 3);
    assert.deepEqual(((await session.run('log-level')).data as { pending: unknown }).pending, []);
  }));

for (const [logging, scenario, exitCode, message] of [
  [
    'log4j without monitorInterval',
    { logging: 'operator' },
    1,
    /no monitorInterval, so the JVM only reads it at startup/,
  ],
  ['Logback without scan', { logging: 'logback' }, 1, /scanning is disabled in the Logback file/],
  ['no such key', { logging: 'no-file' }, 1, /has no log4j-console\.properties: the pods use the file of their image/],
  ['a volume without the file', { logging: 'not-projected' }, 1, /not among the mounted keys in/],
  ['a subPath mount', { logging: 'subpath' }, 1, /mounted with subPath in .* never updates it/],
  ['an immutable ConfigMap', { logging: 'immutable' }, 1, /is immutable/],
] as const satisfies readonly (readonly [string, DemoScenario, number, RegExp])[]) {
  test(`${logging}: rejects the change before writing`, () =>
    withSession(scenario, async (session) => {
      const error = await session.expectError('log-level org.apache.kafka DEBUG');
      assert.equal(error.exitCode, exitCode);
      assert.match(error.message, message);
      assert.match(error.hints.join('\n'), /^[A-Z]\w+ .*/);
      assert.deepEqual(patches(session), []);
    }));
}

test('reports a missing permission to patch the ConfigMap with its RBAC rule', () =>
  withSession(
    {},
    async (session) => {
      const error = await session.expectError('log-level org.apache.kafka DEBUG');
      assert.equal(error.exitCode, 4);
      assert.match(error.message, /not allowed to patch ConfigMap/);
      assert.match(error.hints.join('\n'), /resources: \["configmaps"\], verbs: \["patch"\]/);
      assert.deepEqual(patches(session), []);
    },
    'viewer',
  ));

test('--for-new-pods writes the file although running pods do not reload it', () =>
  withSession({ logging: 'operator' }, async (session) => {
    const { plan, text, failure } = await session.run('log-level org.apache.kafka DEBUG --for-new-pods');
    assert.match(plan.warnings.join('\n'), /no monitorInterval/);
    assert.match(text, /not reloaded .*the JVM only reads the file at startup/);
    assert.equal(failure, undefined);
    assert.match(await fileOf(session), /^logger\.kafka\.level = DEBUG$/m);
  }));

test('changes the Logback file if it is scanned', () =>
  withSession({ logging: 'logback-scan' }, async (session) => {
    await session.run('log-level org.apache.kafka DEBUG --no-wait');
    const { data = {} } = await configMapOf(session);
    assert.match(data['logback-console.xml'] ?? '', /<logger name="org\.apache\.kafka" level="DEBUG"\/>/);
  }));

for (const [name, scenario, warning, logger = 'root'] of [
  [
    'an operator that may overwrite the file',
    { operatorOwned: true },
    /FlinkDeployment .* owns this cluster and may overwrite/,
  ],
  ['output redirected to files', { logging: 'redirected' }, /standard output is redirected to files/],
  [
    'loggers with their own level',
    {},
    /org\.apache\.pekko \(INFO\) and 2 more have their own levels and are not affected\. Set each with log-level LOGGER LEVEL/,
  ],
  [
    'one logger with its own level',
    {},
    /^org\.jboss\.netty\.channel\.DefaultChannelPipeline \(OFF\) has its own level and is not affected\. Set it with log-level /,
    'org.jboss',
  ],
] as const satisfies readonly (readonly [string, DemoScenario, RegExp, string?])[]) {
  test(`warns about ${name}`, () =>
    withSession(scenario, async (session) => {
      const { plan } = await session.run(`log-level ${logger} DEBUG --no-wait`);
      assert.match(plan.warnings.join('\n'), warning);
    }));
}

for (const [line, message] of [
  ['log-level root LOUD', /invalid level 'LOUD'/],
  ['log-level root --for 10m', /--for requires a LOGGER and a LEVEL/],
  ['log-level root DEBUG --undo', /--undo takes no LEVEL/],
  ['log-level --undo --reset', /--undo and --reset are mutually exclusive/],
  ['log-level --force', /--force requires --undo/],
  ['log-level root DEBUG --for 0s', /--for must be a duration from 1s to 365d/],
  ['log-level root DEBUG --for 0d0h', /--for must be a duration from 1s to 365d/],
  ['log-level root DEBUG --for 999ms', /--for must be a duration from 1s to 365d/],
  ['log-level root DEBUG --for 366d', /--for must be a duration from 1s to 365d/],
  ['log-level root DEBUG --for 99999999999999999999d', /--for must be a duration from 1s to 365d/],
  ['log-level root DEBUG --for -5m', /invalid value '-5m' for --for: must be a duration such as/],
  ['log-level root DEBUG --for=-5m', /invalid value '-5m' for --for: must be a duration such as/],
  ['log-level root DEBUG --for 10', /invalid value '10' for --for: must be a duration such as/],
  ['log-level root DEBUG --for soon', /invalid value 'soon' for --for: must be a duration such as/],
  ["log-level root DEBUG --for ''", /--for requires a non-empty DURATION/],
] as const) {
  test(`rejects: ${line}`, () =>
    withSession({}, async (session) => {
      const error = await session.expectError(line);
      assert.equal(error.exitCode, 2);
      assert.match(error.message, message);
      assert.deepEqual(patches(session), []);
    }));
}

test('rejects a file that Log4j would reject, and an invalid logger name', () =>
  withSession({}, async (session) => {
    await edit(session, (text) => `${text}logger.nameless.level = INFO\n`);
    assert.match((await session.expectError('log-level org.a DEBUG')).message, /^line \d+: /);
    await edit(session, (text) => text.replace('logger.nameless.level = INFO\n', ''));
    assert.match((await session.expectError("log-level 'a b' DEBUG")).message, /invalid logger name/);
    assert.equal(await pendingOf(session), undefined);
  }));
