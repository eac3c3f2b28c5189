import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type JoinedPods, joinPods, noPods, type PodSources } from '../../../src/session/pods/join-pods.ts';
import { now, podOf, sceneOf, taskManagerOf, terminated } from './pod-fixtures.ts';

/** One join after the other, each a second later, from one scene to the next. */
function play(...scenes: readonly Partial<PodSources>[]): JoinedPods {
  return scenes.reduce<JoinedPods>(
    (book, scene, second) =>
      joinPods(book, sceneOf({ now: now + second * 1000, taskManagersAnsweredAt: now + 3_600_000, ...scene })),
    noPods,
  );
}
const told = ({ rows }: JoinedPods) => rows.map(({ name, status: word, reason: why }) => `${name} ${word}: ${why}`);
const pods = [podOf({})];
const name = 'demo-taskmanager-1-1';

test('a TaskManager that was idle when it was deleted stays in the list, and no reason is made up for it', () => {
  const book = play({ pods, taskManagers: [taskManagerOf(2)] }, { pods: [podOf({ isDeleted: true })] }, {}, {});
  assert.deepEqual(told(book), [
    `${name} deleted: its pod was deleted; reason not seen; its slots were all free when last seen`,
  ]);
  assert.equal(book.rows[0]?.goneAt, now + 2000);
  assert.equal(book.rows[0]?.health, 'gone');
});

test('one that is idle and being deleted says so, and that nobody told why', () => {
  const book = play({ pods, taskManagers: [taskManagerOf(2)] }, { pods: [podOf({ isDeleted: true })] });
  assert.deepEqual(told(book), [
    `${name} stopping: its pod is being deleted; reason not seen; its slots were all free when last seen`,
  ]);
});

test('one that is being deleted says why its JobManager let it go', () => {
  const reason = 'slot manager has determined that the resource is no longer needed';
  const releaseReasons = new Map([[name, { at: now, reason }]]);
  const book = play({ pods, taskManagers: [taskManagerOf(2)] }, { pods: [podOf({ isDeleted: true })], releaseReasons });
  assert.deepEqual(told(book), [`${name} stopping: its pod is being deleted: released by Flink as no longer needed`]);
});

test('what went after its Deployment says that this is gone', () => {
  const manager = podOf({ role: 'jobmanager', name: 'demo-7c9d-abcde' });
  const book = play({ pods: [manager, ...pods], taskManagers: [taskManagerOf(2)] }, { isDeploymentGone: true });
  assert.deepEqual(told(book), [
    'demo-7c9d-abcde deleted: its pod was deleted; its Deployment is gone too',
    `${name} deleted: its pod was deleted; its Deployment is gone too; its slots were all free when last seen`,
  ]);
});

test('one that had tasks and is deleted was deleted under them', () => {
  const book = play({ pods, taskManagers: [taskManagerOf(0)] }, {});
  assert.deepEqual(told(book), [
    `${name} deleted: its pod was deleted; reason not seen; its slots were in use when last seen`,
  ]);
});

test('what killed a pod stays its word after Flink has deleted it', () => {
  const dead = [podOf({ state: terminated(137, 'OOMKilled') })];
  const book = play(
    { pods, taskManagers: [taskManagerOf(0)] },
    { pods: dead, taskManagers: [taskManagerOf(0)] },
    {
      taskManagers: [taskManagerOf(0)],
    },
  );
  assert.equal(book.rows[0]?.status, 'OOM-killed');
  assert.equal(book.rows[0]?.health, 'error');
});

test('an eviction is the reason of a deletion', () => {
  const event = {
    at: now,
    type: 'Warning',
    object: `Pod/${name}`,
    reason: 'Evicted',
    message: 'low on memory.',
  } as const;
  const book = play({ pods, taskManagers: [taskManagerOf(0)] }, { events: [event] });
  assert.deepEqual(told(book), [`${name} deleted: Evicted: low on memory`]);
});

for (const { said, told: expected } of [
  {
    said: 'slot manager has determined that the resource is no longer needed',
    told: 'released: released by Flink as no longer needed',
  },
  {
    said: 'The TaskExecutor is shutting down.',
    told: 'deleted: it told Flink that it was shutting down; what stopped it was not seen',
  },
  {
    said: 'Pod terminated, container termination statuses: [flink-main-container(exitCode=239, reason=Error, message=null)]',
    told: 'failed: exit code 239: a fatal error that nothing caught',
  },
  {
    said: 'Pod terminated, container termination statuses: [flink-main-container(exitCode=137, reason=OOMKilled, message=null)]',
    told: 'OOM-killed: OOM-killed',
  },
  {
    said: 'The heartbeat of TaskManager with id demo-taskmanager-1-1 timed out.',
    told: 'deleted: Flink let it go: The heartbeat of TaskManager with id demo-taskmanager-1-1 timed out',
  },
]) {
  test(`why it went is what the JobManager said: ${said}`, () => {
    const releaseReasons = new Map([[name, { at: now, reason: said }]]);
    const first = { pods, taskManagers: [taskManagerOf(0)] };
    assert.deepEqual(told(play(first, { releaseReasons })), [`${name} ${expected}`]);
    assert.deepEqual(told(play(first, {}, {}, { releaseReasons })), [`${name} ${expected}`], 'a moment later');
    const earlier = new Map([[name, { at: now - 3_600_000, reason: said }]]);
    assert.match(
      told(play(first, { releaseReasons: earlier })).join(),
      /in use when last seen$/,
      'of a pod of that name before',
    );
  });
}

test('a pod that Flink still lists is gone, and deleted once Flink has noticed', () => {
  const listed = { taskManagers: [taskManagerOf(0)] };
  const first = { pods, ...listed };
  const asked = (second: number) => ({ ...listed, taskManagersAnsweredAt: now + second * 1000 });
  const deleted = [`${name} deleted: its pod was deleted; reason not seen; its slots were in use when last seen`];
  assert.deepEqual(told(play(first, asked(0), asked(0))), deleted, 'an answer from before says nothing');
  assert.deepEqual(told(play(first, asked(0), asked(3))), [
    `${name} pod gone: its pod is gone; Flink lists it until its heartbeat times out`,
  ]);
  assert.deepEqual(told(play(first, asked(0), asked(3), {})), deleted);
});

test('a TaskManager that no pod was ever seen of has a row of its own while Flink lists it', () => {
  const listed = { taskManagers: [taskManagerOf(0, 'stranger')] };
  const book = play(listed, listed);
  assert.deepEqual(told(book), ['stranger pod gone: Flink lists it, and there is no pod of that name']);
  assert.equal(book.rows[0]?.uid, 'taskmanager:stranger');
  assert.equal(book.rows[0]?.createdAt, now);
  assert.deepEqual(told(play(listed, {})), []);
});

test('a TaskManager that was registered and is not any more is not called new', () => {
  const book = play({ pods, taskManagers: [taskManagerOf(0)] }, { pods });
  assert.deepEqual(told(book), [
    `${name} starting: it was registered and is not now: it registers again, or Flink lets it go`,
  ]);
});

test('a name that comes back with another uid is another row', () => {
  const again = [podOf({ uid: 'second', createdAt: now })];
  const book = play({ pods, taskManagers: [taskManagerOf(2)] }, { pods: again, taskManagers: [taskManagerOf(1)] });
  assert.deepEqual(
    book.rows.map(({ uid, status: word }) => [uid, word]),
    [
      ['second', 'registered'],
      [name, 'deleted'],
    ],
  );
});

test('what says the same is the same object', () => {
  const scene = { pods, taskManagers: [taskManagerOf(1)] };
  const first = play(scene);
  const same = joinPods(first, sceneOf({ pods: [podOf({})], taskManagers: [taskManagerOf(1)], now: now + 5000 }));
  assert.equal(same.rows, first.rows);
  const other = podOf({ name: 'demo-taskmanager-1-2' });
  const more = joinPods(same, sceneOf({ pods: [podOf({}), other], taskManagers: [taskManagerOf(1)] }));
  assert.notEqual(more.rows, first.rows);
  assert.equal(more.rows[0], first.rows[0]);
});

test('the leader comes first, then the other JobManagers, TaskManagers by age, and what is gone', () => {
  const jobManagers = ['demo-a', 'demo-b'].map((each) => podOf({ role: 'jobmanager', name: each }));
  const taskManagers = [2, 10, 1].map((index) => podOf({ name: `demo-taskmanager-1-${index}`, createdAt: now - 1000 }));
  const around = { highAvailability: true, leader: 'demo-b' };
  const book = play(
    { ...around, pods: [podOf({ name: 'old', createdAt: now - 9000 }), ...taskManagers, ...jobManagers] },
    { ...around, pods: [...taskManagers, ...jobManagers] },
  );
  assert.deepEqual(
    book.rows.map((row) => row.name),
    ['demo-b', 'demo-a', 'demo-taskmanager-1-1', 'demo-taskmanager-1-2', 'demo-taskmanager-1-10', 'old'],
  );
});

test('of the pods that went the last fifty stay, however long', () => {
  const many = Array.from({ length: 60 }, (_, index) => podOf({ name: `demo-taskmanager-1-${index}` }));
  const gone = play({ pods: many }, {});
  assert.equal(gone.rows.length, 50);
  const later = joinPods(gone, sceneOf({ now: now + 16 * 3_600_000 }));
  assert.equal(later.rows, gone.rows);
});

test('pods of something else are left out', () => {
  const stranger = podOf({});
  assert.equal(play({ pods: [{ ...stranger, metadata: { ...stranger.metadata, labels: {} } }] }).rows.length, 0);
});
