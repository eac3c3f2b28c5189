import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isSensitiveKey, maskText, maskTexts } from '../../../src/session/journal/mask.ts';

const jaas =
  'org.apache.kafka.common.security.scram.ScramLoginModule required username="orders" password="hunter2, or 3";';

const secretTexts: readonly (readonly [text: string, expected: string])[] = [
  ['s3.secret-key=hunter2', 's3.secret-key=******'],
  ['s3.secret-key = hunter2, s3.region = eu', 's3.secret-key = ******, s3.region = eu'],
  [
    'fs.azure.account.key.store.blob.core.windows.net: hunter2',
    'fs.azure.account.key.store.blob.core.windows.net: ******',
  ],
  ['Could not connect (password: hunter2)', 'Could not connect (password: ******)'],
  ["api-key: 'hunter2 or 3'", 'api-key: ******'],
  ['PASSWORD => hunter2', 'PASSWORD => ******'],
  ['https://host/path?apikey=hunter2&format=json', 'https://host/path?apikey=******&format=json'],
  ['{"user":"ann","password":"hunter2","port":5432}', '{"user":"ann","password":******,"port":5432}'],
  ['{"access_token": "hunter2, or 3"}', '{"access_token": ******}'],
  ['{"password":"hunter\\"2"}', '{"password":******}'],
  [
    'Invalid request: {\\"password\\":\\"hunter2\\",\\"port\\":1}',
    'Invalid request: {\\"password\\":******,\\"port\\":1}',
  ],
  ['--user ann --password hunter2 --topic orders', '--user ann --password ****** --topic orders'],
  ['--db-password=hunter2 --topic orders', '--db-password=****** --topic orders'],
  ['java -Xmx1g -Ds3.secret-key=hunter2 -jar x.jar', 'java -Xmx1g -Ds3.secret-key=****** -jar x.jar'],
  ['jdbc:postgresql://ann:hunter2@db:5432/orders', 'jdbc:postgresql://ann:******@db:5432/orders'],
  ['mongodb://ann:p@ss:hunter2@db:27017/orders', 'mongodb://ann:******@db:27017/orders'],
  ['amqp://:hunter2@mq/', 'amqp://:******@mq/'],
  [`sasl.jaas.config=${jaas}`, 'sasl.jaas.config=****** required username="orders" password=******;'],
  [`sasl.jaas.config: '${jaas}'`, 'sasl.jaas.config: ******'],
  ['Authorization: Bearer eyJhbGciOi.hunter2', 'Authorization: Bearer ******'],
  ['Authorization: Basic YW5uOmh1bnRlcjI=', 'Authorization: Basic ******'],
  ['auth-token: Bearer eyJhbGciOi.hunter2', 'auth-token: ****** ******'],
  ['rest.basic-auth=Basic YW5uOmh1bnRlcjI=', 'rest.basic-auth=****** ******'],
];

const ordinaryTexts: readonly string[] = [
  '',
  'Could not acquire the minimum required resources.',
  'Job execution failed: https://host:8081/path, http://10.0.0.1:8081/jobs/a1?get-serialized-user-task-statistics=true',
  'Connection refused: demo-rest.flink/10.96.0.10:8081',
  'pekko.tcp://flink@10.0.0.1:6123/user/rpc/dispatcher_0 is not reachable',
  'Association with remote system [pekko.tcp://flink-metrics@10.0.0.1:34651] has failed',
  'jdbc:postgresql://ann@db:5432/orders',
  'Checkpoint expired before completing.',
  'TaskManager with id demo-taskmanager-1-1(demo-taskmanager-1-1:6122) is no longer reachable.',
  'Heartbeat of TaskManager with id demo-taskmanager-1-1 timed out.',
  'Failed to rollback to checkpoint/savepoint s3://savepoints/orders-7. Cannot map checkpoint state for operator cbc357',
  'org.apache.flink.streaming.examples.wordcount.Tokenizer.flatMap(WordCount.java:42)',
  'Flat Map -> Tokenizer (1/2) failed',
  "The Tokenizer returned null, so the operator 'Tokenizer' failed",
  'Failed to obtain a delegation token for the service hive',
  'No password was given',
  'Basic auth is not supported by the Bearer of this message',
  'java.lang.OutOfMemoryError: Metaspace. The metaspace out-of-memory error has occurred (max: 256mb)',
  'Insufficient number of network buffers: required 65, but only 12 available (taskmanager.memory.network.max=64mb)',
];

for (const [text, expected] of secretTexts) {
  test(`masks the secret in: ${text}`, () => {
    assert.equal(maskText(text), expected);
    assert.equal(maskText(expected), expected, 'masked again');
  });
}

for (const text of ordinaryTexts) {
  test(`masks nothing in: ${text}`, () => assert.equal(maskText(text), text));
}

test("keys are sensitive like Flink's", () => {
  const keys = [
    's3.secret-key',
    'security.ssl.rest.key-PASSWORD',
    'metrics.reporter.dghttp.apikey',
    'state.checkpoints.dir',
  ];
  assert.deepEqual(keys.map(isSensitiveKey), [true, true, true, false]);
});

test('masks a long text quickly', () => {
  const text = `${'x'.repeat(10_000)}token${'x'.repeat(10_000)}`;
  const start = performance.now();
  assert.equal(maskText(text), text);
  assert.ok(performance.now() - start < 300);
});

test('masks nested texts, and keeps the objects without a secret', () => {
  const causes = [{ exception: 'IOException', message: 'No space left on device' }];
  const changes = [{ what: 'image', to: 'flink:2.3' }];
  const entry = { kind: 'failure', at: 1, message: 'password=hunter2', concurrent: causes, isFinal: true, changes };
  const masked = maskTexts(entry);
  assert.deepEqual(masked, { ...entry, message: 'password=******' });
  assert.equal(masked.concurrent, causes);
  assert.equal(masked.changes, changes);
  const nested = { ...entry, message: '', concurrent: [...causes, { exception: 'E', message: 'token: hunter2' }] };
  const maskedNested = maskTexts(nested);
  assert.deepEqual(maskedNested.concurrent, [causes[0], { exception: 'E', message: 'token: ******' }]);
  assert.equal(maskedNested.concurrent[0], causes[0]);
});

test('data without a secret stays the same object', () => {
  for (const data of [{ a: [{ b: 'text' }], c: null, d: undefined, e: 1 }, ['text'], 'text', 1, null, undefined]) {
    assert.equal(maskTexts(data), data);
  }
});
