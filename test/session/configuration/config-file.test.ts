import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readConfigFile } from '../../../src/session/configuration/config-file.ts';

test('reads flink-conf.yaml of Flink 1.x as lines, not as YAML', () => {
  const text = [
    '# a comment: with a colon',
    'jobmanager.rpc.address: my-cluster.default',
    'high-availability: kubernetes',
    'high-availability.storageDir: s3://bucket/ha # where',
    'mykey: my: value',
    'list: a;b',
    'braces: [a, "b"',
    'no-blank:value',
    'empty: ',
    ': no key',
    'twice: 1',
    'twice: 2',
    'quoted: "x"',
  ].join('\n');
  const file = readConfigFile({ data: { 'flink-conf.yaml': text, 'log4j-console.properties': '' } });
  assert.equal(file?.name, 'flink-conf.yaml');
  assert.deepEqual(Object.fromEntries(file?.options ?? []), {
    'jobmanager.rpc.address': 'my-cluster.default',
    'high-availability': 'kubernetes',
    'high-availability.storageDir': 's3://bucket/ha',
    mykey: 'my: value',
    list: 'a;b',
    braces: '[a, "b"',
    twice: '2',
    quoted: '"x"',
  });
});

test('prefers config.yaml, nested or not', () => {
  const file = readConfigFile({ data: { 'config.yaml': "a:\n  b: '1'\na.c: 2\n", 'flink-conf.yaml': 'x: y' } });
  assert.deepEqual(
    [file?.name, [...(file?.options ?? [])]],
    [
      'config.yaml',
      [
        ['a.b', '1'],
        ['a.c', '2'],
      ],
    ],
  );
});

test('has no file without a configuration in the ConfigMap', () => {
  assert.equal(readConfigFile({ data: { 'log4j-console.properties': '' } }), undefined);
  assert.equal(readConfigFile(undefined), undefined);
});
