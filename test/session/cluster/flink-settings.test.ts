import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readFlinkSettings } from '../../../src/session/cluster/flink-settings.ts';

const cases: readonly (readonly [file: string, text: string, highAvailability: string | undefined, idle: string])[] = [
  ['config.yaml', 'high-availability:\n  type: kubernetes\n  storageDir: s3://x\n', 'kubernetes', '30 s'],
  ['config.yaml', 'high-availability.type: zookeeper\n', 'zookeeper', '30 s'],
  ['config.yaml', 'high-availability:\n  type: NONE\n', undefined, '30 s'],
  ['config.yaml', 'resourcemanager:\n  taskmanager-timeout: 2 min\n', undefined, '2 min'],
  ['config.yaml', 'resourcemanager.taskmanager-timeout: 90000\n', undefined, '90 s'],
  ['config.yaml', "resourcemanager:\n  taskmanager-timeout: '1500'\n", undefined, '1500 ms'],
  [
    'flink-conf.yaml',
    'high-availability: org.example.Factory\nresourcemanager.taskmanager-timeout: 10 s',
    'org.example.Factory',
    '10 s',
  ],
  ['config.yaml', 'rest:\n  port: 1\n broken: [\nhigh-availability.type: kubernetes\n', 'kubernetes', '30 s'],
  ['config.yaml', '', undefined, '30 s'],
];

for (const [file, text, highAvailability, idleTimeout] of cases) {
  test(`reads ${file}: ${JSON.stringify(text.slice(0, 50))}`, () => {
    const { options: _, ...read } = readFlinkSettings({ data: { [file]: text } });
    const off = { isOutputRedirected: false, isRestEncrypted: false, requiresClientCertificate: false };
    assert.deepEqual(read, { highAvailability, idleTimeout, ...off });
  });
}

test('reads all options, nested or not', () => {
  const text = 'rest:\n  port: 8081\n  bind-address: 0.0.0.0\nparallelism.default: 2\nenv:\n  list: [a, b]\nempty:\n';
  assert.deepEqual(
    readFlinkSettings({ data: { 'config.yaml': text } }).options,
    new Map([
      ['rest.port', '8081'],
      ['rest.bind-address', '0.0.0.0'],
      ['parallelism.default', '2'],
      ['env.list', '["a","b"]'],
    ]),
  );
});

test('reads redirect-to-file as a boolean and as text', () => {
  for (const text of [
    'env:\n  stdout-err:\n    redirect-to-file: true\n',
    "env.stdout-err.redirect-to-file: 'True'\n",
  ]) {
    assert.equal(readFlinkSettings({ data: { 'config.yaml': text } }).isOutputRedirected, true);
  }
});

test('reads REST encryption from security.ssl.rest.enabled', () => {
  for (const [text, expected] of [
    ['security:\n  ssl:\n    rest:\n      enabled: true\n', true],
    ["security.ssl.rest.enabled: 'true'\n", true],
    ['security.ssl.rest.enabled: false\nsecurity.ssl.internal.enabled: true\n', false],
  ] as const) {
    assert.equal(readFlinkSettings({ data: { 'config.yaml': text } }).isRestEncrypted, expected, text);
  }
});

test('requires a client certificate only if TLS is also enabled', () => {
  for (const [text, expected] of [
    ['security:\n  ssl:\n    rest:\n      enabled: true\n      authentication-enabled: true\n', true],
    ["security.ssl.rest.enabled: 'true'\nsecurity.ssl.rest.authentication-enabled: 'true'\n", true],
    ['security.ssl.rest.enabled: true\n', false],
    ['security.ssl.rest.authentication-enabled: true\n', false],
  ] as const) {
    assert.equal(readFlinkSettings({ data: { 'config.yaml': text } }).requiresClientCertificate, expected, text);
  }
});

test('uses the defaults without a ConfigMap', () => {
  const read = readFlinkSettings(undefined);
  assert.deepEqual([read.highAvailability, read.idleTimeout], [undefined, '30 s']);
  assert.deepEqual([read.isOutputRedirected, read.isRestEncrypted], [false, false]);
});
