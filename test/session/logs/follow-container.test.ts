import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { KubernetesApi, PodLogOptions } from '../../../src/kubernetes/api.ts';
import { KubernetesError } from '../../../src/kubernetes/error.ts';
import { createLogStore } from '../../../src/logs/create-log-store.ts';
import { followContainer } from '../../../src/session/logs/follow-container.ts';
import { type PodFacts, podFacts } from '../../../src/session/pods/pod-facts.ts';
import { textsOf, until } from '../attached.ts';
import { podOf, running, terminated } from '../pods/pod-fixtures.ts';

const line = (second: number, text: string) =>
  Buffer.from(`2026-11-23T10:00:${String(second).padStart(2, '0')}.000000000Z ${text}\n`);

/** One stream as the kubelet serves it: these chunks, and then an end, an error, or silence until it is given up. */
type Stream = { readonly chunks: readonly Uint8Array[]; readonly last: 'end' | 'silence' | KubernetesError };

async function* play({ chunks, last }: Stream, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  yield* chunks;
  if (last instanceof KubernetesError) throw last;
  if (last === 'silence') await new Promise((resolve) => signal.addEventListener('abort', resolve));
}

/** Follows a container whose log is served as these streams, one for each request. */
function follow(
  t: { after: (run: () => void) => void },
  pod: Parameters<typeof podOf>[0],
  ...streams: (Stream | KubernetesError)[]
) {
  const asked: PodLogOptions[] = [];
  const store = createLogStore();
  const writer = store.open({ uid: 'u', pod: 'demo', container: 'flink-main-container' });
  let facts: PodFacts | undefined = podFacts(podOf(pod));
  const podLog: KubernetesApi['podLog'] = async (options, signal) => {
    asked.push(options);
    const stream = streams.shift() ?? { chunks: [], last: 'silence' };
    if (stream instanceof KubernetesError) throw stream;
    return play(stream, signal);
  };
  const follower = followContainer(
    { podLog },
    { namespace: 'flink', pod: 'demo', container: 'flink-main-container', facts: () => facts, writer },
  );
  t.after(follower.stop);
  const source = store.source('u/flink-main-container');
  return {
    asked,
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

test('a stream that breaks goes on where it was, with nothing twice', async (t) => {
  const broken = new KubernetesError('unreachable', 'the connection broke');
  const { asked, texts, state, until } = follow(
    t,
    {},
    { chunks: [line(1, 'one'), line(2, 'two'), line(3, 'half').subarray(0, 33)], last: broken },
    { chunks: [line(2, 'two'), line(3, 'half of it'), line(4, 'four')], last: 'silence' },
  );
  await until('the rest', () => texts().length === 4);
  assert.deepEqual(texts(), ['one', 'two', 'half of it', 'four']);
  assert.deepEqual(state(), { state: 'following' });
  assert.deepEqual(
    asked.map(({ tailLines, sinceTime, follow, timestamps }) => ({ tailLines, sinceTime, follow, timestamps })),
    [
      { tailLines: 1000, sinceTime: undefined, follow: true, timestamps: true },
      { tailLines: undefined, sinceTime: '2026-11-23T10:00:02.000Z', follow: true, timestamps: true },
    ],
  );
});

test('a stream that ends within a line goes on there: the API server ends one so too when it has lost the kubelet', async (t) => {
  const { texts, until } = follow(
    t,
    {},
    { chunks: [line(1, 'one'), line(2, 'two and more').subarray(0, 33)], last: 'end' },
    { chunks: [line(1, 'one'), line(2, 'two and more'), line(3, 'three')], last: 'silence' },
  );
  await until('the rest', () => texts().length === 3);
  assert.deepEqual(texts(), ['one', 'two and more', 'three']);
});

for (const [what, end] of [
  ['its container has ended', { state: terminated(239) }],
  ['its pod is gone', undefined],
] as const) {
  test(`a last line without an end is a line as soon as ${what}`, async (t) => {
    const log: Stream = { chunks: [line(1, 'one'), line(2, 'the last').subarray(0, -1)], last: 'end' };
    const { texts, state, change, until } = follow(t, {}, log, log);
    await until('the end of the stream', () => state()?.state === 'waiting');
    assert.deepEqual(texts(), ['one']);
    change(end);
    await until('the end', () => state()?.state === 'ended');
    assert.deepEqual(texts(), ['one', 'the last']);
  });
}

test('a last line without an end stays where its container was removed before it could be read again', async (t) => {
  const { asked, texts, state, change, until } = follow(
    t,
    {},
    { chunks: [line(1, 'one'), line(2, 'the last').subarray(0, -1)], last: 'end' },
    { chunks: [Buffer.from('unable to retrieve container logs for containerd://930e1d1ee470')], last: 'end' },
    { chunks: [], last: 'end' },
    new KubernetesError('not-found', 'There is no pod demo.'),
  );
  for (const tries of [1, 2, 3, 4]) {
    await until('the end of the stream', () => asked.length === tries && state()?.state === 'waiting');
    change({});
  }
  change(undefined);
  await until('the end', () => state()?.state === 'ended');
  assert.deepEqual(texts(), ['one', 'the last']);
});

test('a last line without an end comes before the mark of a restart, whether or not the run before can still be read', async (t) => {
  const cut = line(2, 'its last words').subarray(0, -1);
  const gone = new KubernetesError('invalid', 'previous terminated container not found');
  for (const before of [gone, { chunks: [line(1, 'one'), cut], last: 'end' }] as const) {
    const { texts, state, change, until } = follow(
      t,
      { role: 'jobmanager' },
      { chunks: [line(1, 'one'), cut], last: 'end' },
      before,
      {
        chunks: [line(9, 'second run')],
        last: 'silence',
      },
    );
    await until('the end of the first run', () => state()?.state === 'waiting');
    change({ role: 'jobmanager', restartCount: 1, lastState: terminated(2) });
    await until('the second run', () => texts().includes('second run'));
    assert.deepEqual(texts().slice(0, 2), ['one', 'its last words']);
    assert.match(texts()[2] ?? '', /^\[the container was started again/);
    assert.equal(texts().length, 4);
  }
});

test('while it waits, it says why and until when', async (t) => {
  const { state, until } = follow(t, {}, new KubernetesError('unreachable', 'nobody there'));
  await until('waiting', () => state()?.state === 'waiting');
  const waiting = state();
  assert.ok(waiting?.state === 'waiting');
  assert.equal(waiting.reason, 'nobody there');
  assert.ok(waiting.nextTryAt > Date.now());
});

test('a container that has not started is waited for, and followed when it has', async (t) => {
  const notYet = new KubernetesError('invalid', 'container is waiting to start: ContainerCreating');
  const { state, change, texts, until } = follow(t, { state: { waiting: { reason: 'ContainerCreating' } } }, notYet, {
    chunks: [line(1, 'hello')],
    last: 'silence',
  });
  await until('waiting', () => state()?.state === 'waiting');
  const waiting = state();
  assert.equal(waiting?.state === 'waiting' && waiting.reason, 'its container has not started yet');
  change({ state: running() });
  await until('the first line', () => texts().length === 1);
});

test('a container that is started again and again is asked for its log less and less often', async (t) => {
  const log: Stream = { chunks: [line(1, 'it ends')], last: 'end' };
  const { state, texts, until } = follow(
    t,
    { role: 'jobmanager', state: { waiting: { reason: 'CrashLoopBackOff' } }, restartCount: 3 },
    ...[log, log, log],
  );
  await until('a longer pause', () => {
    const now = state();
    return now?.state === 'waiting' && now.nextTryAt - Date.now() > 1500;
  });
  const waiting = state();
  assert.equal(
    waiting?.state === 'waiting' && waiting.reason,
    'its container is started again after a pause (CrashLoopBackOff)',
  );
  assert.deepEqual(texts(), ['it ends']);
});

test('what a container waits for before its start is said', async (t) => {
  const notYet = new KubernetesError('invalid', 'container is waiting to start: trying and failing to pull image');
  const { state, until } = follow(t, { state: { waiting: { reason: 'ImagePullBackOff' } } }, notYet);
  await until('waiting', () => state()?.state === 'waiting');
  const waiting = state();
  assert.equal(waiting?.state === 'waiting' && waiting.reason, 'its container has not started yet: ImagePullBackOff');
});

test('a restart of the container is marked with how the run before ended', async (t) => {
  const { change, texts, until, state, asked } = follow(
    t,
    { role: 'jobmanager' },
    { chunks: [line(1, 'first run')], last: 'end' },
    { chunks: [line(1, 'first run'), line(2, 'its last words')], last: 'end' },
    { chunks: [line(9, 'second run')], last: 'silence' },
  );
  await until('the end of the first run', () => state()?.state === 'waiting');
  change({ role: 'jobmanager', restartCount: 1, lastState: terminated(2) });
  await until('the second run', () => texts().includes('second run'));
  const mark = '[the container was started again (exit code 2: JobManager runtime failure)]';
  assert.deepEqual(texts(), ['first run', 'its last words', mark, 'second run']);
  assert.deepEqual(
    asked.map(({ previous = false, follow = false, sinceTime }) => ({ previous, follow, sinceTime })),
    [
      { previous: false, follow: true, sinceTime: undefined },
      { previous: true, follow: false, sinceTime: '2026-11-23T10:00:01.000Z' },
      { previous: false, follow: true, sinceTime: undefined },
    ],
  );
});

test('where the run before was silent nothing is said to be missing of it', async (t) => {
  const { change, texts, until, state } = follow(
    t,
    { role: 'jobmanager' },
    { chunks: [line(1, 'first run')], last: 'end' },
    { chunks: [line(1, 'first run'), line(11, 'its last words')], last: 'end' },
    { chunks: [line(30, 'second run')], last: 'silence' },
  );
  await until('the end of the first run', () => state()?.state === 'waiting');
  change({ role: 'jobmanager', restartCount: 1, lastState: terminated(2) });
  await until('the second run', () => texts().includes('second run'));
  const mark = '[the container was started again (exit code 2: JobManager runtime failure)]';
  assert.deepEqual(texts(), ['first run', 'its last words', mark, 'second run']);
});

test('a TaskManager that ended is read to its end, and says how', async (t) => {
  const { texts, state, until, asked } = follow(
    t,
    { state: terminated(239) },
    { chunks: [line(1, 'the last')], last: 'end' },
    { chunks: [line(1, 'the last'), line(1, 'words')], last: 'end' },
    { chunks: [line(1, 'the last'), line(1, 'words')], last: 'end' },
  );
  await until('the end', () => state()?.state === 'ended');
  assert.deepEqual(texts(), ['the last', 'words']);
  assert.deepEqual(state(), { state: 'ended', reason: 'exit code 239: fatal uncaught exception' });
  await nextTurn();
  assert.equal(asked.length, 2);
});

test('a pod that is gone ends its log, which stays', async (t) => {
  const { change, state, texts, until } = follow(t, {}, { chunks: [line(1, 'kept')], last: 'end' });
  await until('the end of the stream', () => state()?.state === 'waiting');
  change(undefined);
  await until('the end', () => state()?.state === 'ended');
  assert.deepEqual(state(), { state: 'ended', reason: 'its pod is gone' });
  assert.deepEqual(texts(), ['kept']);
});

test('of a pod whose node was lost lines may be missing, though its stream ended well', async (t) => {
  const lost = new KubernetesError('server', 'dial tcp 10.0.0.9:10250: i/o timeout');
  const { change, state, texts, until } = follow(t, {}, { chunks: [line(1, 'kept')], last: 'end' }, lost);
  await until('the failure', () => {
    const now = state();
    return now?.state === 'waiting' && now.reason === lost.message;
  });
  change(undefined);
  await until('the end', () => state()?.state === 'ended');
  assert.deepEqual(texts(), [
    'kept',
    '[lines after 2026-11-23T10:00:01Z may be missing: the connection broke, and then the pod was gone]',
  ]);
});

test('half a line that a broken connection left is none, where the pod is gone then', async (t) => {
  const broken = new KubernetesError('unreachable', 'the connection broke');
  const half = line(2, 'half of a line that is longer').subarray(0, 45);
  const { change, state, texts, until } = follow(t, {}, { chunks: [line(1, 'kept'), half], last: broken }, broken);
  await until('the failure', () => state()?.state === 'waiting');
  change(undefined);
  await until('the end', () => state()?.state === 'ended');
  assert.deepEqual(texts(), [
    'kept',
    '[lines after 2026-11-23T10:00:01Z may be missing: the connection broke, and then the pod was gone]',
  ]);
});

for (const [what, before, expected] of [
  [
    'reaches back to its newest line was started again, whatever its status tells',
    [line(1, 'one'), line(2, 'its last words')],
    ['one', 'its last words', '[the container was started again]', 'second run'],
  ],
  [
    'begins later was rotated',
    [line(5, 'of an older run')],
    [
      'one',
      '[8s may be missing, from 2026-11-23T10:00:01Z to 2026-11-23T10:00:09Z: the log was rotated, or begins anew]',
      'second run',
    ],
  ],
] as const) {
  test(`a log that begins anew while its run before ${what}`, async (t) => {
    const { follower, texts, until } = follow(
      t,
      {},
      { chunks: [line(1, 'one')], last: 'silence' },
      { chunks: [line(9, 'second run')], last: 'silence' },
      { chunks: before, last: 'end' },
    );
    await until('the first line', () => texts().length === 1);
    follower.reopen();
    // The status is not waited for any longer than until the pod changes.
    for (let turn = 0; turn < 1000 && texts().at(-1) !== 'second run'; turn += 1) {
      follower.wake();
      await nextTurn();
    }
    assert.deepEqual(texts(), expected);
  });
}

test('a log that may not be read says so, and is read as soon as it may', async (t) => {
  const { state, follower, texts, until } = follow(
    t,
    {},
    new KubernetesError('forbidden', 'You may not get pods/log.'),
    { chunks: [line(1, 'allowed')], last: 'silence' },
  );
  await until('the refusal', () => state()?.state === 'denied');
  assert.deepEqual(state(), { state: 'denied', reason: 'You may not get pods/log.' });
  follower.wake();
  await until('a line', () => texts().length === 1);
});

test('reopening a silent stream repeats nothing', async (t) => {
  const { follower, texts, asked, until } = follow(
    t,
    {},
    { chunks: [line(1, 'one')], last: 'silence' },
    { chunks: [line(1, 'one'), line(2, 'two')], last: 'silence' },
  );
  await until('the first line', () => texts().length === 1);
  follower.reopen();
  await until('the second line', () => texts().length === 2);
  assert.deepEqual(texts(), ['one', 'two']);
  assert.equal(asked.length, 2);
});

test('one that is stopped asks for nothing more, and says nothing of it', async (t) => {
  for (const [stream, isThere] of [
    [{ chunks: [line(1, 'one')], last: 'silence' }, 'following'],
    [new KubernetesError('unreachable', 'nobody there'), 'waiting'],
  ] as const) {
    const { follower, asked, state, until } = follow(t, {}, stream);
    await until(isThere, () => state()?.state === isThere);
    const before = state();
    follower.stop();
    for (let turn = 0; turn < 5; turn += 1) await nextTurn();
    assert.equal(asked.length, 1);
    assert.equal(state(), before);
  }
});

/** More than is let pass without a look. */
const muchOf = (second: number) => Buffer.concat(Array.from({ length: 70 }, () => line(second, 'x'.repeat(1000))));

test('a stream that waits at the end of an old file is opened anew, at the file that is written to', async (t) => {
  t.mock.timers.enable({ apis: ['setInterval', 'setTimeout'] });
  const { texts, asked, until } = follow(
    t,
    {},
    { chunks: [muchOf(1)], last: 'silence' },
    { chunks: [line(4, 'newest')], last: 'end' },
    { chunks: [line(2, 'first')], last: 'end' },
    { chunks: [line(2, 'first'), line(4, 'newest')], last: 'silence' },
    new KubernetesError('invalid', 'previous terminated container not found'),
  );
  await until('the first lines', () => texts().length === 70);
  await nextTurn();
  t.mock.timers.tick(3000);
  t.mock.timers.reset();
  await until('the newest line', () => texts().at(-1) === 'newest');
  const mark =
    '[1s may be missing, from 2026-11-23T10:00:01Z to 2026-11-23T10:00:02Z: the log was rotated, or begins anew]';
  assert.deepEqual(texts().slice(69), ['x'.repeat(1000), mark, 'first', 'newest']);
  assert.deepEqual(
    asked.map(({ follow = false, tailLines, limitBytes, sinceTime }) => ({ follow, tailLines, limitBytes, sinceTime })),
    [
      { follow: true, tailLines: 1000, limitBytes: undefined, sinceTime: undefined },
      { follow: false, tailLines: 1, limitBytes: 40, sinceTime: undefined },
      { follow: false, tailLines: undefined, limitBytes: 40, sinceTime: undefined },
      { follow: true, tailLines: undefined, limitBytes: undefined, sinceTime: '2026-11-23T10:00:01.000Z' },
      // Was it another run of the container?
      { follow: false, tailLines: undefined, limitBytes: undefined, sinceTime: '2026-11-23T10:00:01.000Z' },
    ],
  );
});

test('a silence of the container costs one request, or none within ten minutes where little was written', async (t) => {
  t.mock.timers.enable({ apis: ['setInterval', 'setTimeout'] });
  let now = performance.now();
  t.mock.method(performance, 'now', () => now);
  for (const [chunk, lines, atOnce, afterTenMinutes] of [
    [muchOf(1), 70, 1, 2],
    [line(1, 'little'), 1, 0, 1],
  ] as const) {
    const newest = { chunks: [line(1, 'newest')], last: 'end' } as const;
    const { texts, asked, until } = follow(t, {}, { chunks: [chunk], last: 'silence' }, newest, newest);
    await until('the first lines', () => texts().length === lines);
    const looks = async (minutes: number) => {
      await nextTurn();
      now += minutes * 60_000;
      t.mock.timers.tick(minutes * 60_000);
      for (let turn = 0; turn < 5; turn += 1) await nextTurn();
      return asked.length - 1;
    };
    assert.equal(await looks(9), atOnce);
    assert.equal(await looks(11), afterTenMinutes);
  }
});
