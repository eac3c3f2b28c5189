import assert from 'node:assert/strict';
import { beforeEach, mock, test } from 'node:test';
import { setImmediate as nextTick } from 'node:timers/promises';
import { FlinkError } from '../../../src/flink/error.ts';
import type { FlinkRest } from '../../../src/flink/rest.ts';
import { KubernetesError } from '../../../src/kubernetes/error.ts';
import {
  checkpoints,
  clusterConfig,
  inBackground,
  jobDetail,
  jobState,
  jobs,
  metricValues,
  subtaskBusyTimes,
  taskManagers,
  vertexGauges,
  vertexSubtasks,
} from '../../../src/session/readings/flink-readings.ts';
import { pollReadings } from '../../../src/session/readings/poll-readings.ts';
import { readingOf } from '../../../src/session/readings/reading.ts';

type Poll = ReturnType<typeof pollReadings>;
type Call = { readonly name: string; readonly signal: AbortSignal };

/** A fake JobManager that records its calls and returns scripted responses. */
let calls: Call[];
let respond: (call: Call) => Promise<unknown>;
const flink = new Proxy({} as FlinkRest, {
  get:
    (_, method: string) =>
    (...parameters: readonly unknown[]) => {
      const ids = parameters.filter((parameter) => typeof parameter === 'string');
      const call = { name: [method, ...ids].join(' '), signal: parameters.at(-1) as AbortSignal };
      calls.push(call);
      return respond(call);
    },
});
const countOf = (name: string) => calls.filter((call) => call.name === name).length;
const never = ({ signal }: Call) =>
  new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason)));

beforeEach(() => {
  calls = [];
  respond = async ({ name }) => name;
});

/** Runs a poll with a mocked clock. `pass` advances the clock and runs everything due. */
async function withPoll(
  use: (poll: Poll, pass: (ms: number) => Promise<void>, updates: readonly string[]) => Promise<void>,
) {
  mock.timers.enable({ apis: ['setTimeout', 'Date'], now: 1_000_000 });
  const updates: string[] = [];
  const poll = pollReadings(flink, (key) => updates.push(key));
  const pass = async (ms: number) => {
    await nextTick();
    for (let left = ms; left > 0; left -= 100) {
      mock.timers.tick(Math.min(100, left));
      await nextTick();
    }
  };
  try {
    await use(poll, pass, updates);
  } finally {
    poll.stop();
    mock.timers.reset();
  }
}

test('requests needed readings immediately and then every 3 s', async () => {
  await withPoll(async (poll, pass, updates) => {
    poll.need([jobs, taskManagers]);
    await pass(0);
    assert.deepEqual(updates, ['jobs', 'task-managers']);
    assert.equal(readingOf({ readings: poll.readings() }, jobs).value, 'jobs');
    await pass(2900);
    assert.equal(updates.length, 2);
    await pass(9200);
    assert.deepEqual([countOf('jobs'), countOf('taskManagers')], [5, 5]);
  });
});

test('requests constant readings once and again on refresh', async () => {
  await withPoll(async (poll, pass) => {
    poll.need([clusterConfig]);
    await pass(60_000);
    assert.equal(countOf('config'), 1);
    poll.refresh();
    await pass(60_000);
    assert.equal(countOf('config'), 2);
  });
});

test('polls readings rarely in the background, and immediately when displayed', async () => {
  await withPoll(async (poll, pass) => {
    poll.need([jobs, inBackground(taskManagers)]);
    await pass(9000);
    assert.deepEqual([countOf('jobs'), countOf('taskManagers')], [4, 1]);
    poll.need([inBackground(jobs), inBackground(taskManagers), taskManagers]);
    await pass(0);
    assert.equal(countOf('taskManagers'), 2);
    await pass(3000);
    assert.equal(countOf('taskManagers'), 3, 'the shortest interval applies');
  });
});

test('aborts readings that are no longer needed', async () => {
  await withPoll(async (poll, pass) => {
    respond = never;
    poll.need([jobDetail('a')]);
    await pass(100);
    assert.deepEqual([countOf('job a'), calls[0]?.signal.aborted], [1, false]);
    poll.need([]);
    assert.equal(calls[0]?.signal.aborted, true);
    await pass(120_000);
    assert.equal(countOf('job a'), 1);
    poll.need([jobDetail('a')]);
    await pass(0);
    assert.equal(countOf('job a'), 2, 'an aborted call is not a failure');
  });
});

test('keeps values for a minute after they are no longer needed', async () => {
  await withPoll(async (poll, pass) => {
    const known = () => readingOf({ readings: poll.readings() }, jobDetail('a')).value;
    poll.need([jobDetail('a')]);
    await pass(0);
    poll.need([]);
    await pass(30_000);
    poll.need([]);
    assert.equal(known(), 'job a');
    await pass(31_000);
    poll.need([]);
    assert.equal(known(), undefined);
  });
});

test('waits ten times the response time before the next request to all JobMasters', async () => {
  await withPoll(async (poll, pass) => {
    respond = () => new Promise((resolve) => setTimeout(() => resolve('late'), 1000));
    poll.need([jobs, taskManagers]);
    await pass(9900);
    assert.deepEqual([countOf('jobs'), countOf('taskManagers')], [1, 4]);
    await pass(200);
    assert.equal(countOf('jobs'), 2);
  });
});

test('times out after 5 s and retries a list with growing delays', async () => {
  await withPoll(async (poll, pass, updates) => {
    respond = (call) => (call.name === 'jobs' ? never(call) : Promise.resolve(call.name));
    poll.need([jobs, taskManagers]);
    await pass(4900);
    assert.equal(updates.includes('jobs'), false);
    await pass(200);
    assert.equal(updates.includes('jobs'), true);
    assert.equal(readingOf({ readings: poll.readings() }, jobs).failure?.message, 'timed out');
    await pass(44_800);
    assert.equal(countOf('jobs'), 1);
    await pass(200);
    assert.equal(countOf('jobs'), 2);
    await pass(99_000);
    assert.equal(countOf('jobs'), 2);
    await pass(1500);
    assert.equal(countOf('jobs'), 3);
    await pass(3_600_000);
    assert.ok(countOf('jobs') < 12, `${countOf('jobs')} requests, expected fewer than 12`);
    assert.ok(countOf('taskManagers') > 1000, 'other readings continue');
  });
});

test('retries timed-out readings immediately after the link recovers', async () => {
  await withPoll(async (poll, pass) => {
    respond = never;
    poll.need([jobs, taskManagers]);
    await pass(5100);
    const before = countOf('jobs');
    assert.equal(before, 1);
    respond = async ({ name }) => name;
    await pass(1000);
    assert.equal(countOf('jobs'), 2);
  });
});

test('backs off to 5 s while there is no response', async () => {
  await withPoll(async (poll, pass) => {
    respond = () => Promise.reject(new FlinkError('unreachable', 'no response'));
    poll.need([taskManagers]);
    await pass(8000);
    assert.equal(countOf('taskManagers'), 5, 'after 0, 0.5, 1.5, 3.5 and 7.5 s');
    const soon = poll.nextAt() - Date.now();
    assert.ok(soon > 0 && soon <= 5000);
    await pass(50_000);
    assert.equal(countOf('taskManagers'), 15);
    respond = async ({ name }) => name;
    poll.refresh();
    await pass(3100);
    assert.equal(countOf('taskManagers'), 17, 'one immediately, then the normal interval');
  });
});

test('keeps 3 s between requests to all JobMasters, even after failures and refreshes', async () => {
  await withPoll(async (poll, pass) => {
    respond = () => Promise.reject(new FlinkError('unreachable', 'no response'));
    poll.need([jobs]);
    await pass(2900);
    assert.equal(countOf('jobs'), 1);
    await pass(200);
    assert.equal(countOf('jobs'), 2);
    poll.refresh();
    poll.refresh();
    await pass(2700);
    assert.equal(countOf('jobs'), 2, 'repeated refreshes send no request');
    await pass(300);
    assert.equal(countOf('jobs'), 3);
  });
});

test('increases the interval while permission is denied', async () => {
  await withPoll(async (poll, pass) => {
    respond = () => Promise.reject(new KubernetesError('forbidden', 'no'));
    poll.need([jobs, taskManagers]);
    await pass(300_000);
    assert.ok(countOf('jobs') < 20 && countOf('taskManagers') < 20, String(calls.length));
  });
});

test('keeps the value and the normal interval after an error response', async () => {
  await withPoll(async (poll, pass) => {
    poll.need([jobs, taskManagers]);
    await pass(0);
    respond = async ({ name }) => {
      if (name === 'jobs') throw new FlinkError('server', 'broken');
      return name;
    };
    await pass(12_500);
    assert.deepEqual([countOf('jobs'), countOf('taskManagers')], [5, 5]);
    const { value, readAt, failure } = readingOf({ readings: poll.readings() }, jobs);
    assert.deepEqual([value, readAt, failure?.message], ['jobs', 1_000_000, 'broken']);
  });
});

test('repeats a request 3 s after its start if refreshed meanwhile', async () => {
  const finish: (() => void)[] = [];
  await withPoll(async (poll, pass) => {
    respond = ({ name }) => new Promise((resolve) => finish.push(() => resolve(name)));
    poll.need([inBackground(taskManagers)]);
    poll.refresh();
    assert.equal(countOf('taskManagers'), 1);
    for (const each of finish) each();
    await pass(2900);
    assert.equal(countOf('taskManagers'), 1);
    await pass(200);
    assert.equal(countOf('taskManagers'), 2);
  });
});

test('repeats a request with an oversized response twice a minute', async () => {
  await withPoll(async (poll, pass) => {
    respond = async ({ name }) => {
      if (name === 'jobs') throw new FlinkError('too-large', 'too much');
      return name;
    };
    poll.need([jobs, taskManagers]);
    await pass(59_000);
    assert.equal(countOf('jobs'), 2);
    assert.ok(countOf('taskManagers') > 15);
  });
});

test("requests a job's graph, subtasks and checkpoints together every 3 s", async () => {
  await withPoll(async (poll, pass) => {
    poll.need([jobDetail('a'), vertexSubtasks('a', 'v'), checkpoints('a')]);
    await pass(0);
    assert.deepEqual([countOf('job a'), countOf('subtasks a v'), countOf('checkpoints a')], [1, 1, 1]);
    await pass(2900);
    assert.equal(calls.length, 3);
    await pass(57_000);
    assert.equal(calls.length, 60);
  });
});

test('limits graph and checkpoint calls of many jobs to one a second', async () => {
  await withPoll(async (poll, pass) => {
    const ids = Array.from({ length: 20 }, (_, index) => `job${index}`);
    poll.need(ids.flatMap((id) => [jobDetail(id), checkpoints(id)]));
    await pass(60_000);
    assert.ok(calls.length >= 56 && calls.length <= 64, String(calls.length));
    assert.equal(new Set(calls.map(({ name }) => name)).size, 40, 'every reading is requested');
    const jobIds = calls.map(({ name }) => name.split(' ')[1]);
    assert.ok(jobIds.every((id, index) => index % 2 === 0 || id === jobIds[index - 1]));
  });
});

test('repeats a metrics request once within 2 s if the first response is empty', async () => {
  await withPoll(async (poll, pass) => {
    const known = () => readingOf({ readings: poll.readings() }, subtaskBusyTimes('a', 'v', 1)).value;
    respond = async () => [undefined];
    poll.need([subtaskBusyTimes('a', 'v', 1)]);
    await pass(900);
    assert.deepEqual([calls.length, known()], [1, undefined]);
    await pass(1100);
    assert.deepEqual([calls.length, known()], [2, [undefined]]);
    await pass(7000);
    assert.equal(calls.length, 2);
    respond = async () => [850];
    await pass(1500);
    assert.deepEqual([calls.length, known()], [3, [850]]);
  });
});

test('requests metrics in one batch every 10 s, four at a time', async () => {
  await withPoll(async (poll, pass) => {
    let open = 0;
    let maxOpen = 0;
    respond = async () => {
      open += 1;
      maxOpen = Math.max(maxOpen, open);
      await new Promise((resolve) => setTimeout(resolve, 100));
      open -= 1;
      return { state: 'measured', value: 1 };
    };
    poll.need(Array.from({ length: 30 }, (_, index) => vertexGauges('a', `v${index}`)));
    await pass(9900);
    assert.deepEqual([calls.length, maxOpen], [30, 4]);
    poll.refresh();
    await pass(100);
    await pass(9900);
    assert.equal(calls.length, 60);
  });
});

test('a hanging request for a job state does not delay the other job states', async () => {
  await withPoll(async (poll, pass) => {
    respond = (call) => (call.name === 'jobState hung' ? never(call) : Promise.resolve('RUNNING'));
    const ids = ['hung', ...Array.from({ length: 10 }, (_, index) => `job${index}`)];
    poll.need(ids.map(jobState));
    await pass(200);
    assert.equal(new Set(calls.map(({ name }) => name)).size, 11);
    await pass(10_000);
    assert.equal(countOf('jobState job3'), 2);
    assert.equal(countOf('jobState hung'), 1);
  });
});

test('a response with a map replaces the previous one', () =>
  withPoll(async (poll, pass) => {
    const scope = { kind: 'job', jobId: 'a' } as const;
    let value = 1;
    respond = async () => new Map([['numRestarts', { state: 'measured', value }]]);
    const reading = metricValues(scope, ['numRestarts']);
    const read = () => readingOf({ readings: poll.readings() }, reading).value?.get('numRestarts');
    poll.need([reading]);
    await pass(100);
    assert.deepEqual(read(), { state: 'measured', value: 1 });
    value = 2;
    await pass(10_000);
    assert.deepEqual(read(), { state: 'measured', value: 2 });
  }));
