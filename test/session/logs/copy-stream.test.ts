import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate as nextTick } from 'node:timers/promises';
import { createLogStore } from '../../../src/logs/create-log-store.ts';
import { copyStream } from '../../../src/session/logs/copy-stream.ts';
import type { LogFile } from '../../../src/session/logs/log-file.ts';
import { textsOf } from '../attached.ts';

const line = (second: number, number: number) =>
  `2026-11-23T10:00:${String(second).padStart(2, '0')}.${String(number).padStart(9, '0')}Z number ${number}\n`;
const lines = (second: number, from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => line(second, from + index)).join('');
const at = (second: number) => Date.parse(`2026-11-23T10:00:${String(second).padStart(2, '0')}Z`);

/** Copies `text` in chunks of this size. `file` is the kubelet's current log file. */
async function copy(text: string, chunkBytes: number, file: LogFile | undefined) {
  let fileReads = 0;
  const store = createLogStore();
  const writer = store.open({ uid: 'u', pod: 'p', container: 'c' });
  async function* chunks() {
    const bytes = Buffer.from(text);
    for (let from = 0; from < bytes.length; from += chunkBytes) yield bytes.subarray(from, from + chunkBytes);
  }
  await copyStream(chunks(), {
    writer,
    mayRepeat: false,
    readCurrentFile: async () => {
      fileReads += 1;
      return file;
    },
    backpressure: () => undefined,
    onWritten: () => undefined,
  });
  writer.end('complete');
  const source = store.source('u/c');
  return { texts: textsOf(source?.lines(source.first, source.end)), fileReads };
}

const between = (startsAt: number, newestAt: number): LogFile => ({ startsAt: at(startsAt), newestAt: at(newestAt) });

const numbers = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => `number ${from + index}`);

for (const text of [
  'unable to retrieve container logs for containerd://930e1d1ee4701db79686bad6819f65ab',
  'failed to try resolving symlinks in path "/var/log/pods/demo/0.log": lstat /var/log/pods/demo/0.log: no such file',
]) {
  test(`ignores the kubelet's message for a removed container: ${text.slice(0, 9)}`, async () => {
    for (const chunkBytes of [1, 1000]) assert.deepEqual((await copy(text, chunkBytes, undefined)).texts, []);
  });
}

for (const chunkBytes of [1, 7, 37, 64, 1000, 100_000]) {
  test(`marks files that the kubelet skipped and drops repeated lines, in chunks of ${chunkBytes}`, async () => {
    const skipped = `${lines(1, 1, 20)}${lines(20, 90, 120)}${lines(20, 90, 120)}${lines(20, 90, 121)}`;
    const mark =
      '[19s of logs may be missing, from 2026-11-23T10:00:01Z to 2026-11-23T10:00:20Z: the kubelet rotated the log before it was read]';
    const { texts } = await copy(skipped, chunkBytes, between(20, 20));
    assert.deepEqual(texts, [...numbers(1, 20), mark, ...numbers(90, 121)]);
  });

  test(`marks no gap for a pause in the container's output, in chunks of ${chunkBytes}`, async () => {
    const silent = `${lines(1, 1, 20)}${lines(20, 21, 40)}no time\n\nlast`;
    const expected = [...numbers(1, 40), 'no time', '', 'last'];
    assert.deepEqual((await copy(silent, chunkBytes, between(0, 20))).texts, expected);
    assert.deepEqual((await copy(silent, chunkBytes, undefined)).texts, expected, 'the kubelet has no log file');
  });
}

test('reads the current file once for all pauses in it, and again for lines after its newest line', async () => {
  const log = Array.from({ length: 10 }, (_, index) => line(index * 5, index + 1)).join('');
  assert.deepEqual(await copy(log, 1000, between(0, 45)), { texts: numbers(1, 10), fileReads: 1 });
  // The file ends at second 35. The two later pauses may be due to a new file.
  assert.deepEqual(await copy(log, 1000, between(0, 35)), { texts: numbers(1, 10), fileReads: 3 });
});

for (const [name, result, isMarked] of [
  ['does not finish in time', new Promise<never>(() => {}), true],
  ['fails', Promise.resolve(undefined), true],
  ['finds none', Promise.resolve(false), false],
] as const) {
  test(`${isMarked ? 'marks' : 'does not mark'} a gap after a pause if the check for a newer file ${name}`, async (t) => {
    t.mock.timers.enable({ apis: ['setInterval'] });
    let now = performance.now();
    t.mock.method(performance, 'now', () => now);
    const store = createLogStore();
    const writer = store.open({ uid: 'u', pod: 'p', container: 'c' });
    async function* chunks() {
      yield Buffer.from(lines(1, 1, 2000)); // enough data to trigger a check
      await nextTick();
      now += 10_000;
      t.mock.timers.tick(10_000);
      await nextTick();
      yield Buffer.from(line(11, 2001));
    }
    await copyStream(chunks(), {
      writer,
      mayRepeat: false,
      readCurrentFile: async () => between(11, 11),
      isOutdated: () => result,
      onOutdated: () => assert.fail('the stream was reported as outdated'),
      backpressure: () => undefined,
      onWritten: () => undefined,
    });
    writer.end('complete');
    const source = store.source('u/c');
    const mark =
      '[10s of logs may be missing, from 2026-11-23T10:00:01Z to 2026-11-23T10:00:11Z: the kubelet rotated the log before it was read]';
    const texts = textsOf(source?.lines(source.first, source.end)).slice(2000);
    assert.deepEqual(texts, isMarked ? [mark, 'number 2001'] : ['number 2001']);
  });
}
