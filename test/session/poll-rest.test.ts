import assert from 'node:assert/strict';
import { beforeEach, mock, test } from 'node:test';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { FlinkError } from '../../src/flink/error.ts';
import type { FlinkRest } from '../../src/flink/rest.ts';
import { KubernetesError } from '../../src/kubernetes/error.ts';
import { pollRest, type RestAnswers, type RestFailures } from '../../src/session/poll-rest.ts';

type Subject = 'overview' | 'jobs' | 'taskManagers';

/** A JobManager that answers as it is told to, and counts who asked. */
let asked: Record<Subject, number>;
let answer: (subject: Subject, signal: AbortSignal) => Promise<unknown>;
const ask = (subject: Subject) => (signal: AbortSignal) => {
  asked[subject] += 1;
  return answer(subject, signal);
};
const flink = {
  overview: ask('overview'),
  jobs: ask('jobs'),
  taskManagers: ask('taskManagers'),
} as unknown as FlinkRest;

beforeEach(() => {
  asked = { overview: 0, jobs: 0, taskManagers: 0 };
  answer = async (subject) => subject;
});

/** Polls on a clock of its own; `pass` lets time go by, and everything that is due in it happen. */
async function poll(
  use: (poll: ReturnType<typeof pollRest>, pass: (ms: number) => Promise<void>, told: RestAnswers[]) => Promise<void>,
) {
  mock.timers.enable({ apis: ['setTimeout', 'Date'] });
  const told: RestAnswers[] = [];
  const polling = pollRest({ flink }, (answers) => told.push(answers));
  const pass = async (ms: number) => {
    for (let left = ms; left > 0; left -= 100) {
      mock.timers.tick(100);
      await nextTurn();
    }
  };
  try {
    await nextTurn();
    await use(polling, pass, told);
  } finally {
    polling.stop();
    mock.timers.reset();
  }
}

test('everything is asked for at once, and then every two and a half seconds', async () => {
  await poll(async (_, pass, told) => {
    assert.deepEqual(told, [{ overview: 'overview', jobs: 'jobs', taskManagers: 'taskManagers' }]);
    await pass(2400);
    assert.equal(told.length, 1);
    await pass(10_000);
    assert.deepEqual(asked, { overview: 5, jobs: 5, taskManagers: 5 });
  });
});

test('what is not shown is asked for seldom, and at once when it is shown again', async () => {
  await poll(async (polling, pass) => {
    polling.show({ jobs: true, taskManagers: false });
    await pass(9000);
    assert.ok(asked.jobs >= 4 && asked.taskManagers <= 2, JSON.stringify(asked));
    const before = asked.taskManagers;
    polling.show({ jobs: true, taskManagers: true });
    await nextTurn();
    assert.equal(asked.taskManagers, before + 1);
  });
});

test('a round that is not answered is given up after five seconds, and none is begun before', async () => {
  answer = (_, signal) =>
    new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
  await poll(async (_, pass, told) => {
    await pass(4900);
    assert.deepEqual(asked, { overview: 1, jobs: 1, taskManagers: 1 });
    await pass(200);
    assert.deepEqual(told, [{}]);
    await pass(600);
    assert.equal(asked.jobs, 2);
  });
});

test('while nothing comes, the pauses grow to five seconds', async () => {
  answer = () => Promise.reject(new FlinkError('unreachable', 'nobody there'));
  await poll(async (polling, pass) => {
    await pass(8000);
    assert.equal(asked.jobs, 5, 'after 0, 0.5, 1.5, 3.5 and 7.5 s');
    const soon = polling.nextAt() - Date.now();
    assert.ok(soon > 0 && soon <= 5000);
    await pass(50_000);
    assert.equal(asked.jobs, 15);
    answer = async (subject) => subject;
    polling.now();
    await nextTurn();
    await pass(2600);
    assert.equal(asked.jobs, 17, 'asked at once, and in the old rhythm again');
  });
});

test('a right that is missing is asked for more and more seldom', async () => {
  answer = () => Promise.reject(new KubernetesError('forbidden', 'no'));
  await poll(async (_, pass) => {
    await pass(300_000);
    assert.ok(asked.jobs < 20, String(asked.jobs));
  });
});

test('one answer that fails holds up no other, and is not asked for in a hurry', async () => {
  answer = async (subject) => {
    if (subject === 'jobs') throw new FlinkError('server', 'broken');
    return subject;
  };
  await poll(async (_, pass, told) => {
    assert.deepEqual(told, [{ overview: 'overview', taskManagers: 'taskManagers' }]);
    await pass(10_000);
    assert.equal(asked.jobs, 5);
  });
});

test('who asks during a round is served right after it', async () => {
  const finish: (() => void)[] = [];
  answer = (subject) => new Promise((resolve) => finish.push(() => resolve(subject)));
  await poll(async (polling, pass) => {
    polling.now();
    assert.equal(asked.taskManagers, 1);
    for (const each of finish) each();
    await nextTurn();
    await pass(100);
    assert.equal(asked.taskManagers, 2);
  });
});

test('an answer that is too large is asked for twice a minute, and told as a failure of its subject', async () => {
  answer = async (subject) => {
    if (subject === 'jobs') throw new FlinkError('too-large', 'too much');
    return subject;
  };
  mock.timers.enable({ apis: ['setTimeout', 'Date'] });
  const failures: RestFailures[] = [];
  const polling = pollRest({ flink }, (_, failed) => failures.push(failed));
  try {
    for (let seconds = 0; seconds < 59; seconds += 1) {
      await nextTurn();
      mock.timers.tick(1000);
    }
    assert.deepEqual([asked.jobs, asked.overview > 10], [2, true]);
    assert.equal(failures[0]?.jobs?.message, 'too much');
    assert.ok(failures[0] !== undefined && 'overview' in failures[0] && failures[0].overview === undefined);
  } finally {
    polling.stop();
    mock.timers.reset();
  }
});

test('where every answer is too large, all are asked for twice a minute', async () => {
  answer = async () => {
    throw new FlinkError('too-large', 'too much');
  };
  await poll(async (_, pass) => {
    await pass(29_000);
    assert.deepEqual(asked, { overview: 1, jobs: 1, taskManagers: 1 });
    await pass(2000);
    assert.deepEqual(asked, { overview: 2, jobs: 2, taskManagers: 2 });
  });
});
