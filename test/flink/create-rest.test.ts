import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createFlinkRest } from '../../src/flink/create-rest.ts';
import type { FlinkError } from '../../src/flink/error.ts';
import { type Responses, withFlink } from './flink-server.ts';

const id = 'eb0fcef2c22455f56000695bbe23c10c';
const frames =
  '\n\tat org.apache.flink.runtime.rest.handler.AbstractHandler.respondAsLeader(AbstractHandler.java:188)\n';
const errorBody = (message: string) => ({
  errors: [`org.apache.flink.runtime.rest.handler.RestHandlerException: ${message}${frames}`],
});

test('reads the overview and the configuration, ignoring unknown fields', async () => {
  const responses: Responses = {
    'GET /overview': [
      200,
      {
        taskmanagers: 2,
        'slots-total': 4,
        'slots-available': 1,
        'jobs-running': 3,
        'jobs-finished': 1,
        'jobs-cancelled': 2,
        'jobs-failed': 0,
        'flink-version': '2.3.0',
        'flink-commit': 'c0f8d1a',
        'jobs-newState': 7,
      },
    ],
    'GET /config': [
      200,
      { 'refresh-interval': 3000, 'flink-version': '2.3.0', features: { 'web-submit': true, 'web-cancel': false } },
    ],
  };
  await withFlink(responses, async (rest) => {
    assert.deepEqual(await rest.overview(), {
      flinkVersion: '2.3.0',
      taskManagers: 2,
      slotsTotal: 4,
      slotsAvailable: 1,
      jobsRunning: 3,
      jobsFinished: 1,
      jobsCancelled: 2,
      jobsFailed: 0,
    });
    assert.deepEqual(await rest.config(), { flinkVersion: '2.3.0', refreshIntervalMs: 3000, webCancel: false });
  });
});

test("reads the JobManager's JVM environment", async () => {
  const jvm = { version: 'OpenJDK 17', arch: 'amd64', options: ['-Dlog.file=/opt/flink/log/jobmanager.log'] };
  const classpath = ['/opt/flink/lib/log4j-slf4j-impl-2.25.3.jar'];
  await withFlink({ 'GET /jobmanager/environment': [200, { jvm, classpath }] }, async (rest) => {
    assert.deepEqual(await rest.environment(), { options: jvm.options, classpath });
  });
});

const tasks = { running: 2, canceling: 0, canceled: 0, total: 2, created: 0, initializing: 0, failed: 0 };
const overviewOf120 = {
  jid: id,
  name: 'Trouble',
  'start-time': 1000,
  'end-time': -1,
  duration: 500,
  state: 'RUNNING',
  'last-modification': 1400,
  tasks,
};

test('reads jobs of Flink 1.20 and 2.3, and maps new states to UNKNOWN', async () => {
  const jobs = [
    overviewOf120,
    { ...overviewOf120, jobType: 'STREAMING', schedulerType: 'Default', 'pending-operators': 0, state: 'NEW_STATE' },
    { ...overviewOf120, 'end-time': 1500, state: 'FINISHED' },
  ];
  await withFlink({ 'GET /jobs/overview': [200, { jobs }] }, async (rest) => {
    const [running, newState, finished] = await rest.jobs();
    assert.deepEqual(running, {
      id,
      name: 'Trouble',
      state: 'RUNNING',
      startTime: 1000,
      endTime: undefined,
      lastModification: 1400,
      tasks: { running: 2, total: 2 },
    });
    assert.equal(newState?.state, 'UNKNOWN');
    assert.equal(finished?.endTime, 1500);
  });
});

test('reads a job with its vertices', async () => {
  const vertex = { id: 'cbc3', name: 'Source', parallelism: 2, status: 'RUNNING', tasks: { RUNNING: 2, FAILED: 0 } };
  const job = { jid: id, name: 'Trouble', state: 'RUNNING', 'start-time': 1, 'end-time': -1, duration: 9 };
  await withFlink({ [`GET /jobs/${id}`]: [200, { ...job, vertices: [vertex], plan: {} }] }, async (rest) => {
    const { vertices, endTime } = await rest.job(id);
    assert.equal(endTime, undefined);
    assert.deepEqual(vertices, [{ ...vertex, tasks: { RUNNING: 2 }, inputs: [], counters: undefined }]);
  });
});

test('reads the edges of a job and what its vertices have done, if all subtasks are measured', async () => {
  const metrics = (isComplete: boolean, busy: number | 'NaN') => ({
    'read-bytes': 1,
    'read-bytes-complete': isComplete,
    'write-bytes': 2,
    'write-bytes-complete': true,
    'read-records': 3,
    'read-records-complete': true,
    'write-records': 4,
    'write-records-complete': true,
    'accumulated-backpressured-time': 5,
    'accumulated-idle-time': 6,
    'accumulated-busy-time': busy,
  });
  const vertex = { name: 'v', parallelism: 1, status: 'RUNNING', tasks: {} };
  const job = {
    ...{ jid: id, name: 'Trouble', state: 'RUNNING', 'start-time': 1, 'end-time': -1 },
    vertices: [
      { ...vertex, id: 'a', metrics: metrics(true, 7.5) },
      { ...vertex, id: 'b', metrics: metrics(false, 0) },
      { ...vertex, id: 'c', metrics: metrics(true, 'NaN') },
    ],
    plan: { nodes: [{ id: 'c', inputs: [{ id: 'a' }, { id: 'b' }] }, { id: 'b' }, { id: 'a' }] },
  };
  await withFlink({ [`GET /jobs/${id}`]: [200, job] }, async (rest) => {
    const { vertices } = await rest.job(id);
    assert.deepEqual(
      vertices.map(({ inputs }) => inputs),
      [[], [], ['a', 'b']],
    );
    const [a, b, c] = vertices.map(({ counters }) => counters);
    const others = { idleMs: 6, backPressuredMs: 5, readRecords: 3, writeRecords: 4, readBytes: 1, writeBytes: 2 };
    assert.deepEqual(a, { busyMs: 7.5, ...others });
    assert.equal(b, undefined);
    assert.deepEqual(c, { busyMs: undefined, ...others });
  });
});

test('reads TaskManagers, and keeps the list and its items while only their heartbeats change', async () => {
  const taskManager = (number: number, freeSlots: number, timeSinceLastHeartbeat: number) => ({
    id: `red-taskmanager-1-${number}`,
    timeSinceLastHeartbeat,
    slotsNumber: 2,
    freeSlots,
    hardware: { cpuCores: 4 },
  });
  const responses: Record<string, Responses[string]> = {
    'GET /taskmanagers': [200, { taskmanagers: [taskManager(1, 1, 1000), taskManager(2, 0, 1000)] }],
  };
  await withFlink(responses, async (rest) => {
    const first = await rest.taskManagers();
    assert.deepEqual(first, [
      { id: 'red-taskmanager-1-1', slots: 2, freeSlots: 1 },
      { id: 'red-taskmanager-1-2', slots: 2, freeSlots: 0 },
    ]);
    responses['GET /taskmanagers'] = [200, { taskmanagers: [taskManager(1, 1, 2000), taskManager(2, 0, 2000)] }];
    assert.equal(await rest.taskManagers(), first);
    responses['GET /taskmanagers'] = [200, { taskmanagers: [taskManager(1, 1, 3000), taskManager(2, 2, 3000)] }];
    const changed = await rest.taskManagers();
    assert.equal(changed[0], first[0]);
    assert.equal(changed[1]?.freeSlots, 2);
  });
});

test('keeps the list of TaskManagers of two sizes', async () => {
  const taskManagers = [1, 2, 1].map((gigabytes, index) => ({
    ...{ id: `red-taskmanager-1-${index}`, slotsNumber: 2, freeSlots: 1 },
    memoryConfiguration: { totalProcessMemory: gigabytes * 2 ** 30 },
  }));
  await withFlink({ 'GET /taskmanagers': [200, { taskmanagers: taskManagers }] }, async (rest) => {
    const first = await rest.taskManagers();
    assert.deepEqual(
      first.map(({ memory }) => memory?.process),
      [2 ** 30, 2 ** 31, 2 ** 30],
    );
    assert.equal(await rest.taskManagers(), first);
  });
});

test('each of two calls at the same time returns its own list', async () => {
  const bodyOf = (freeSlots: number) => JSON.stringify({ taskmanagers: [{ id: 'tm', slotsNumber: 2, freeSlots }] });
  const answers: ((freeSlots: number) => void)[] = [];
  const rest = createFlinkRest(
    () => new Promise((resolve) => answers.push((freeSlots) => resolve({ status: 200, body: bodyOf(freeSlots) }))),
  );
  const answer = (call: number, freeSlots: number) => answers[call]?.(freeSlots);
  const before = rest.taskManagers();
  answer(0, 1);
  await before;
  const [first, second] = [rest.taskManagers(), rest.taskManagers()];
  answer(1, 2);
  assert.equal((await first)[0]?.freeSlots, 2);
  answer(2, 1);
  assert.equal((await second)[0]?.freeSlots, 1);
});

test('reads the newest checkpoint, savepoint and failure', async () => {
  const completed = {
    className: 'completed',
    id: 48,
    trigger_timestamp: 100,
    latest_ack_timestamp: 115,
    end_to_end_duration: 15,
    state_size: 2183,
    is_savepoint: false,
    external_path: 'file:/storage/chk-48',
  };
  const response = {
    counts: { restored: 6, total: 60, in_progress: 1, completed: 46, failed: 13 },
    summary: { state_size: { p50: 'NaN' } },
    latest: {
      completed,
      savepoint: null,
      failed: { id: 15, failure_timestamp: 99, failure_message: 'FailoverRegion is restarting.' },
      restored: null,
    },
    history: [],
  };
  await withFlink({ [`GET /jobs/${id}/checkpoints`]: [200, response] }, async (rest) => {
    assert.deepEqual(await rest.checkpoints(id), {
      enabled: true,
      completed: 46,
      failed: 13,
      inProgress: 1,
      restored: 6,
      latestCompleted: {
        id: 48,
        triggeredAt: 100,
        completedAt: 115,
        durationMs: 15,
        stateSize: 2183,
        isSavepoint: false,
        path: 'file:/storage/chk-48',
      },
      latestSavepoint: undefined,
      latestFailed: { id: 15, failedAt: 99, message: 'FailoverRegion is restarting.' },
      latestRestored: undefined,
      history: [],
    });
  });
});

test('distinguishes a job without checkpointing from an unknown job', async () => {
  const responses: Responses = {
    [`GET /jobs/${id}/checkpoints`]: [404, errorBody('Checkpointing has not been enabled.')],
    'GET /jobs/gone/checkpoints': [404, errorBody('Job gone not found')],
  };
  await withFlink(responses, async (rest) => {
    assert.deepEqual(await rest.checkpoints(id), { enabled: false });
    await assert.rejects(rest.checkpoints('gone'), {
      name: 'FlinkError',
      kind: 'not-found',
      message: 'Job gone not found',
    });
  });
});

test('sends client-side trigger ids and the correct field names', async () => {
  const responses: Responses = {
    [`POST /jobs/${id}/savepoints`]: [202, { 'request-id': 'aa' }],
    [`POST /jobs/${id}/stop`]: [202, { 'request-id': 'bb' }],
    [`PATCH /jobs/${id}?mode=cancel`]: [202, {}],
  };
  await withFlink(responses, async (rest, sent) => {
    const triggerId = '0123456789abcdef0123456789abcdef';
    assert.equal(await rest.triggerSavepoint(id, { targetDirectory: 's3://a', format: 'NATIVE', triggerId }), 'aa');
    assert.equal(await rest.stopWithSavepoint(id, { targetDirectory: 's3://b', drain: true, triggerId }), 'bb');
    await rest.cancel(id);
    await rest.triggerSavepoint(id, {});
    assert.deepEqual(sent.slice(0, 3), [
      {
        request: `POST /jobs/${id}/savepoints`,
        body: { 'target-directory': 's3://a', formatType: 'NATIVE', triggerId },
      },
      { request: `POST /jobs/${id}/stop`, body: { targetDirectory: 's3://b', drain: true, triggerId } },
      { request: `PATCH /jobs/${id}?mode=cancel`, body: undefined },
    ]);
    assert.match(JSON.stringify(sent[3]?.body), /^\{"triggerId":"[0-9a-f]{32}"\}$/);
  });
});

test('reads the savepoint states in progress, completed and failed', async () => {
  const done = (operation: object) => [200, { status: { id: 'COMPLETED' }, operation }] as const;
  const cause = `java.util.concurrent.CompletionException: org.apache.flink.runtime.checkpoint.CheckpointException: Not all required tasks are currently running.${frames}`;
  const responses: Responses = {
    [`GET /jobs/${id}/savepoints/1`]: [200, { status: { id: 'IN_PROGRESS' }, operation: null }],
    [`GET /jobs/${id}/savepoints/2`]: done({ location: 'file:/storage/savepoint-1' }),
    [`GET /jobs/${id}/savepoints/3`]: done({ 'failure-cause': { class: 'x', 'stack-trace': cause } }),
  };
  await withFlink(responses, async (rest) => {
    assert.deepEqual(await rest.savepointStatus(id, '1'), { state: 'in-progress' });
    assert.deepEqual(await rest.savepointStatus(id, '2'), { state: 'completed', path: 'file:/storage/savepoint-1' });
    await assert.rejects(rest.savepointStatus(id, '3'), (error: FlinkError) => {
      assert.equal(error.kind, 'failed');
      assert.equal(error.message, 'Not all required tasks are currently running.');
      assert.equal(error.detail, cause, 'the detail is the full stack trace');
      return true;
    });
  });
});

const errorCases: readonly [status: number, body: unknown, kind: string, message: string][] = [
  [
    400,
    errorBody('Config key [execution.checkpointing.savepoint-dir] is not set.'),
    'invalid',
    'Config key [execution.checkpointing.savepoint-dir] is not set.',
  ],
  [500, errorBody('Could not find Flink job (0123)'), 'not-found', 'Could not find Flink job (0123)'],
  [404, { errors: ['Not found: /overview'] }, 'not-found', 'Not found: /overview'],
  [408, errorBody('Job cancellation timed out.'), 'timeout', 'Job cancellation timed out.'],
  [
    409,
    errorBody('Job cancellation failed because the job has already reached another terminal state (FINISHED).'),
    'conflict',
    'Job cancellation failed because the job has already reached another terminal state (FINISHED).',
  ],
  [
    500,
    {
      errors: [
        'Internal server error.',
        `<Exception on server side:\njava.lang.IllegalStateException: it is broken${frames}\nEnd of exception on server side>`,
      ],
    },
    'server',
    'it is broken',
  ],
  [
    503,
    { errors: ['Service temporarily unavailable due to an ongoing leader election. Please refresh.'] },
    'unavailable',
    'Service temporarily unavailable due to an ongoing leader election. Please refresh.',
  ],
  [502, '<html>bad gateway</html>', 'gateway', "gateway in front of Flink's REST API returned 502 Bad Gateway"],
  [401, 'who are you?', 'denied', 'GET /overview failed with HTTP 401'],
  [200, '<html>hello</html>', 'unexpected-response', 'unexpected response from /overview'],
  [200, { taskmanagers: 'many' }, 'unexpected-response', 'unexpected response from /overview'],
];
for (const [status, body, kind, message] of errorCases) {
  test(`maps HTTP ${status} to ${kind}: ${message}`, () =>
    withFlink({ 'GET /overview': [status, body] }, (rest) => assert.rejects(rest.overview(), { kind, message })));
}

test("rejects an aborted call with the signal's reason", () =>
  withFlink({}, async (rest) => {
    const reason = new Error('no longer needed');
    await assert.rejects(rest.overview(AbortSignal.abort(reason)), reason);
  }));

test('reads a metric of a job as a value, absent or not a number', async () => {
  const path = (name: string) => `GET /jobs/${id}/metrics?get=${name}`;
  const responses: Responses = {
    [path('numRestarts')]: [200, [{ id: 'numRestarts', value: '284' }]],
    [path('uptime')]: [200, [{ id: 'uptime', value: '-1' }]],
    [path('ratio')]: [200, [{ id: 'ratio', value: 'NaN' }]],
    [path('path')]: [200, [{ id: 'path', value: 'n/a' }]],
    [path('empty')]: [200, [{ id: 'empty', value: '' }]],
    [path('unknown')]: [200, []],
  };
  await withFlink(responses, async (rest) => {
    assert.deepEqual(await rest.jobMetric(id, 'numRestarts'), { state: 'measured', value: 284 });
    assert.deepEqual(await rest.jobMetric(id, 'uptime'), { state: 'measured', value: -1 });
    for (const name of ['ratio', 'path', 'empty']) {
      assert.deepEqual(await rest.jobMetric(id, name), { state: 'not-a-number' }, name);
    }
    assert.deepEqual(await rest.jobMetric(id, 'unknown'), { state: 'absent' });
  });
});

test('reads metrics of every kind of owner, and splits many ids into requests that Flink accepts', async () => {
  const vertexId = 'b'.repeat(32);
  const responses: Responses = {
    'GET /jobmanager/metrics': [200, [{ id: 'numRunningJobs' }]],
    'GET /taskmanagers/tm-1/metrics?get=Heap': [200, [{ id: 'Heap', value: '5' }]],
    [`GET /jobs/${id}/vertices/${vertexId}/metrics?get=0.Map.lag`]: [200, [{ id: '0.Map.lag', value: 'NaN' }]],
    [`GET /jobs/${id}/vertices/${vertexId}/jm-operator-metrics`]: [200, [{ id: 'S.coordinator.splits' }]],
  };
  await withFlink(responses, async (rest) => {
    const ofVertex = { jobId: id, vertexId };
    assert.deepEqual(await rest.metricIds({ kind: 'job-manager' }), ['numRunningJobs']);
    assert.deepEqual(await rest.metricIds({ kind: 'coordinators', ...ofVertex }), ['S.coordinator.splits']);
    const heap = await rest.metrics({ kind: 'task-manager', id: 'tm-1' }, ['Heap']);
    assert.deepEqual([...heap], [['Heap', { state: 'measured', value: 5 }]]);
    const lag = await rest.metrics({ kind: 'vertex', ...ofVertex }, ['0.Map.lag']);
    assert.deepEqual([...lag], [['0.Map.lag', { state: 'not-a-number' }]]);
  });

  const paths: string[] = [];
  const rest = createFlinkRest(async ({ path }) => {
    paths.push(path);
    const ids = new URLSearchParams(path.split('?')[1]).get('get')?.split(',') ?? [];
    return { status: 200, body: JSON.stringify(ids.map((name) => ({ id: name, value: '1' }))) };
  });
  const ids = Array.from({ length: 200 }, (_, index) => `${index}.Source__orders: all.currentOutputWatermark`);
  const values = await rest.metrics({ kind: 'vertex', jobId: id, vertexId }, ids);
  assert.deepEqual([...values.keys()], ids);
  assert.ok(paths.length > 1);
  assert.ok(paths.every((path) => `GET /v1${path} HTTP/1.1`.length < 4096));
});

test('reads aggregates over subtasks and chosen TaskManagers, without the one id that would make the response empty', async () => {
  const vertexId = 'b'.repeat(32);
  const query = 'agg=min,max,avg,sum';
  const subtasks = `GET /jobs/${id}/vertices/${vertexId}/subtasks/metrics`;
  const busy = { id: 'busy', min: 1, max: 3, avg: 2, sum: 4 };
  const responses: Responses = {
    [subtasks]: [200, [{ id: 'busy' }]],
    [`${subtasks}?${query}&get=busy%2Cgone%2Cidle`]: [200, []],
    [`${subtasks}?${query}`]: [200, [{ id: 'idle' }, { id: 'busy' }, { id: 'other' }]],
    [`${subtasks}?${query}&get=busy%2Cidle`]: [200, [busy, { id: 'idle', min: 'NaN', max: 3, avg: 'NaN', sum: 'NaN' }]],
    [`${subtasks}?${query}&get=gone%2Clost`]: [200, []],
    [`GET /taskmanagers/metrics?${query}&taskmanagers=tm-1,tm-2&get=Heap`]: [200, [{ ...busy, id: 'Heap' }]],
  };
  await withFlink(responses, async (rest, sent) => {
    const group = { kind: 'subtasks', jobId: id, vertexId } as const;
    assert.deepEqual(await rest.metricIds(group), ['busy']);
    const before = sent.length;
    const found = await rest.groupMetrics(group, ['busy', 'gone', 'idle']);
    assert.equal(sent.length - before, 3);
    assert.deepEqual([...found.keys()], ['busy', 'idle']);
    assert.deepEqual(found.get('busy')?.max, { state: 'measured', value: 3 });
    assert.deepEqual(found.get('idle')?.avg, { state: 'not-a-number' });
    assert.deepEqual(await rest.groupMetrics(group, ['gone', 'lost']), new Map());
    assert.equal(sent.length - before, 5);
    const heap = await rest.groupMetrics({ kind: 'task-managers', ids: ['tm-1', 'tm-2'] }, ['Heap']);
    assert.deepEqual(heap.get('Heap')?.sum, { state: 'measured', value: 4 });
  });
});
