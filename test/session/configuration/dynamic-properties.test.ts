import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dynamicProperties } from '../../../src/session/configuration/dynamic-properties.ts';

const cases: readonly (readonly [name: string, args: readonly string[], expected: Record<string, string>])[] = [
  ['native session', ['bash', '-c', 'kubernetes-jobmanager.sh kubernetes-session '], {}],
  [
    'script',
    ['bash', '-c', "kubernetes-taskmanager.sh -Drest.address='10.244.0.6' -D taskmanager.cpu.cores=0.1 -Da=b=c "],
    { 'rest.address': '10.244.0.6', 'taskmanager.cpu.cores': '0.1', a: 'b=c' },
  ],
  [
    'quoted value',
    ['bash', '-c', 'x -Denv.java.opts="-Xmx1g -Dfoo=bar" -Db=1'],
    { 'env.java.opts': '-Xmx1g -Dfoo=bar', b: '1' },
  ],
  ['separate arguments', ['jobmanager', '-D', 'a.b=c d', '-De.f=g h'], { 'a.b': 'c d', 'e.f': 'g h' }],
  ['no value', ['jobmanager', '-D', '-Dx', '-D=y'], {}],
  ['a later one counts', ['bash', '-c', 'x -Da=1 -Da=2'], { a: '2' }],
];

for (const [name, args, expected] of cases) {
  test(`reads dynamic properties: ${name}`, () => {
    assert.deepEqual(Object.fromEntries(dynamicProperties({ command: ['/docker-entrypoint.sh'], args })), expected);
  });
}
