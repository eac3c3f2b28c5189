import assert from 'node:assert/strict';
import { beforeEach, mock, test } from 'node:test';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { FlinkError } from '../../../src/flink/error.ts';
import type { FlinkRest } from '../../../src/flink/rest.ts';
import { KubernetesError } from '../../../src/kubernetes/error.ts';
import {
  busiestSubtask,
  checkpoints,
  clusterConfig,
  inBackground,
  jobDetail,
  jobState,
  jobs,
  latestException,
  taskManagers,
} from '../../../src/session/readings/flink-readings.ts';
import { pollReadings } from '../../../src/session/readings/poll-readings.ts';
import { readingOf } from '../../../src/session/readings/reading.ts';

type Poll = ReturnType<typeof pollReadings>;
type Call = { readonly name: string; readonly signal: AbortSignal };

/** A JobManager that answers as it is told to, and keeps who asked. */
let calls: Call[];
let answer: (call: Call) => Promise<unknown>;
const flink = new Proxy({} as FlinkRest, {
  get:
    (_, method: string) =>
    (...parameters: readonly unknown[]) => {
      const ids = parameters.filter((parameter) => typeof parameter === 'string');
      const call = { name: [method, ...ids].join(' '), signal: parameters.at(-1) as AbortSignal };
      calls.push(call);
      return answer(call);
    },
});
const asked = (name: string) => calls.filter((call) => call.name === name).length;
const never = ({ signal }: Call) =>
  new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason)));

beforeEach(() => {
  calls = [];
  answer = async ({ name }) => name;
});

/** Polls on a clock of its own; `pass` lets time go by, and everything that is due in it happen. */
async function withPoll(
  use: (poll: Poll, pass: (ms: number) => Promise<void>, told: readonly string[]) => Promise<void>,
) {
  mock.timers.enable({ apis: ['setTimeout', 'Date'], now: 1_000_000 });
  const told: string[] = [];
  const poll = pollReadings(flink, (key) => told.push(key));
  const pass = async (ms: number) => {
    await nextTurn();
    for (let left = ms; left > 0; left -= 100) {
      mock.timers.tick(Math.min(100, left));
      await nextTurn();
    }
  };
  try {
    await use(poll, pass, told);
  } finally {
    poll.stop();
    mock.timers.reset();
  }
}

test('what is needed is asked for at once, and then every three seconds', async () => {
  await withPoll(async (poll, pass, told) => {
    poll.need([jobs, taskManagers]);
    await pass(0);
    assert.deepEqual(told, ['jobs', 'task-managers']);
    assert.equal(readingOf({ readings: poll.readings() }, jobs).value, 'jobs');
    await pass(2900);
    assert.equal(told.length, 2);
    await pass(9200);
    assert.deepEqual([asked('jobs'), asked('taskManagers')], [5, 5]);
  });
});

test('what does not change is asked for once, and again only when everything is', async () => {
  await withPoll(async (poll, pass) => {
    poll.need([clusterConfig]);
    await pass(60_000);
    assert.equal(asked('config'), 1);
    poll.refresh();
    await pass(60_000);
    assert.equal(asked('config'), 2);
  });
});

test('what is in the background is asked for seldom, and at once when it is looked at', async () => {
  await withPoll(async (poll, pass) => {
    poll.need([jobs, inBackground(taskManagers)]);
    await pass(9000);
    assert.deepEqual([asked('jobs'), asked('taskManagers')], [4, 1]);
    poll.need([inBackground(jobs), inBackground(taskManagers), taskManagers]);
    await pass(0);
    assert.equal(asked('taskManagers'), 2);
    await pass(3000);
    assert.equal(asked('taskManagers'), 3, 'the one who needs it most often decides');
  });
});

test('what is no longer needed is given up, and not asked again', async () => {
  await withPoll(async (poll, pass) => {
    answer = never;
    poll.need([jobDetail('a')]);
    await pass(100);
    assert.deepEqual([asked('job a'), calls[0]?.signal.aborted], [1, false]);
    poll.need([]);
    assert.equal(calls[0]?.signal.aborted, true);
    await pass(120_000);
    assert.equal(asked('job a'), 1);
    poll.need([jobDetail('a')]);
    await pass(0);
    assert.equal(asked('job a'), 2, 'a call that was given up is no failure');
  });
});

test('what was known a while ago is still there when it is needed again, and forgotten after a minute', async () => {
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

test('an answer that took long is asked for less often: to all JobMasters ten times as long', async () => {
  await withPoll(async (poll, pass) => {
    answer = () => new Promise((resolve) => setTimeout(() => resolve('late'), 1000));
    poll.need([jobs, taskManagers]);
    await pass(9900);
    assert.deepEqual([asked('jobs'), asked('taskManagers')], [1, 4]);
    await pass(200);
    assert.equal(asked('jobs'), 2);
  });
});

test('a list that is not answered in time is given up after 5 s, and asked for after ever longer pauses', async () => {
  await withPoll(async (poll, pass, told) => {
    answer = (call) => (call.name === 'jobs' ? never(call) : Promise.resolve(call.name));
    poll.need([jobs, taskManagers]);
    await pass(4900);
    assert.equal(told.includes('jobs'), false);
    await pass(200);
    assert.equal(told.includes('jobs'), true);
    assert.equal(readingOf({ readings: poll.readings() }, jobs).failure?.message, 'no answer in time');
    await pass(44_800);
    assert.equal(asked('jobs'), 1);
    await pass(200);
    assert.equal(asked('jobs'), 2);
    await pass(99_000);
    assert.equal(asked('jobs'), 2);
    await pass(1500);
    assert.equal(asked('jobs'), 3);
    await pass(3_600_000);
    assert.ok(asked('jobs') < 12, `at most one in ten minutes: ${asked('jobs')}`);
    assert.ok(asked('taskManagers') > 1000, 'which holds up nothing else');
  });
});

test('once the link is back, what timed out with it is asked for at once', async () => {
  await withPoll(async (poll, pass) => {
    answer = never;
    poll.need([jobs, taskManagers]);
    await pass(5100);
    const before = asked('jobs');
    assert.equal(before, 1);
    answer = async ({ name }) => name;
    await pass(1000);
    assert.equal(asked('jobs'), 2);
  });
});

test('while nothing comes, the pauses grow to five seconds', async () => {
  await withPoll(async (poll, pass) => {
    answer = () => Promise.reject(new FlinkError('unreachable', 'nobody there'));
    poll.need([taskManagers]);
    await pass(8000);
    assert.equal(asked('taskManagers'), 5, 'after 0, 0.5, 1.5, 3.5 and 7.5 s');
    const soon = poll.nextAt() - Date.now();
    assert.ok(soon > 0 && soon <= 5000);
    await pass(50_000);
    assert.equal(asked('taskManagers'), 15);
    answer = async ({ name }) => name;
    poll.refresh();
    await pass(3100);
    assert.equal(asked('taskManagers'), 17, 'asked at once, and in the old rhythm again');
  });
});

test('all JobMasters are asked no sooner than three seconds after the last time, whatever failed and whoever asks', async () => {
  await withPoll(async (poll, pass) => {
    answer = () => Promise.reject(new FlinkError('unreachable', 'nobody there'));
    poll.need([jobs]);
    await pass(2900);
    assert.equal(asked('jobs'), 1);
    await pass(200);
    assert.equal(asked('jobs'), 2);
    poll.refresh();
    poll.refresh();
    await pass(2700);
    assert.equal(asked('jobs'), 2, 'a held key changes nothing');
    await pass(300);
    assert.equal(asked('jobs'), 3);
  });
});

test('a right that is missing is asked for more and more seldom', async () => {
  await withPoll(async (poll, pass) => {
    answer = () => Promise.reject(new KubernetesError('forbidden', 'no'));
    poll.need([jobs, taskManagers]);
    await pass(300_000);
    assert.ok(asked('jobs') < 20 && asked('taskManagers') < 20, String(calls.length));
  });
});

test('one answer that fails holds up no other, is not asked for in a hurry, and takes no value away', async () => {
  await withPoll(async (poll, pass) => {
    poll.need([jobs, taskManagers]);
    await pass(0);
    answer = async ({ name }) => {
      if (name === 'jobs') throw new FlinkError('server', 'broken');
      return name;
    };
    await pass(12_500);
    assert.deepEqual([asked('jobs'), asked('taskManagers')], [5, 5]);
    const { value, readAt, failure } = readingOf({ readings: poll.readings() }, jobs);
    assert.deepEqual([value, readAt, failure?.message], ['jobs', 1_000_000, 'broken']);
  });
});

test('who asks during a question is served three seconds after it began, and not when it would be due', async () => {
  const finish: (() => void)[] = [];
  await withPoll(async (poll, pass) => {
    answer = ({ name }) => new Promise((resolve) => finish.push(() => resolve(name)));
    poll.need([inBackground(taskManagers)]);
    poll.refresh();
    assert.equal(asked('taskManagers'), 1);
    for (const each of finish) each();
    await pass(2900);
    assert.equal(asked('taskManagers'), 1);
    await pass(200);
    assert.equal(asked('taskManagers'), 2);
  });
});

test('an answer that is too large is asked for twice a minute', async () => {
  await withPoll(async (poll, pass) => {
    answer = async ({ name }) => {
      if (name === 'jobs') throw new FlinkError('too-large', 'too much');
      return name;
    };
    poll.need([jobs, taskManagers]);
    await pass(59_000);
    assert.equal(asked('jobs'), 2);
    assert.ok(asked('taskManagers') > 15);
  });
});

test('the graph of a job is asked for together with its checkpoints and exceptions, once in three seconds', async () => {
  await withPoll(async (poll, pass) => {
    poll.need([jobDetail('a'), latestException('a'), checkpoints('a')]);
    await pass(0);
    assert.deepEqual([asked('job a'), asked('latestException a'), asked('checkpoints a')], [1, 1, 1]);
    await pass(2900);
    assert.equal(calls.length, 3);
    await pass(57_000);
    assert.equal(calls.length, 60);
  });
});

test('graphs and checkpoints of many jobs come to one call a second, one job after the other', async () => {
  await withPoll(async (poll, pass) => {
    const ids = Array.from({ length: 20 }, (_, index) => `job${index}`);
    poll.need(ids.flatMap((id) => [jobDetail(id), checkpoints(id)]));
    await pass(60_000);
    assert.ok(calls.length >= 56 && calls.length <= 64, String(calls.length));
    assert.equal(new Set(calls.map(({ name }) => name)).size, 40, 'each has its turn');
    const jobsInTurn = calls.map(({ name }) => name.split(' ')[1]);
    assert.ok(jobsInTurn.every((id, index) => index % 2 === 0 || id === jobsInTurn[index - 1]));
  });
});

test('a first answer without metrics is asked for again within two seconds, once, and says nothing yet', async () => {
  await withPoll(async (poll, pass) => {
    const known = () => readingOf({ readings: poll.readings() }, busiestSubtask('a', 'v')).value;
    answer = async () => ({ state: 'absent' });
    poll.need([busiestSubtask('a', 'v')]);
    await pass(900);
    assert.deepEqual([calls.length, known()], [1, undefined]);
    await pass(1100);
    assert.deepEqual([calls.length, known()], [2, { state: 'absent' }]);
    await pass(7000);
    assert.equal(calls.length, 2);
    answer = async () => ({ state: 'measured', value: 850 });
    await pass(1500);
    assert.deepEqual([calls.length, known()], [3, { state: 'measured', value: 850 }]);
  });
});

test('metrics come in one bunch in ten seconds, four at a time', async () => {
  await withPoll(async (poll, pass) => {
    let open = 0;
    let most = 0;
    answer = async () => {
      open += 1;
      most = Math.max(most, open);
      await new Promise((resolve) => setTimeout(resolve, 100));
      open -= 1;
      return { state: 'measured', value: 1 };
    };
    poll.need(Array.from({ length: 30 }, (_, index) => busiestSubtask('a', `v${index}`)));
    await pass(9900);
    assert.deepEqual([calls.length, most], [30, 4]);
    poll.refresh();
    await pass(100);
    await pass(9900);
    assert.equal(calls.length, 60);
  });
});

test('jobs are asked for their state a few at a time, and one that hangs holds up no other', async () => {
  await withPoll(async (poll, pass) => {
    answer = (call) => (call.name === 'jobState hung' ? never(call) : Promise.resolve('RUNNING'));
    const ids = ['hung', ...Array.from({ length: 10 }, (_, index) => `job${index}`)];
    poll.need(ids.map(jobState));
    await pass(200);
    assert.equal(new Set(calls.map(({ name }) => name)).size, 11);
    await pass(10_000);
    assert.equal(asked('jobState job3'), 2);
    assert.equal(asked('jobState hung'), 1);
  });
});
