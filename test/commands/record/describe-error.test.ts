import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CommandError, exitCodeOf } from '../../../src/commands/record/command-error.ts';
import { describeError } from '../../../src/commands/record/describe-error.ts';
import { FlinkError } from '../../../src/flink/error.ts';
import { KubernetesError } from '../../../src/kubernetes/error.ts';
import { SessionNotFound } from '../../../src/session/attach/session-not-found.ts';

const forbidden = (context: { verb: string; resource: string; namespace?: string }) =>
  new KubernetesError('forbidden', 'not allowed', { ...context, status: 403 });
const rule = (error: unknown) => describeError(error).hints[0];

test('suggests the RBAC rule that grants a missing permission', () => {
  assert.equal(
    rule(forbidden({ verb: 'delete', resource: 'deployments.apps', namespace: 'red' })),
    'Add this rule to a Role in red: {apiGroups: ["apps"], resources: ["deployments"], verbs: ["delete"]}',
  );
  assert.equal(
    rule(forbidden({ verb: 'get', resource: 'pods/log', namespace: 'red' })),
    'Add this rule to a Role in red: {apiGroups: [""], resources: ["pods/log"], verbs: ["get"]}',
  );
  assert.equal(
    rule(forbidden({ verb: 'list', resource: 'pods' })),
    'Add this rule to a ClusterRole: {apiGroups: [""], resources: ["pods"], verbs: ["list"]}',
  );
});

test('suggests --savepoint-dir if no savepoint directory is configured', () => {
  const message =
    'Config key [execution.checkpointing.savepoint-dir] is not set. Property [targetDirectory] must be provided.';
  assert.deepEqual(describeError(new FlinkError('invalid', message)), {
    message,
    hints: ['Set a savepoint directory with --savepoint-dir DIR'],
  });
});

test('keeps the hints of a CommandError and of a missing session', () => {
  const own = new CommandError(2, 'specify a job', ['Run list to show the jobs']);
  assert.deepEqual(describeError(own), { message: 'specify a job', hints: ['Run list to show the jobs'] });
  const gone = new SessionNotFound('red', 'default', { nearest: ['bed'], otherNamespaces: [], leftovers: [] });
  assert.equal(describeError(gone).hints[0], 'Did you mean bed?');
  assert.equal(exitCodeOf(gone), 3);
  const elsewhere = new SessionNotFound('red', 'default', { nearest: [], otherNamespaces: ['flink'], leftovers: [] });
  assert.deepEqual(describeError(elsewhere).hints, ['Found in namespace flink: add -n flink']);
  const alone = new SessionNotFound('red', 'default', { nearest: [], otherNamespaces: [], leftovers: [] });
  assert.deepEqual(describeError(alone).hints, ['List all clusters: flink-tui clusters -A']);
});

test('describes an unexpected error in one line without a stack trace', () => {
  assert.equal(describeError(new TypeError('x is not a function\n    at y')).message, 'x is not a function');
  assert.equal(describeError(new TypeError()).message, 'TypeError');
  assert.equal(describeError('thrown').message, 'thrown');
});

test('removes control characters', () => {
  const { message, hints } = describeError(new CommandError(1, 'bad \u001b[2J', ['try \u0007']));
  assert.deepEqual([message, ...hints], ['bad ␛[2J', 'try ␇']);
});

test('every connection error has a next step and mentions it once', () => {
  for (const kind of ['no-kubeconfig', 'unreachable', 'timeout', 'unauthorized', 'conflict'] as const) {
    assert.notDeepEqual(describeError(new KubernetesError(kind, 'failed')).hints, []);
  }
  const { message, hints } = describeError(new KubernetesError('no-kubeconfig', 'no kubeconfig found'));
  assert.equal([message, ...hints].filter((line) => line.includes('flink-tui demo')).length, 1);
});

test('describes an AbortError as interrupted', () => {
  const error = new DOMException('This operation was aborted', 'AbortError');
  assert.deepEqual(describeError(error), { message: 'interrupted', hints: [] });
  assert.equal(exitCodeOf(error), 130);
});
