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

/** Somebody else, with an editor. */
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

test('alone it lists the loggers of the file, their levels and where these come from', () =>
  withSession({}, async (session) => {
    const { text, data } = await session.run('log-level');
    assert.match(text, /^root +INFO +line \d+, \$\{env:ROOT_LOG_LEVEL:-INFO\}$/m);
    assert.match(text, /^org\.apache\.kafka +INFO +line \d+$/m);
    assert.match(text, /read every 30 s$/);
    const { loggers, monitorIntervalSeconds } = data as { loggers: Listed[]; monitorIntervalSeconds: number };
    assert.equal(monitorIntervalSeconds, 30);
    assert.equal(loggers.find(({ name }) => name === 'org.apache.pekko')?.level, 'INFO');
    assert.match((await session.run(`log-level ${checkpoint}`)).text, /runtime\.checkpoint +INFO +of root/);
    assert.deepEqual(patches(session), []);
  }));

test('a level is written, brought into each pod and seen in its log; undo leaves the file byte for byte as it was', () =>
  withSession({}, async (session) => {
    const before = await fileOf(session);
    await session.runningJob('chatty', { checkpoints: true });
    const { plan, text, data, failure } = await session.run(`log-level ${flink} debug`);
    assert.equal(plan.title, 'set org.apache.flink to DEBUG');
    assert.deepEqual(plan.confirmation, { kind: 'yes' });
    const lines = plan.lines.join('\n');
    assert.match(lines, /^ *\d+ - #logger\.flink\.level = INFO$/m);
    assert.match(lines, /^ *\d+ \+ logger\.flink\.level = DEBUG$/m);
    assert.match(lines, /for every pod: JobManagers: 1, TaskManagers: 1/);
    assert.equal(failure, undefined, text);
    const { pods, levels, written } = data as {
      pods: { pod: string; state: string; inPodSeconds: number; liveSeconds: number; by: string }[];
      levels: unknown;
      written: boolean;
    };
    assert.equal(written, true);
    assert.deepEqual(levels, [{ logger: flink, from: 'INFO', to: 'DEBUG' }]);
    assert.deepEqual(
      pods.map(({ state }) => state),
      ['live', 'live'],
    );
    for (const pod of pods) {
      assert.equal(pod.by, 'log');
      assert.ok(pod.liveSeconds >= pod.inPodSeconds);
    }
    assert.match(text, /TaskManagers that start from now on have it too/);
    assert.match(
      (await session.run('log-level')).text,
      new RegExp(`^${flink} +DEBUG .*set \\d+s ago by \\S+@\\S+$`, 'm'),
    );

    const undone = await session.run('log-level --undo --no-wait');
    assert.match(undone.plan.title, /^take back org\.apache\.flink DEBUG$/);
    assert.match(undone.text, /flink: INFO \(was DEBUG\)/);
    assert.equal(await fileOf(session), before);
    assert.equal(await pendingOf(session), undefined);
  }));

test('to be quiet again is known by the interval', () =>
  withSession({}, async (session) => {
    await edit(session, (text) => text.replace('monitorInterval=30', 'monitorInterval=1'));
    await session.run(`log-level ${checkpoint} DEBUG --no-wait`);
    const { text, data } = await session.run('log-level --reset');
    const { pods } = data as { pods: { state: string; by: string }[] };
    assert.deepEqual(
      pods.map(({ state, by }) => [state, by]),
      [['live', 'interval']],
      text,
    );
  }));

test('a pod that goes meanwhile is not waited for, and said to be gone', () =>
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
    const running = session.run('log-level org.nobody.logs.here DEBUG');
    const path = { resource: resources.pods, namespace: target.namespace, name };
    const isWatched = async () => {
      const { metadata } = await kubernetes.get<Pod>(path);
      return metadata?.annotations?.['flink-tui/synced-at'] !== undefined;
    };
    await eventually('the pod to be watched', isWatched);
    await kubernetes.delete(path, { propagation: 'Background' });
    const { data, failure } = await running;
    assert.equal(failure, undefined);
    const { pods: outcomes } = data as { pods: { pod: string; state: string }[] };
    assert.equal(outcomes.find(({ pod }) => pod === name)?.state, 'gone');
  }));

test('--fast has the file looked at every 5 s, until it is taken back', () =>
  withSession({}, async (session) => {
    const before = await fileOf(session);
    const { plan } = await session.run('log-level root WARN --fast --no-wait');
    assert.match(plan.lines.join('\n'), /^ *\d+ \+ monitorInterval=5$/m);
    assert.match(await fileOf(session), /^rootLogger\.level = WARN$/m);
    await session.run('log-level --undo --no-wait');
    assert.equal(await fileOf(session), before);
  }));

test('--fast goes with the last level, also one that was set back to what it was', () =>
  withSession({}, async (session) => {
    const before = await fileOf(session);
    await session.run('log-level org.apache.kafka DEBUG --fast --no-wait');
    assert.match(await fileOf(session), /^monitorInterval=5$/m);
    await session.run('log-level org.apache.kafka INFO --no-wait');
    assert.equal(await fileOf(session), before);
    assert.equal(await pendingOf(session), undefined);
    const { text } = await session.run('log-level org.apache.kafka INFO --fast');
    assert.match(text, /the file said so already/);
    assert.equal(await fileOf(session), before);
  }));

test('--fast makes nothing slower', () =>
  withSession({}, async (session) => {
    await edit(session, (text) => text.replace('monitorInterval=30', 'monitorInterval=2'));
    const { plan } = await session.run('log-level root WARN --fast --no-wait');
    assert.match(plan.lines.join('\n'), /^--fast changes nothing/m);
    assert.match(await fileOf(session), /^monitorInterval=2$/m);
  }));

test('undo takes the last change back, with LOGGER that one, reset all of them', () =>
  withSession({}, async (session) => {
    const before = await fileOf(session);
    for (const logger of ['org.a', 'org.b', 'org.c']) await session.run(`log-level ${logger} TRACE --no-wait`);
    assert.deepEqual((await session.run('log-level --undo --no-wait -o name')).plan.title, 'take back org.c TRACE');
    assert.equal((await session.run('log-level org.a --undo --no-wait')).plan.title, 'take back org.a TRACE');
    assert.match(await fileOf(session), /org\.b/);
    await session.run('log-level org.d TRACE --no-wait');
    assert.equal((await session.run('log-level --reset --no-wait')).plan.title, 'take back org.b TRACE, org.d TRACE');
    assert.equal(await fileOf(session), before);
    const refused = await session.refusal('log-level --undo');
    assert.equal(refused.exitCode, 3);
    assert.match(refused.message, /nothing to take back/);
  }));

test('the level that the file has is no change, and nothing is pending', () =>
  withSession({}, async (session) => {
    const { text } = await session.run('log-level org.apache.kafka INFO');
    assert.match(text, /the file said so already/);
    assert.deepEqual(patches(session), []);
  }));

test('--for waits, and takes it back by itself', () =>
  withSession({}, async (session) => {
    const before = await fileOf(session);
    let waits = 0;
    const { text, data } = await session.run('log-level root DEBUG --for 60s --timeout 1s', undefined, (step) => {
      if (!/goes back in \S+; Ctrl-C takes it back now/.test(step)) return;
      waits += 1;
      void session.passTime(60_000);
    });
    assert.equal(waits, 1);
    assert.equal(await fileOf(session), before);
    const { back, notes } = data as { back: { levels: unknown }; notes: unknown };
    assert.deepEqual(back.levels, [{ logger: 'root', from: 'DEBUG', to: 'INFO' }]);
    // Nothing says any more that it holds.
    assert.deepEqual(notes, []);
    assert.doesNotMatch(text, /have it too|--undo/);
  }));

test('--for of a level that the file has already counts down to nothing', () =>
  withSession({}, async (session) => {
    const { text, data } = await session.run('log-level org.apache.kafka INFO --for 10m');
    assert.doesNotMatch(text, /back/);
    assert.equal((data as { until: unknown }).until, null);
  }));

test('a short --for is taken back in its own time, and what has not read it by then is no failure', () =>
  withSession({}, async (session) => {
    await edit(session, (text) => text.replace('monitorInterval=30', 'monitorInterval=2'));
    const { plan, text, data, failure } = await session.run('log-level org.nobody.logs.here DEBUG --for 1s');
    assert.match(plan.warnings.join('\n'), /It may go back before it is live/);
    assert.match(text, /^went back after 1s before these pods had read it: \S+ \((written|in the pod)\)$/m);
    assert.equal(failure, undefined);
    const { back } = data as { back: { pods: { state: string }[] } };
    assert.deepEqual(
      back.pods.map(({ state }) => state),
      ['live'],
    );
  }));

test('a level that was set anew while --for waits is left alone, and it is said', () =>
  withSession({}, async (session) => {
    const waiting = session.run('log-level root DEBUG --for 60s --timeout 1s');
    await eventually('the change', () => pendingOf(session));
    await session.run('log-level root TRACE --no-wait');
    await session.passTime(60_000);
    const { text, data } = await waiting;
    assert.match(text, /^\S+@\S+ has set root to TRACE meanwhile: that stays\.$/m);
    assert.equal((data as { back: unknown }).back, null);
    assert.match(await fileOf(session), /^rootLogger\.level = TRACE$/m);
  }));

test('where others have changed the same line meanwhile --for ends with what stands there, and with how to go on', () =>
  withSession({}, async (session) => {
    const waiting = session.run('log-level org.apache.kafka DEBUG --for 60s --timeout 1s');
    await eventually('the change', () => pendingOf(session));
    await edit(session, (text) => text.replace('logger.kafka.level = DEBUG', 'logger.kafka.level = ERROR'));
    await session.passTime(60_000);
    const { text, failure } = await waiting;
    assert.deepEqual(failure, { exitCode: 1, message: 'org.apache.kafka was not taken back' });
    assert.match(text, /^nothing was taken back: somebody else has changed the very lines/m);
    assert.match(text, /^ {2}stands there now: logger\.kafka\.level = ERROR$/m);
    assert.match(text, /^--force takes back what is still ours/m);
  }));

test('what is overdue is taken back by whoever asks, and nothing else', () =>
  withSession({}, async (session) => {
    await session.run('log-level org.later DEBUG --for 10m --no-wait');
    const later = await fileOf(session);
    assert.equal((await session.run('log-level --overdue')).text, 'nothing is overdue');
    await session.run('log-level org.soon DEBUG --for 1s --no-wait');
    await session.passTime(10_000);
    const { plan } = await session.run('log-level --overdue --no-wait');
    assert.equal(plan.title, 'take back org.soon DEBUG');
    assert.deepEqual(plan.confirmation, { kind: 'none' });
    assert.equal(await fileOf(session), later);
  }));

for (const wrongMs of [600_000, -600_000]) {
  const wrong = `10 minutes ${wrongMs > 0 ? 'ahead' : 'behind'}`;

  test(`a client whose clock is ${wrong} does not take back what is not over`, () =>
    withSession({}, async (session) => {
      await session.run('log-level root DEBUG --for 5m --no-wait');
      assert.equal((await session.runWithClock('log-level --overdue', wrongMs)).text, 'nothing is overdue');
      const { text } = await session.runWithClock('log-level root', wrongMs);
      assert.match(text, /set \ds ago by \S+, goes back in (5m|4m5\ds)$/m);
      assert.match(await fileOf(session), /^rootLogger\.level = DEBUG$/m);
    }));

  test(`what a client whose clock is ${wrong} has set is due for all at the same time`, () =>
    withSession({}, async (session) => {
      const { text, data } = await session.runWithClock('log-level root DEBUG --for 5m --no-wait', wrongMs);
      assert.match(text, /^due to go back in (5m|4m5\ds): /m);
      const until = Date.parse((data as { until: string }).until);
      assert.ok(Math.abs(until - Date.now() - 300_000) < 10_000, `until ${new Date(until).toISOString()}`);
      assert.equal((await session.run('log-level --overdue')).text, 'nothing is overdue');
      await session.passTime(310_000);
      const { plan } = await session.run('log-level --overdue --no-wait');
      assert.equal(plan.title, 'take back root DEBUG');
    }));

  test(`--for of a client whose clock is ${wrong} goes back after its own time`, () =>
    withSession({}, async (session) => {
      const before = await fileOf(session);
      const startedAt = performance.now();
      await session.runWithClock('log-level root DEBUG --for 2s --timeout 1s', wrongMs);
      assert.ok(performance.now() - startedAt >= 2000);
      assert.equal(await fileOf(session), before);
    }));
}

test('--for starts when the level is written, however long the plan was read', () =>
  withSession({}, async (session) => {
    const { text } = await session.run('log-level root DEBUG --for 5m --no-wait', () => session.passTime(600_000));
    assert.match(text, /^due to go back in (5m|4m5\ds): /m);
  }));

test('a second writer between plan and write loses nothing, and it is said', () =>
  withSession({}, async (session) => {
    const theirs = (text: string) => `${text}logger.theirs.name = org.theirs\nlogger.theirs.level = WARN\n`;
    const { text } = await session.run('log-level org.apache.kafka DEBUG --no-wait', () => edit(session, theirs));
    assert.match(text, /Somebody else has changed the ConfigMap in between: what they wrote stays/);
    const file = await fileOf(session);
    assert.match(file, /^logger\.theirs\.level = WARN$/m);
    assert.match(file, /^logger\.kafka\.level = DEBUG$/m);
  }));

test('where the change would be another one after the second writer, nothing is written', () =>
  withSession({}, async (session) => {
    const theirs = (text: string) => text.replace('logger.kafka.level = INFO', 'logger.kafka.level = ERROR');
    const refused = await session.refusal('log-level org.apache.kafka DEBUG', () => edit(session, theirs));
    assert.equal(refused.exitCode, 1);
    assert.match(refused.message, /^nothing was written: the file was changed meanwhile by another flink-tui at /);
    assert.match(refused.hints.join('\n'), /- logger\.kafka\.level = ERROR/);
    assert.match(await fileOf(session), /^logger\.kafka\.level = ERROR$/m);
    assert.equal(await pendingOf(session), undefined);
  }));

test('undo leaves what others wrote elsewhere in the file', () =>
  withSession({}, async (session) => {
    const before = await fileOf(session);
    await session.run(`log-level ${checkpoint} DEBUG --no-wait`);
    await edit(session, (text) => text.replace('logger.kafka.level = INFO', 'logger.kafka.level = ERROR'));
    const { plan, text } = await session.run('log-level --undo --no-wait');
    assert.match(plan.warnings.join('\n'), /Somebody else has changed other lines of the file since: they stay/);
    assert.match(text, /is as it was before flink-tui, but for what others have changed since;/);
    assert.equal(await fileOf(session), before.replace('logger.kafka.level = INFO', 'logger.kafka.level = ERROR'));
  }));

test('changes on top of what others wrote keep it, and all taken back leaves theirs alone', () =>
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

test('a logger that others gave another level is theirs, and may be set anew', () =>
  withSession({}, async (session) => {
    const before = await fileOf(session);
    const theirs = (text: string) => text.replace(/logger\.kafka\.level = \w+/, 'logger.kafka.level = ERROR');
    await session.run('log-level org.apache.kafka DEBUG --no-wait');
    await edit(session, theirs);
    const { plan } = await session.run(`log-level ${checkpoint} DEBUG --no-wait`);
    assert.match(plan.warnings.join('\n'), /lines of the file that flink-tui had changed before: theirs stay/);
    const { pending } = (await session.run('log-level')).data as { pending: { logger: string }[] };
    assert.deepEqual(
      pending.map(({ logger }) => logger),
      [checkpoint],
    );
    await session.run('log-level org.apache.kafka TRACE --no-wait');
    await session.run('log-level --reset --no-wait');
    assert.equal(await fileOf(session), theirs(before));
  }));

test('where others have changed our very lines, undo shows the three sides and does nothing unless it is forced', () =>
  withSession({}, async (session) => {
    await session.run('log-level org.apache.kafka DEBUG --no-wait');
    await edit(session, (text) => text.replace('logger.kafka.level = DEBUG', 'logger.kafka.level = ERROR'));
    const theirs = await fileOf(session);
    const refused = await session.refusal('log-level --undo');
    assert.equal(refused.exitCode, 1);
    const hints = refused.hints.join('\n');
    assert.match(hints, /before flink-tui: logger\.kafka\.level = INFO/);
    assert.match(hints, /flink-tui wrote : logger\.kafka\.level = DEBUG/);
    assert.match(hints, /stands there now: logger\.kafka\.level = ERROR/);
    assert.equal(await fileOf(session), theirs);
    await session.run('log-level --undo --force --no-wait');
    assert.equal(await fileOf(session), theirs);
    assert.equal(await pendingOf(session), undefined);
  }));

test('what is pending is known though somebody has written the ConfigMap anew without the annotation', () =>
  withSession({}, async (session) => {
    const before = await fileOf(session);
    await session.run(`log-level ${checkpoint} DEBUG --no-wait`);
    await session.connection.kubernetes.patch(pathOf(session), {
      metadata: { annotations: { [pendingLevelsAnnotation]: null } },
    });
    await session.run('log-level --undo --no-wait');
    assert.equal(await fileOf(session), before);
  }));

test('what was taken back on another computer is not pending here', () =>
  withSession({}, async (session) => {
    const before = await fileOf(session);
    await session.run(`log-level ${checkpoint} DEBUG --no-wait`);
    const metadata = { annotations: { [pendingLevelsAnnotation]: null } };
    await session.connection.kubernetes.patch(pathOf(session), { metadata, data: { [key]: before } });
    assert.equal((await session.refusal('log-level --undo')).exitCode, 3);
    assert.deepEqual(((await session.run('log-level')).data as { pending: unknown }).pending, []);
  }));

for (const [logging, scenario, exitCode, message] of [
  ['log4j without monitorInterval', { logging: 'operator' }, 1, /no monitorInterval: it was read once/],
  ['Logback without scan', { logging: 'logback' }, 1, /does not tell Logback to scan it/],
  ['no such key', { logging: 'no-file' }, 1, /has no log4j-console\.properties: the pods read the file of their image/],
  ['a volume that leaves it out', { logging: 'not-projected' }, 1, /not among the keys that are mounted into/],
  ['a subPath mount', { logging: 'subpath' }, 1, /mounted by subPath into .* stays what it was/],
  ['an immutable ConfigMap', { logging: 'immutable' }, 1, /is immutable/],
] as const satisfies readonly (readonly [string, DemoScenario, number, RegExp])[]) {
  test(`${logging}: it is said before it is tried, and nothing is written`, () =>
    withSession(scenario, async (session) => {
      const refused = await session.refusal('log-level org.apache.kafka DEBUG');
      assert.equal(refused.exitCode, exitCode);
      assert.match(refused.message, message);
      assert.ok(refused.hints.length > 0 && refused.hints[0]?.endsWith('.'), refused.hints.join('\n'));
      assert.deepEqual(patches(session), []);
    }));
}

test('without the right to patch the ConfigMap it is refused by the name of the rule', () =>
  withSession(
    {},
    async (session) => {
      const refused = await session.refusal('log-level org.apache.kafka DEBUG');
      assert.equal(refused.exitCode, 4);
      assert.match(refused.message, /you may not patch the ConfigMap/);
      assert.match(refused.hints.join('\n'), /resources: \["configmaps"\], verbs: \["patch"\]/);
      assert.deepEqual(patches(session), []);
    },
    'viewer',
  ));

test('pods that never read the file again may be passed over, for those that start later', () =>
  withSession({ logging: 'operator' }, async (session) => {
    const { plan, text, failure } = await session.run('log-level org.apache.kafka DEBUG --for-new-pods');
    assert.match(plan.warnings.join('\n'), /no monitorInterval/);
    assert.match(text, /not read .*has read the file at its start, and never does again/);
    assert.equal(failure, undefined);
    assert.match(await fileOf(session), /^logger\.kafka\.level = DEBUG$/m);
  }));

test('Logback that scans its file is changed in its own file', () =>
  withSession({ logging: 'logback-scan' }, async (session) => {
    await session.run('log-level org.apache.kafka DEBUG --no-wait');
    const { data = {} } = await configMapOf(session);
    assert.match(data['logback-console.xml'] ?? '', /<logger name="org\.apache\.kafka" level="DEBUG"\/>/);
  }));

for (const [what, scenario, warning, logger = 'root'] of [
  [
    'an operator that may write it over',
    { operatorOwned: true },
    /FlinkDeployment .* owns this cluster, and may write/,
  ],
  ['output that goes to files', { logging: 'redirected' }, /standard output is redirected to files/],
  [
    'loggers that keep their own level',
    {},
    /org\.apache\.pekko \(INFO\) and 2 more have levels of their own, and keep theirs: log-level LOGGER LEVEL sets each/,
  ],
  [
    'one logger that keeps its own level',
    {},
    /^org\.jboss\.netty\.channel\.DefaultChannelPipeline \(OFF\) has a level of its own, and keeps it: log-level /,
    'org.jboss',
  ],
] as const satisfies readonly (readonly [string, DemoScenario, RegExp, string?])[]) {
  test(`${what}: a warning beside the difference`, () =>
    withSession(scenario, async (session) => {
      const { plan } = await session.run(`log-level ${logger} DEBUG --no-wait`);
      assert.match(plan.warnings.join('\n'), warning);
    }));
}

for (const [line, message] of [
  ['log-level root LOUD', /LOUD is no level/],
  ['log-level root --for 10m', /--for needs a LOGGER and a LEVEL/],
  ['log-level root DEBUG --undo', /--undo takes no LEVEL/],
  ['log-level --undo --reset', /--undo and --reset are two different things/],
  ['log-level --force', /--force is for --undo/],
  ['log-level root DEBUG --for 0s', /--for takes a duration from 1s to 365d/],
  ['log-level root DEBUG --for 0d0h', /--for takes a duration from 1s to 365d/],
  ['log-level root DEBUG --for 999ms', /--for takes a duration from 1s to 365d/],
  ['log-level root DEBUG --for 366d', /--for takes a duration from 1s to 365d/],
  ['log-level root DEBUG --for 99999999999999999999d', /--for takes a duration from 1s to 365d/],
  ['log-level root DEBUG --for -5m', /--for is a duration such as 30s, 5m or 1h30m, not -5m/],
  ['log-level root DEBUG --for=-5m', /--for is a duration such as 30s, 5m or 1h30m, not -5m/],
  ['log-level root DEBUG --for 10', /--for is a duration such as 30s, 5m or 1h30m, not 10/],
  ['log-level root DEBUG --for soon', /--for is a duration such as 30s, 5m or 1h30m, not soon/],
  ["log-level root DEBUG --for ''", /--for is empty: it needs a DURATION/],
] as const) {
  test(`${line} is wrong usage`, () =>
    withSession({}, async (session) => {
      const refused = await session.refusal(line);
      assert.equal(refused.exitCode, 2);
      assert.match(refused.message, message);
      assert.deepEqual(patches(session), []);
    }));
}

test("what log4j would refuse is refused by its line, and so is a logger's name that cannot be one", () =>
  withSession({}, async (session) => {
    await edit(session, (text) => `${text}logger.nameless.level = INFO\n`);
    assert.match((await session.refusal('log-level org.a DEBUG')).message, /^line \d+: /);
    await edit(session, (text) => text.replace('logger.nameless.level = INFO\n', ''));
    assert.match((await session.refusal("log-level 'a b' DEBUG")).message, /invalid logger name/);
    assert.equal(await pendingOf(session), undefined);
  }));
