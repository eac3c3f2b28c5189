import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate as nextTick } from 'node:timers/promises';
import type { KubernetesApi, PodLogOptions } from '../../../src/kubernetes/api.ts';
import { KubernetesError } from '../../../src/kubernetes/error.ts';
import { createLogStore } from '../../../src/logs/create-log-store.ts';
import { followContainer } from '../../../src/session/logs/follow-container.ts';
import { type PodFacts, podFacts } from '../../../src/session/pods/pod-facts.ts';
import { textsOf, until } from '../attached.ts';
import { podOf, running, terminated } from '../pods/pod-fixtures.ts';

const line = (second: number, text: string) =>
  Buffer.from(`2026-11-23T10:00:${String(second).padStart(2, '0')}.000000000Z ${text}\n`);

/** A stream from the kubelet: these chunks, then an end, an error, or no data until the stream is aborted. */
type Stream = { readonly chunks: readonly Uint8Array[]; readonly last: 'end' | 'silence' | KubernetesError };

async function* play({ chunks, last }: Stream, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  yield* chunks;
  if (last instanceof KubernetesError) throw last;
  if (last === 'silence') await new Promise((resolve) => signal.addEventListener('abort', resolve));
}

/** Follows a container whose log is served as these streams, one per request. */
function follow(
  t: { after: (run: () => void) => void },
  pod: Parameters<typeof podOf>[0],
  ...streams: (Stream | KubernetesError)[]
) {
  const requests: PodLogOptions[] = [];
  const store = createLogStore();
  const writer = store.open({ uid: 'u', pod: 'demo', container: 'flink-main-container' });
  let facts: PodFacts | undefined = podFacts(podOf(pod));
  const podLog: KubernetesApi['podLog'] = async (options, signal) => {
    requests.push(options);
    const stream = streams.shift() ?? { chunks: [], last: 'silence' };
    if (stream instanceof KubernetesError) throw stream;
    return play(stream, signal);
  };
  const follower = followContainer(
    { podLog },
    { namespace: 'flink', pod: 'demo', container: 'flink-main-container', podFacts: () => facts, writer },
  );
  t.after(follower.stop);
  const source = store.source('u/flink-main-container');
  return {
    requests,
    follower,
    change: (next: Parameters<typeof podOf>[0] | undefined) => {
      facts = next && podFacts(podOf(next));
      follower.wake();
    },
    texts: () => textsOf(source?.lines(source.first, source.end)),
    state: () => source?.state,
    until: (what: string, isTrue: () => boolean) => until(store.subscribe, what, () => isTrue() || undefined),
  };
}

test('resumes a broken stream without duplicates', async (t) => {
  const broken = new KubernetesError('unreachable', 'the connection broke');
  const { requests, texts, state, until } = follow(
    t,
    {},
    { chunks: [line(1, 'one'), line(2, 'two'), line(3, 'comp').subarray(0, 33)], last: broken },
    { chunks: [line(2, 'two'), line(3, 'complete line'), line(4, 'four')], last: 'silence' },
  );
  await until('the remaining lines', () => texts().length === 4);
  assert.deepEqual(texts(), ['one', 'two', 'complete line', 'four']);
  assert.deepEqual(state(), { state: 'following' });
  assert.deepEqual(
    requests.map(({ tailLines, sinceTime, follow, timestamps }) => ({ tailLines, sinceTime, follow, timestamps })),
    [
      { tailLines: 1000, sinceTime: undefined, follow: true, timestamps: true },
      { tailLines: undefined, sinceTime: '2026-11-23T10:00:02.000Z', follow: true, timestamps: true },
    ],
  );
});

test('resumes a stream that ends within a line because the API server lost its connection to the kubelet', async (t) => {
  const { texts, until } = follow(
    t,
    {},
    { chunks: [line(1, 'one'), line(2, 'two and more').subarray(0, 33)], last: 'end' },
    { chunks: [line(1, 'one'), line(2, 'two and more'), line(3, 'three')], last: 'silence' },
  );
  await until('the remaining lines', () => texts().length === 3);
  assert.deepEqual(texts(), ['one', 'two and more', 'three']);
});

for (const [what, end] of [
  ['the container has ended', { state: terminated(239) }],
  ['the pod is gone', undefined],
] as const) {
  test(`keeps an unterminated last line once ${what}`, async (t) => {
    const log: Stream = { chunks: [line(1, 'one'), line(2, 'the last').subarray(0, -1)], last: 'end' };
    const { texts, state, change, until } = follow(t, {}, log, log);
    await until('the end of the stream', () => state()?.state === 'waiting');
    assert.deepEqual(texts(), ['one']);
    change(end);
    await until('the end of the log', () => state()?.state === 'ended');
    assert.deepEqual(texts(), ['one', 'the last']);
  });
}

test('keeps an unterminated last line if the container is removed before the retry', async (t) => {
  const { requests, texts, state, change, until } = follow(
    t,
    {},
    { chunks: [line(1, 'one'), line(2, 'the last').subarray(0, -1)], last: 'end' },
    { chunks: [Buffer.from('unable to retrieve container logs for containerd://930e1d1ee470')], last: 'end' },
    { chunks: [], last: 'end' },
    new KubernetesError('not-found', 'pod demo not found'),
  );
  for (const attempts of [1, 2, 3, 4]) {
    await until('the end of the stream', () => requests.length === attempts && state()?.state === 'waiting');
    change({});
  }
  change(undefined);
  await until('the end of the log', () => state()?.state === 'ended');
  assert.deepEqual(texts(), ['one', 'the last']);
});

test('puts an unterminated last line before the restart marker, even if the previous run cannot be read', async (t) => {
  const cut = line(2, 'last line').subarray(0, -1);
  const gone = new KubernetesError('invalid', 'previous terminated container not found');
  for (const previous of [gone, { chunks: [line(1, 'one'), cut], last: 'end' }] as const) {
    const { texts, state, change, until } = follow(
      t,
      { role: 'jobmanager' },
      { chunks: [line(1, 'one'), cut], last: 'end' },
      previous,
      {
        chunks: [line(9, 'second run')],
        last: 'silence',
      },
    );
    await until('the end of the first run', () => state()?.state === 'waiting');
    change({ role: 'jobmanager', restartCount: 1, lastState: terminated(2) });
    await until('the second run', () => texts().includes('second run'));
    assert.deepEqual(texts().slice(0, 2), ['one', 'last line']);
    assert.match(texts()[2] ?? '', /^\[container restarted/);
    assert.equal(texts().length, 4);
  }
});

test('shows the reason and the time of the next retry while waiting', async (t) => {
  const { state, until } = follow(t, {}, new KubernetesError('unreachable', 'unreachable'));
  await until('the waiting state', () => state()?.state === 'waiting');
  const waiting = state();
  assert.ok(waiting?.state === 'waiting');
  assert.equal(waiting.reason, 'unreachable');
  assert.ok(waiting.nextTryAt > Date.now());
});

test('waits for a container to start, then follows it', async (t) => {
  const notYet = new KubernetesError('invalid', 'container is waiting to start: ContainerCreating');
  const { state, change, texts, until } = follow(t, { state: { waiting: { reason: 'ContainerCreating' } } }, notYet, {
    chunks: [line(1, 'hello')],
    last: 'silence',
  });
  await until('the waiting state', () => state()?.state === 'waiting');
  const waiting = state();
  assert.equal(waiting?.state === 'waiting' && waiting.reason, 'the container has not started yet');
  change({ state: running() });
  await until('the first line', () => texts().length === 1);
});

test('increases the retry delay of a repeatedly restarted container', async (t) => {
  const log: Stream = { chunks: [line(1, 'it ends')], last: 'end' };
  const { state, texts, until } = follow(
    t,
    { role: 'jobmanager', state: { waiting: { reason: 'CrashLoopBackOff' } }, restartCount: 3 },
    ...[log, log, log],
  );
  await until('a retry delay of more than 1.5 s', () => {
    const now = state();
    return now?.state === 'waiting' && now.nextTryAt - Date.now() > 1500;
  });
  const waiting = state();
  assert.equal(
    waiting?.state === 'waiting' && waiting.reason,
    'the container is waiting to restart (CrashLoopBackOff)',
  );
  assert.deepEqual(texts(), ['it ends']);
});

test('shows the reason a container has not started', async (t) => {
  const notYet = new KubernetesError('invalid', 'container is waiting to start: trying and failing to pull image');
  const { state, until } = follow(t, { state: { waiting: { reason: 'ImagePullBackOff' } } }, notYet);
  await until('the waiting state', () => state()?.state === 'waiting');
  const waiting = state();
  assert.equal(waiting?.state === 'waiting' && waiting.reason, 'the container has not started yet: ImagePullBackOff');
});

test('marks a container restart with the exit reason of the previous run', async (t) => {
  const { change, texts, until, state, requests } = follow(
    t,
    { role: 'jobmanager' },
    { chunks: [line(1, 'first run')], last: 'end' },
    { chunks: [line(1, 'first run'), line(2, 'last line')], last: 'end' },
    { chunks: [line(9, 'second run')], last: 'silence' },
  );
  await until('the end of the first run', () => state()?.state === 'waiting');
  change({ role: 'jobmanager', restartCount: 1, lastState: terminated(2) });
  await until('the second run', () => texts().includes('second run'));
  const mark = '[container restarted (exit code 2: JobManager runtime failure)]';
  assert.deepEqual(texts(), ['first run', 'last line', mark, 'second run']);
  assert.deepEqual(
    requests.map(({ previous = false, follow = false, sinceTime }) => ({ previous, follow, sinceTime })),
    [
      { previous: false, follow: true, sinceTime: undefined },
      { previous: true, follow: false, sinceTime: '2026-11-23T10:00:01.000Z' },
      { previous: false, follow: true, sinceTime: undefined },
    ],
  );
});

test('marks no gap for a pause in the output of the previous run', async (t) => {
  const { change, texts, until, state } = follow(
    t,
    { role: 'jobmanager' },
    { chunks: [line(1, 'first run')], last: 'end' },
    { chunks: [line(1, 'first run'), line(11, 'last line')], last: 'end' },
    { chunks: [line(30, 'second run')], last: 'silence' },
  );
  await until('the end of the first run', () => state()?.state === 'waiting');
  change({ role: 'jobmanager', restartCount: 1, lastState: terminated(2) });
  await until('the second run', () => texts().includes('second run'));
  const mark = '[container restarted (exit code 2: JobManager runtime failure)]';
  assert.deepEqual(texts(), ['first run', 'last line', mark, 'second run']);
});

test('reads the log of an ended TaskManager completely and shows its exit reason', async (t) => {
  const { texts, state, until, requests } = follow(
    t,
    { state: terminated(239) },
    { chunks: [line(1, 'the last')], last: 'end' },
    { chunks: [line(1, 'the last'), line(1, 'line')], last: 'end' },
    { chunks: [line(1, 'the last'), line(1, 'line')], last: 'end' },
  );
  await until('the end of the log', () => state()?.state === 'ended');
  assert.deepEqual(texts(), ['the last', 'line']);
  assert.deepEqual(state(), { state: 'ended', reason: 'exit code 239: fatal uncaught exception' });
  await nextTick();
  assert.equal(requests.length, 2);
});

test('ends and keeps the log of a deleted pod', async (t) => {
  const { change, state, texts, until } = follow(t, {}, { chunks: [line(1, 'kept')], last: 'end' });
  await until('the end of the stream', () => state()?.state === 'waiting');
  change(undefined);
  await until('the end of the log', () => state()?.state === 'ended');
  assert.deepEqual(state(), { state: 'ended', reason: 'the pod is gone' });
  assert.deepEqual(texts(), ['kept']);
});

test('marks possibly missing lines of a pod on a lost node, although its stream ended normally', async (t) => {
  const lost = new KubernetesError('server', 'dial tcp 10.0.0.9:10250: i/o timeout');
  const { change, state, texts, until } = follow(t, {}, { chunks: [line(1, 'kept')], last: 'end' }, lost);
  await until('the failure', () => {
    const now = state();
    return now?.state === 'waiting' && now.reason === lost.message;
  });
  change(undefined);
  await until('the end of the log', () => state()?.state === 'ended');
  assert.deepEqual(texts(), [
    'kept',
    '[lines after 2026-11-23T10:00:01Z may be missing: the connection broke and the pod is gone]',
  ]);
});

test('drops a partial line of a broken connection if the pod is gone', async (t) => {
  const broken = new KubernetesError('unreachable', 'the connection broke');
  const partial = line(2, 'part of a line that is longer').subarray(0, 45);
  const { change, state, texts, until } = follow(t, {}, { chunks: [line(1, 'kept'), partial], last: broken }, broken);
  await until('the failure', () => state()?.state === 'waiting');
  change(undefined);
  await until('the end of the log', () => state()?.state === 'ended');
  assert.deepEqual(texts(), [
    'kept',
    '[lines after 2026-11-23T10:00:01Z may be missing: the connection broke and the pod is gone]',
  ]);
});

for (const [what, before, expected] of [
  [
    'as a restart if the previous run reaches back to the newest line',
    [line(1, 'one'), line(2, 'last line')],
    ['one', 'last line', '[container restarted]', 'second run'],
  ],
  [
    'as a rotation if the previous run starts after the newest line',
    [line(5, 'of an older run')],
    [
      'one',
      '[8s of logs may be missing, from 2026-11-23T10:00:01Z to 2026-11-23T10:00:09Z: log rotation or restart]',
      'second run',
    ],
  ],
] as const) {
  test(`treats a log that starts over ${what}`, async (t) => {
    const { follower, texts, until } = follow(
      t,
      {},
      { chunks: [line(1, 'one')], last: 'silence' },
      { chunks: [line(9, 'second run')], last: 'silence' },
      { chunks: before, last: 'end' },
    );
    await until('the first line', () => texts().length === 1);
    follower.reopen();
    // The follower waits for a newer pod status. Wake it like a change to the pod.
    for (let round = 0; round < 1000 && texts().at(-1) !== 'second run'; round += 1) {
      follower.wake();
      await nextTick();
    }
    assert.deepEqual(texts(), expected);
  });
}

test('reports denied access and reads the log once access is allowed', async (t) => {
  const { state, follower, texts, until } = follow(
    t,
    {},
    new KubernetesError('forbidden', 'not allowed to get pods/log'),
    { chunks: [line(1, 'allowed')], last: 'silence' },
  );
  await until('denied access', () => state()?.state === 'denied');
  assert.deepEqual(state(), { state: 'denied', reason: 'not allowed to get pods/log' });
  follower.wake();
  await until('a line', () => texts().length === 1);
});

test('repeats no lines when a stream without new data is reopened', async (t) => {
  const { follower, texts, requests, until } = follow(
    t,
    {},
    { chunks: [line(1, 'one')], last: 'silence' },
    { chunks: [line(1, 'one'), line(2, 'two')], last: 'silence' },
  );
  await until('the first line', () => texts().length === 1);
  follower.reopen();
  await until('the second line', () => texts().length === 2);
  assert.deepEqual(texts(), ['one', 'two']);
  assert.equal(requests.length, 2);
});

test('sends no requests and changes no state after stop', async (t) => {
  for (const [stream, expectedState] of [
    [{ chunks: [line(1, 'one')], last: 'silence' }, 'following'],
    [new KubernetesError('unreachable', 'unreachable'), 'waiting'],
  ] as const) {
    const { follower, requests, state, until } = follow(t, {}, stream);
    await until(`the state ${expectedState}`, () => state()?.state === expectedState);
    const before = state();
    follower.stop();
    for (let round = 0; round < 5; round += 1) await nextTick();
    assert.equal(requests.length, 1);
    assert.equal(state(), before);
  }
});

/** Enough data to trigger a check for a newer file. */
const muchOf = (second: number) => Buffer.concat(Array.from({ length: 70 }, () => line(second, 'x'.repeat(1000))));

test('reopens a stream that waits at the end of an old file', async (t) => {
  t.mock.timers.enable({ apis: ['setInterval', 'setTimeout'] });
  const { texts, requests, until } = follow(
    t,
    {},
    { chunks: [muchOf(1)], last: 'silence' },
    { chunks: [line(4, 'newest')], last: 'end' },
    { chunks: [line(2, 'first')], last: 'end' },
    { chunks: [line(2, 'first'), line(4, 'newest')], last: 'silence' },
    new KubernetesError('invalid', 'previous terminated container not found'),
  );
  await until('the first lines', () => texts().length === 70);
  await nextTick();
  t.mock.timers.tick(3000);
  t.mock.timers.reset();
  await until('the newest line', () => texts().at(-1) === 'newest');
  const mark =
    '[1s of logs may be missing, from 2026-11-23T10:00:01Z to 2026-11-23T10:00:02Z: log rotation or restart]';
  assert.deepEqual(texts().slice(69), ['x'.repeat(1000), mark, 'first', 'newest']);
  assert.deepEqual(
    requests.map(({ follow = false, tailLines, limitBytes, sinceTime }) => ({
      follow,
      tailLines,
      limitBytes,
      sinceTime,
    })),
    [
      { follow: true, tailLines: 1000, limitBytes: undefined, sinceTime: undefined },
      { follow: false, tailLines: 1, limitBytes: 40, sinceTime: undefined },
      { follow: false, tailLines: undefined, limitBytes: 40, sinceTime: undefined },
      { follow: true, tailLines: undefined, limitBytes: undefined, sinceTime: '2026-11-23T10:00:01.000Z' },
      // Checks whether the container was restarted.
      { follow: false, tailLines: undefined, limitBytes: undefined, sinceTime: '2026-11-23T10:00:01.000Z' },
    ],
  );
});

test('checks an idle stream immediately after much data, and otherwise every ten minutes', async (t) => {
  t.mock.timers.enable({ apis: ['setInterval', 'setTimeout'] });
  let now = performance.now();
  t.mock.method(performance, 'now', () => now);
  for (const [chunk, lines, atOnce, afterTenMinutes] of [
    [muchOf(1), 70, 1, 2],
    [line(1, 'little'), 1, 0, 1],
  ] as const) {
    const newest = { chunks: [line(1, 'newest')], last: 'end' } as const;
    const { texts, requests, until } = follow(t, {}, { chunks: [chunk], last: 'silence' }, newest, newest);
    await until('the first lines', () => texts().length === lines);
    const requestsAfter = async (minutes: number) => {
      await nextTick();
      now += minutes * 60_000;
      t.mock.timers.tick(minutes * 60_000);
      for (let round = 0; round < 5; round += 1) await nextTick();
      return requests.length - 1;
    };
    assert.equal(await requestsAfter(9), atOnce);
    assert.equal(await requestsAfter(11), afterTenMinutes);
  }
});
