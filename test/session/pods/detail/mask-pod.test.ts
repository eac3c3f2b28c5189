import assert from 'node:assert/strict';
import { test } from 'node:test';
import { maskObject, maskValue } from '../../../../src/session/pods/detail/mask-pod.ts';

const masked = '******';

test('a value is masked if its name looks secret', () => {
  const secret = [
    'DB_PASSWORD',
    'AWS_SECRET_ACCESS_KEY',
    'aws_access_key_id',
    'FS_AZURE_ACCOUNT_KEY_mystorage',
    'API_TOKEN',
    'SSL_KEY_PASSPHRASE',
    'GOOGLE_APPLICATION_CREDENTIALS_JSON',
    'MONGO_PWD',
    'BASIC_AUTH',
    'private-key',
  ];
  for (const name of secret) assert.equal(maskValue(name, 'hunter2'), masked, name);
  for (const name of ['JAVA_HOME', 'FLINK_TM_JVM_MEM_OPTS', 'AUTHOR', 'KEYBOARD', 'PATH'])
    assert.equal(maskValue(name, 'hunter2'), 'hunter2', name);
});

test('a value is masked if it looks secret itself, and an empty value shows that it is empty', () => {
  assert.equal(maskValue('A', '-----BEGIN RSA PRIVATE KEY-----\nabc'), masked);
  assert.equal(maskValue('A', 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.c2ln'), masked);
  assert.equal(maskValue('A', 'AKIAIOSFODNN7EXAMPLE'), masked);
  assert.equal(maskValue('A', 'jdbc:postgresql://user:hunter2@db/x'), `jdbc:postgresql://user:${masked}@db/x`);
  assert.equal(maskValue('OPTS', '-Ds3.secret-key=hunter2 -Xmx1g'), `-Ds3.secret-key=${masked} -Xmx1g`);
  assert.equal(maskValue('DB_PASSWORD', ''), '');
});

test('an object keeps its references to Secrets, and loses the secrets in variables, arguments, headers and annotations', () => {
  const applied = JSON.stringify({ spec: { env: [{ name: 'DB_PASSWORD', value: 'hunter2' }] } });
  const text = JSON.stringify(
    maskObject({
      metadata: {
        annotations: { 'kubectl.kubernetes.io/last-applied-configuration': applied, 'api-token': 'hunter2' },
      },
      spec: {
        containers: [
          {
            name: 'main',
            args: ['bash -c run -Dsecurity.password=hunter2'],
            env: [
              { name: 'DB_PASSWORD', value: 'hunter2' },
              { name: 'REF', valueFrom: { secretKeyRef: { name: 'db', key: 'password' } } },
            ],
            livenessProbe: { httpGet: { httpHeaders: [{ name: 'Authorization', value: 'hunter2' }] } },
          },
        ],
        volumes: [{ name: 'keys', secret: { secretName: 'db-secret' } }],
        automountServiceAccountToken: true,
      },
    }),
  );
  assert.doesNotMatch(text, /hunter2/);
  assert.match(text, /"secretKeyRef":\{"name":"db","key":"password"\}/);
  assert.match(text, /"secretName":"db-secret"/);
  assert.match(text, /"automountServiceAccountToken":true/);
});
