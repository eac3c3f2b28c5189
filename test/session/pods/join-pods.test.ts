import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type JoinedPods, joinPods, noPods, type PodSources } from '../../../src/session/pods/join-pods.ts';
import { eventOf, now, podOf, sourcesOf, taskManagerOf, terminated } from './pod-fixtures.ts';

/** Joins the given sources in order, one second apart. */
function joinAll(...steps: readonly Partial<PodSources>[]): JoinedPods {
  return steps.reduce<JoinedPods>(
    (joined, sources, second) =>
      joinPods(joined, sourcesOf({ now: now + second * 1000, taskManagersReadAt: now + 3_600_000, ...sources })),
    noPods,
  );
}
const statusesOf = ({ rows }: JoinedPods) => rows.map(({ name, status, reason }) => `${name} ${status}: ${reason}`);
const pods = [podOf({})];
const name = 'demo-taskmanager-1-1';

test('keeps a deleted idle TaskManager in the list with an unknown reason', () => {
  const joined = joinAll({ pods, taskManagers: [taskManagerOf(2)] }, { pods: [podOf({ isDeleted: true })] }, {}, {});
  assert.deepEqual(statusesOf(joined), [
    `${name} deleted: pod was deleted; reason unknown; all slots were free when last seen`,
  ]);
  assert.equal(joined.rows[0]?.goneAt, now + 2000);
  assert.equal(joined.rows[0]?.health, 'gone');
});

test('shows an idle TaskManager that is being deleted for an unknown reason', () => {
  const joined = joinAll({ pods, taskManagers: [taskManagerOf(2)] }, { pods: [podOf({ isDeleted: true })] });
  assert.deepEqual(statusesOf(joined), [
    `${name} stopping: pod is being deleted; reason unknown; all slots were free when last seen`,
  ]);
});

test('shows the release reason of a TaskManager that is being deleted', () => {
  const reason = 'slot manager has determined that the resource is no longer needed';
  const releaseReasons = new Map([[name, { at: now, reason }]]);
  const joined = joinAll(
    { pods, taskManagers: [taskManagerOf(2)] },
    { pods: [podOf({ isDeleted: true })], releaseReasons },
  );
  assert.deepEqual(statusesOf(joined), [
    `${name} stopping: pod is being deleted: released by Flink as no longer needed`,
  ]);
});

test('names a deleted Deployment as the reason for deleted pods', () => {
  const manager = podOf({ role: 'jobmanager', name: 'demo-7c9d-abcde' });
  const joined = joinAll({ pods: [manager, ...pods], taskManagers: [taskManagerOf(2)] }, { isDeploymentGone: true });
  assert.deepEqual(statusesOf(joined), [
    'demo-7c9d-abcde deleted: pod was deleted; Deployment was deleted too',
    `${name} deleted: pod was deleted; Deployment was deleted too; all slots were free when last seen`,
  ]);
});

test('shows that a deleted TaskManager had slots in use', () => {
  const joined = joinAll({ pods, taskManagers: [taskManagerOf(0)] }, {});
  assert.deepEqual(statusesOf(joined), [
    `${name} deleted: pod was deleted; reason unknown; slots were in use when last seen`,
  ]);
});

test('keeps the failure status after Flink has deleted the pod', () => {
  const dead = [podOf({ state: terminated(137, 'OOMKilled') })];
  const joined = joinAll(
    { pods, taskManagers: [taskManagerOf(0)] },
    { pods: dead, taskManagers: [taskManagerOf(0)] },
    {
      taskManagers: [taskManagerOf(0)],
    },
  );
  assert.equal(joined.rows[0]?.status, 'OOM-killed');
  assert.equal(joined.rows[0]?.health, 'error');
});

test('shows an eviction as the reason for a deletion', () => {
  const event = eventOf({ object: `Pod/${name}`, reason: 'Evicted', message: 'low on memory.' });
  const joined = joinAll({ pods, taskManagers: [taskManagerOf(0)] }, { events: [event] });
  assert.deepEqual(statusesOf(joined), [`${name} deleted: Evicted: low on memory`]);
});

for (const { message, expected } of [
  {
    message: 'slot manager has determined that the resource is no longer needed',
    expected: 'released: released by Flink as no longer needed',
  },
  {
    message: 'The TaskExecutor is shutting down.',
    expected: 'deleted: TaskManager reported its shutdown; cause unknown',
  },
  {
    message:
      'Pod terminated, container termination statuses: [flink-main-container(exitCode=239, reason=Error, message=null)]',
    expected: 'failed: exit code 239: fatal uncaught exception',
  },
  {
    message:
      'Pod terminated, container termination statuses: [flink-main-container(exitCode=137, reason=OOMKilled, message=null)]',
    expected: 'OOM-killed: killed by the kernel: memory limit exceeded',
  },
  {
    message: 'The heartbeat of TaskManager with id demo-taskmanager-1-1 timed out.',
    expected: 'deleted: released by Flink: The heartbeat of TaskManager with id demo-taskmanager-1-1 timed out',
  },
]) {
  test(`derives the status from the JobManager's message: ${message}`, () => {
    const releaseReasons = new Map([[name, { at: now, reason: message }]]);
    const first = { pods, taskManagers: [taskManagerOf(0)] };
    assert.deepEqual(statusesOf(joinAll(first, { releaseReasons })), [`${name} ${expected}`]);
    assert.deepEqual(
      statusesOf(joinAll(first, {}, {}, { releaseReasons })),
      [`${name} ${expected}`],
      'the message arrives after the deletion',
    );
    const earlier = new Map([[name, { at: now - 3_600_000, reason: message }]]);
    assert.match(
      statusesOf(joinAll(first, { releaseReasons: earlier })).join(),
      /in use when last seen$/,
      'an older message is about an earlier pod with the same name',
    );
  });
}

test('shows a deleted pod as gone while Flink still lists it', () => {
  const listed = { taskManagers: [taskManagerOf(0)] };
  const first = { pods, ...listed };
  const polledAt = (second: number) => ({ ...listed, taskManagersReadAt: now + second * 1000 });
  const deleted = [`${name} deleted: pod was deleted; reason unknown; slots were in use when last seen`];
  assert.deepEqual(
    statusesOf(joinAll(first, polledAt(0), polledAt(0))),
    deleted,
    'the response is older than the deletion',
  );
  assert.deepEqual(statusesOf(joinAll(first, polledAt(0), polledAt(3))), [
    `${name} pod gone: pod deleted; Flink lists the TaskManager until its heartbeat times out`,
  ]);
  assert.deepEqual(statusesOf(joinAll(first, polledAt(0), polledAt(3), {})), deleted);
});

test('adds a row for a TaskManager without a pod while Flink lists it', () => {
  const listed = { taskManagers: [taskManagerOf(0, 'stranger')] };
  const joined = joinAll(listed, listed);
  assert.deepEqual(statusesOf(joined), ['stranger pod gone: listed by Flink, but no pod has this name']);
  assert.equal(joined.rows[0]?.uid, 'taskmanager:stranger');
  assert.equal(joined.rows[0]?.createdAt, now);
  assert.deepEqual(statusesOf(joinAll(listed, {})), []);
});

test('shows a lost registration', () => {
  const joined = joinAll({ pods, taskManagers: [taskManagerOf(0)] }, { pods });
  assert.deepEqual(statusesOf(joined), [
    `${name} starting: lost its registration: it will register again or be released`,
  ]);
});

test('adds a new row for a reused name with another uid', () => {
  const again = [podOf({ uid: 'second', createdAt: now })];
  const joined = joinAll({ pods, taskManagers: [taskManagerOf(2)] }, { pods: again, taskManagers: [taskManagerOf(1)] });
  assert.deepEqual(
    joined.rows.map(({ uid, status }) => [uid, status]),
    [
      ['second', 'registered'],
      [name, 'deleted'],
    ],
  );
});

test('keeps the identity of unchanged rows', () => {
  const sources = { pods, taskManagers: [taskManagerOf(1)] };
  const first = joinAll(sources);
  const same = joinPods(first, sourcesOf({ pods: [podOf({})], taskManagers: [taskManagerOf(1)], now: now + 5000 }));
  assert.equal(same.rows, first.rows);
  const other = podOf({ name: 'demo-taskmanager-1-2' });
  const more = joinPods(same, sourcesOf({ pods: [podOf({}), other], taskManagers: [taskManagerOf(1)] }));
  assert.notEqual(more.rows, first.rows);
  assert.equal(more.rows[0], first.rows[0]);
});

// The TaskManager stays the same object, as in consecutive equal responses.
const taskManagers = [taskManagerOf(2)];
const beingDeleted = [podOf({ isDeleted: true })];
const notStarted = [podOf({ state: {} })];
const releaseReasons = new Map([[name, { at: now, reason: 'the resource is no longer needed' }]]);
const object = `Pod/${name}`;
const mountFailed = eventOf({ object, reason: 'FailedMount', message: 'no volume' });
for (const [change, before, after, expected] of [
  ['its pod', { pods }, { pods: beingDeleted }, 'stopping: pod is being deleted; reason unknown'],
  ['its slots', { pods }, { pods, taskManagers: [taskManagerOf(0)] }, 'registered: 2 of 2 slots in use'],
  ['the idle timeout', { pods }, { pods, idleTimeout: '5 m' }, 'idle: all 2 slots free, released after 5 m idle'],
  ['its newest event', { pods: notStarted }, { pods: notStarted, events: [mountFailed] }, 'starting: FailedMount: '],
  [
    'its release reason',
    { pods: beingDeleted },
    { pods: beingDeleted, releaseReasons },
    'stopping: pod is being deleted: released by Flink',
  ],
] as const) {
  test(`the row of a listed TaskManager changes with ${change}`, () => {
    const joined = joinAll({ taskManagers, ...before }, { taskManagers, ...after });
    assert.ok(statusesOf(joined)[0]?.startsWith(`${name} ${expected}`), statusesOf(joined).join());
  });
}

test('sorts the leader first, then JobManagers, TaskManagers by age and deleted pods', () => {
  const jobManagers = ['demo-a', 'demo-b'].map((each) => podOf({ role: 'jobmanager', name: each }));
  const taskManagers = [2, 10, 1].map((index) => podOf({ name: `demo-taskmanager-1-${index}`, createdAt: now - 1000 }));
  const context = { highAvailability: true, leader: 'demo-b' };
  const joined = joinAll(
    { ...context, pods: [podOf({ name: 'old', createdAt: now - 9000 }), ...taskManagers, ...jobManagers] },
    { ...context, pods: [...taskManagers, ...jobManagers] },
  );
  assert.deepEqual(
    joined.rows.map((row) => row.name),
    ['demo-b', 'demo-a', 'demo-taskmanager-1-1', 'demo-taskmanager-1-2', 'demo-taskmanager-1-10', 'old'],
  );
});

test('keeps the last 50 deleted pods', () => {
  const many = Array.from({ length: 60 }, (_, index) => podOf({ name: `demo-taskmanager-1-${index}` }));
  const gone = joinAll({ pods: many }, {});
  assert.equal(gone.rows.length, 50);
  const later = joinPods(gone, sourcesOf({ now: now + 16 * 3_600_000 }));
  assert.equal(later.rows, gone.rows);
});

test('ignores pods of other applications', () => {
  const stranger = podOf({});
  assert.equal(joinAll({ pods: [{ ...stranger, metadata: { ...stranger.metadata, labels: {} } }] }).rows.length, 0);
});
