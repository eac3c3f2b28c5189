import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  type ConfigurationSources,
  compareConfiguration,
} from '../../../src/session/configuration/compare-configuration.ts';
import { readConfigFile, readLegacyLines } from '../../../src/session/configuration/config-file.ts';

/** As Flink 2.3 writes it for `kubernetes-session.sh -D…`. */
const config2 = `blob:
  server:
    port: '6124'
jobmanager:
  rpc:
    address: my-cluster.default
    port: 6123
  memory:
    process:
      size: 1000m
    jvm-metaspace:
      size: 300m
s3:
  secret-key: topsecret
  access-key: AKIA123
execution:
  checkpointing:
    interval: 10 s
classloader:
  parent-first-patterns:
    additional: org.a;org.b
parallelism:
  default: 1
rest:
  address: localhost
`;

/** As GET /jobmanager/config of Flink 2.3 lists it for this file. */
const running2: readonly (readonly [string, string])[] = [
  ['blob.server.port', '6124'],
  ['classloader.parent-first-patterns.additional', 'org.a;org.b'],
  ['execution.checkpointing.interval', '10 s'],
  ['jobmanager.memory.heap.size', '398458880b'],
  ['jobmanager.memory.jvm-metaspace.size', '314572800b'],
  ['jobmanager.memory.jvm-overhead.max', '201326592b'],
  ['jobmanager.memory.process.size', '1000m'],
  ['jobmanager.rpc.address', 'my-cluster.default'],
  ['jobmanager.rpc.port', '6123'],
  ['parallelism.default', '1'],
  ['rest.address', 'localhost'],
  ['s3.access-key', 'AKIA123'],
  ['s3.secret-key', '******'],
  ['web.tmpdir', '/tmp/flink-web-5bc618b4-dd18-48fe-8cc5-1b20c662cbce'],
];

function compare(part: Partial<ConfigurationSources> & { readonly file?: string }) {
  const { file = config2, ...sources } = part;
  const entries = compareConfiguration({
    running: new Map(running2),
    configured: readConfigFile({ data: { 'config.yaml': file } })?.options,
    commandLine: new Map(),
    environment: new Map(),
    isChangedSinceStart: false,
    ...sources,
  });
  return new Map(entries.map((entry) => [entry.key, entry]));
}

const differences = (entries: ReturnType<typeof compare>) =>
  [...entries.values()].flatMap(({ key, difference, running, configured }) =>
    difference === undefined ? [] : [[key, difference, running, configured]],
  );

const withOption = (key: string, value: string) => new Map([...running2, [key, value]]);

test('an unchanged cluster has no differences, and each value has an origin', () => {
  const entries = compare({});
  assert.deepEqual(differences(entries), []);
  const origins = Map.groupBy(entries.values(), ({ origin }) => origin?.kind);
  assert.deepEqual(
    origins.get('start')?.map(({ key }) => key),
    ['jobmanager.memory.heap.size', 'jobmanager.memory.jvm-overhead.max', 'web.tmpdir'],
  );
  assert.deepEqual(origins.get('unknown'), undefined);
  assert.equal(entries.get('jobmanager.memory.jvm-metaspace.size')?.origin?.kind, 'config-map');
});

test('secrets are masked, also those that Flink shows, and a value that Flink masks is not compared', () => {
  const entries = compare({ file: config2.replace('topsecret', 'other') });
  const text = JSON.stringify([...entries.values()]);
  for (const secret of ['topsecret', 'other', 'AKIA123']) assert.ok(!text.includes(secret), secret);
  assert.deepEqual(differences(entries), []);
  assert.equal(entries.get('s3.secret-key')?.isIncomparable, true);
  assert.equal(entries.get('s3.access-key')?.isIncomparable, false);
  const changed = compare({ file: config2.replace('AKIA123', 'AKIA456') });
  assert.deepEqual(differences(changed), [['s3.access-key', 'changed', '******', '******']]);
});

test('a secret inside of a value is masked', () => {
  const running = withOption('env.java.opts.all', '-Dfoo.password=bar -Xmx1g');
  const entries = compare({ running, file: `${config2}env.java.opts.all: -Dfoo.password=bar -Xmx1g\n` });
  assert.equal(entries.get('env.java.opts.all')?.running, '-Dfoo.password=****** -Xmx1g');
  assert.equal(entries.get('env.java.opts.all')?.configured, '-Dfoo.password=****** -Xmx1g');
});

test('keys of security.redaction.additional-keys are masked', () => {
  const file = `${config2}security.redaction.additional-keys: [passphrase, pin]\nmy.Passphrase: open\n`;
  assert.equal(compare({ file }).get('my.Passphrase')?.configured, '******');
});

test('a changed, an added and a removed key take effect with the next start', () => {
  const file = config2
    .replace('interval: 10 s', 'interval: 1 min')
    .replace('300m', '400m')
    .replace('parallelism:\n  default: 1\n', 'taskmanager.numberOfTaskSlots: 4\n');
  assert.deepEqual(differences(compare({ file, isChangedSinceStart: true })), [
    ['execution.checkpointing.interval', 'changed', '10 s', '1 min'],
    ['jobmanager.memory.jvm-metaspace.size', 'changed', '314572800b', '400m'],
    ['parallelism.default', 'removed', '1', undefined],
    ['taskmanager.numberOfTaskSlots', 'added', undefined, '4'],
  ]);
});

test('a key that is only running was not removed if the file is as old as the JobManager', () => {
  const entry = compare({ running: withOption('my.key', '1') }).get('my.key');
  assert.deepEqual([entry?.origin, entry?.difference], [{ kind: 'unknown' }, undefined]);
});

test('the command line overrides the ConfigMap', () => {
  const commandLine = new Map([
    ['parallelism.default', '4'],
    ['my.key', 'a'],
    ['log.file', '/opt/flink/log/x.log'],
  ]);
  const running = new Map([...running2, ['parallelism.default', '4'], ['my.key', 'a']]);
  const entries = compare({ running, commandLine });
  assert.deepEqual(differences(entries), [['parallelism.default', 'overridden', '4', '1']]);
  assert.equal(entries.get('my.key')?.origin?.kind, 'command-line');
  assert.equal(entries.has('log.file'), false);
});

test('a dynamic property that is not in effect is no origin', () => {
  assert.equal(
    compare({ commandLine: new Map([['rest.address', 'x']]) }).get('rest.address')?.origin?.kind,
    'config-map',
  );
});

test('FLINK_PROPERTIES is the origin only of values that are in effect', () => {
  const environment = readLegacyLines('my.key: a\nparallelism.default: 8\n');
  const entries = compare({ running: withOption('my.key', 'a'), environment });
  assert.equal(entries.get('my.key')?.origin?.kind, 'environment');
  assert.equal(entries.get('parallelism.default')?.origin?.kind, 'config-map');
});

test('with high availability, Flink replaces the address at the start', () => {
  const running = new Map([...running2, ['jobmanager.rpc.address', '10.244.0.6'], ['rest.address', '10.244.0.6']]);
  const entries = compare({ running });
  assert.deepEqual(differences(entries), []);
  const entry = entries.get('rest.address');
  assert.deepEqual([entry?.origin?.kind, entry?.running, entry?.configured], ['start', '10.244.0.6', 'localhost']);
});

test('without the running options, nothing differs', () => {
  const entries = compare({ running: undefined });
  assert.deepEqual(differences(entries), []);
  assert.equal(entries.get('blob.server.port')?.configured, '6124');
});

test('without the ConfigMap, the origin of most values is unknown', () => {
  const entries = compare({ configured: undefined, isChangedSinceStart: true });
  assert.deepEqual(differences(entries), []);
  assert.equal(entries.get('blob.server.port')?.origin?.kind, 'unknown');
  assert.equal(entries.get('web.tmpdir')?.origin?.kind, 'start');
});
