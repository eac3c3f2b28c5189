import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { StreamedItem } from '../../../src/logs/stream/streamed-event.ts';
import { createStreamingWriter } from '../../../src/logs/stream/streaming-writer.ts';

const stamp = (second: number, nanoseconds = 0) =>
  `2026-11-24T02:00:${String(second).padStart(2, '0')}.${String(nanoseconds).padStart(9, '0')}Z`;

function formatItem(item: StreamedItem): string {
  return item.kind === 'marker' ? `<${item.text}>` : item.text;
}

/** Returns the texts of an ended log. */
async function textsOf(write: (writer: ReturnType<typeof createStreamingWriter>['writer']) => void) {
  const { writer, items } = createStreamingWriter({ pod: 'a', container: 'main' });
  write(writer);
  writer.setState({ state: 'ended', reason: 'over' });
  const texts: string[] = [];
  for await (const batch of items(new AbortController().signal)) texts.push(...batch.map(formatItem));
  return texts;
}

test('accepts chunks of any size', async () => {
  const log = Buffer.from(`${stamp(1)} ä one\n${stamp(2)} two\n${stamp(3)} three\n`);
  for (let size = 1; size < log.length; size += 3) {
    const texts = await textsOf((writer) => {
      writer.begin({ isResumed: false });
      for (let from = 0; from < log.length; from += size) writer.write(log.subarray(from, from + size));
      writer.end('complete');
    });
    assert.deepEqual(texts, ['ä one', 'two', 'three'], `chunks of ${size} bytes`);
  }
});

test('drops repeated lines and completes an incomplete line when a log resumes', async () => {
  const texts = await textsOf((writer) => {
    writer.begin({ isResumed: false });
    writer.write(Buffer.from(`${stamp(1)} one\n${stamp(2, 5)} two\n${stamp(2, 5)} two\n${stamp(2, 7)} thr`));
    writer.end('broken');
    assert.equal(writer.resumeTime(), '2026-11-24T02:00:02.000Z');
    writer.begin({ isResumed: true });
    writer.write(Buffer.from(`${stamp(2, 5)} two\n${stamp(2, 5)} two\n${stamp(2, 5)} two\n${stamp(2, 7)} three\n`));
    writer.end('complete');
  });
  assert.deepEqual(texts, ['one', 'two', 'two', 'two', 'three']);
});

test('emits a line without a line end only at the end of the log', async () => {
  const texts = await textsOf((writer) => {
    writer.begin({ isResumed: false });
    writer.write(Buffer.from(`${stamp(1)} one\n${stamp(2)} tw`));
    writer.begin({ isResumed: true });
    writer.write(Buffer.from(`${stamp(1)} one\n${stamp(2)} two and more\n${stamp(3)} the last`));
    writer.end('complete');
  });
  assert.deepEqual(texts, ['one', 'two and more', 'the last']);
});

test('emits a gap marker for missing lines', async () => {
  const texts = await textsOf((writer) => {
    writer.begin({ isResumed: false });
    writer.write(Buffer.from(`${stamp(1)} one\n`));
    writer.end('broken');
    writer.begin({ isResumed: true });
    writer.write(Buffer.from(`${stamp(9)} nine\n`));
  });
  assert.equal(texts.length, 3);
  assert.deepEqual([texts[0], texts[2]], ['one', 'nine']);
  assert.match(texts[1] ?? '', /^<8s of logs may be missing, from .*01Z to .*09Z/);
});

test('emits an event after a time without new lines, and later lines as a continuation', async () => {
  const { writer, items } = createStreamingWriter({ pod: 'a', container: 'main' });
  const batches = items(new AbortController().signal);
  writer.setState({ state: 'following' });
  assert.deepEqual((await batches.next()).value, [], 'the log is open');
  writer.write(Buffer.from(`${stamp(1)} 2026-11-24 02:00:01,000 ERROR a.B [] - failed\n`));
  const [head] = (await batches.next()).value ?? [];
  writer.write(Buffer.from(`${stamp(1, 9)} \tat a.B.c(B.java:1)\n`));
  const [rest] = (await batches.next()).value ?? [];
  assert.ok(head?.kind === 'event' && rest?.kind === 'event');
  assert.deepEqual(
    [head.isContinuation, rest.isContinuation, rest.level, rest.text],
    [false, true, 'ERROR', '\tat a.B.c(B.java:1)'],
  );
});

test('resolves the backpressure after the items are read', async () => {
  const { writer, items, backpressure } = createStreamingWriter({ pod: 'a', container: 'main' });
  writer.write(Buffer.from(`${stamp(1)} one\n${stamp(2)} two\n`));
  let isDrained = false;
  const draining = backpressure()?.then(() => {
    isDrained = true;
  });
  await new Promise(setImmediate);
  assert.equal(isDrained, false);
  const batches = items(new AbortController().signal);
  await batches.next();
  void batches.next();
  await draining;
});
