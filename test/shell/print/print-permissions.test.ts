import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parse, parseAllDocuments } from 'yaml';
import type { OutputFormat } from '../../../src/commands/record/output-format.ts';
import { commands } from '../../../src/commands/table.ts';
import { renderPermissions } from '../../../src/shell/print/print-permissions.ts';

type Rule = { readonly apiGroups: string[]; readonly resources: string[]; readonly verbs: string[] };

const render = (readOnly: boolean, format: OutputFormat) =>
  renderPermissions(commands, { namespace: 'flink', readOnly }, format);

async function read(readOnly: boolean) {
  const text = await render(readOnly, 'text');
  const [role, binding] = parseAllDocuments(text).map((document) => document.toJS());
  const rules: readonly Rule[] = role.rules;
  const grants = rules.flatMap(({ apiGroups, resources, verbs }) =>
    apiGroups.flatMap((group) => resources.flatMap((name) => verbs.map((verb) => `${verb} ${group}/${name}`))),
  );
  return { role, binding, grants };
}

test('the Role contains the permissions for attaching and the rules of every command', async () => {
  const { role, binding, grants } = await read(false);
  assert.deepEqual(role.metadata, { name: 'flink-tui', namespace: 'flink' });
  assert.deepEqual(binding.roleRef, { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'flink-tui' });
  for (const grant of [
    'watch /pods',
    'list /events',
    'get apps/deployments',
    'get /pods/log',
    'create /pods/portforward',
  ])
    assert.ok(grants.includes(grant), grant);
  assert.ok(grants.includes('delete apps/deployments'), 'stop requires this permission');
});

test('the read-only Role allows neither changes nor access to Flink', async () => {
  const { grants } = await read(true);
  assert.ok(grants.includes('get /pods/log'));
  assert.deepEqual(
    grants.filter((grant) => !/^(get|list|watch) /.test(grant) || /portforward|proxy|exec/.test(grant)),
    [],
  );
});

test('the Role allows creating port-forwards and exec sessions, but no objects', async () => {
  const { grants } = await read(false);
  assert.deepEqual(
    grants.filter((grant) => grant.startsWith('create ')),
    ['create /pods/portforward', 'create /pods/exec'],
  );
});

test('json and yaml print a List of the same objects, and name prints their names', async () => {
  const { role, binding } = await read(true);
  const list = { apiVersion: 'v1', kind: 'List', items: [role, binding] };
  assert.deepEqual(JSON.parse(await render(true, 'json')), list);
  assert.deepEqual(parse(await render(true, 'yaml')), list);
  assert.deepEqual((await render(true, 'name')).split('\n'), [
    'role.rbac.authorization.k8s.io/flink-tui-viewer',
    'rolebinding.rbac.authorization.k8s.io/flink-tui-viewer',
  ]);
});
