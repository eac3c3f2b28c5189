import assert from 'node:assert/strict';
import { test } from 'node:test';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { all, event, openLog, sent, start, texts } from './log-fixtures.ts';

/** Creates a generator of deterministic pseudo-random numbers. */
function randomNumbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state % below;
  };
}

const kinds = [
  (number: number) => event('INFO', `line ${number}`),
  (number: number) => `\tat a.B.method(B.java:${number})`,
  (number: number) => `Caused by: a.Fault: ${number}`,
  (number: number) => `漢字 😀 ${number}`,
  () => '',
  (number: number) => `{"level":"WARN","logger_name":"json.Logger","message":"${number}"}`,
  (number: number) => `${number} ${'long '.repeat(2000)}`,
];

test('returns the same lines from memory and from disk for random chunks', async (t) => {
  const folder = await temporaryFolder(t);
  const random = randomNumbers(42);
  const lines = Array.from({ length: 3000 }, (_, number) => {
    const text = kinds[random(kinds.length)]?.(number) ?? '';
    return { at: start + number, text };
  });
  const bytes = Buffer.from(lines.map(({ at, text }) => sent(at - start, text)).join(''));

  const logs = [openLog({ folder }), openLog(), openLog({ folder, bytes: 64 * 1024 * 1024 })];
  for (const { writer } of logs) {
    for (let from = 0; from < bytes.length; ) {
      const to = from + 1 + random(5000);
      writer.write(bytes.subarray(from, to));
      from = to;
    }
  }
  // Closing the store writes everything to files, so its lines are read from files.
  await logs[0]?.store.close({ keep: true });
  const [first] = logs.map(({ source }) => all(source));
  for (const { source, store } of logs) {
    assert.deepEqual(
      texts(source),
      lines.map(({ text }) => text),
    );
    assert.deepEqual(all(source), first, 'equal levels, roles and times');
    for (let count = 0; count < 100; count += 1) {
      const from = random(3000);
      const page = source.lines(from, from + 40);
      assert.deepEqual(page, first?.slice(from, from + 40));
    }
    let sequence = source.first;
    while (sequence < source.end) {
      const block = source.block(sequence);
      assert.ok(block !== undefined && block.first === sequence);
      const count = block.starts.length - 1;
      for (let line = 0; line < count; line += 1) {
        const text: string = block.bytes.toString('utf8', block.starts[line], block.starts[line + 1]);
        const expected = lines[sequence + line];
        assert.equal(text, expected && sent(expected.at - start, expected.text));
      }
      sequence += count;
    }
    await store.close({ keep: false });
  }
});

test('loses and repeats no line when a stream breaks at random positions and resumes', () => {
  const random = randomNumbers(7);
  // Many lines have equal timestamps and texts. All of these lines must be kept.
  const lines = Array.from({ length: 400 }, (_, number) => sent(Math.floor(number / 7) * 130, `text ${number % 5}`));
  const { source, writer } = openLog();
  let from = 0;
  for (let round = 0; round < 60; round += 1) {
    const rest = Buffer.from(lines.slice(from).join(''));
    writer.begin({ isResumed: round > 0 });
    writer.write(rest.subarray(0, round === 59 ? rest.length : random(Math.min(rest.length, 3000))));
    writer.end('broken');
    const since = writer.resumeTime();
    from = since === undefined ? 0 : lines.findIndex((line) => line >= since.replace('.000Z', '.000000000Z'));
  }
  assert.deepEqual(
    texts(source),
    lines.map((line) => line.slice(31, -1)),
  );
});

const oddities = [
  '\n',
  '\r',
  ' ',
  '\tat a.B.c(D.java:1)',
  'Caused by: ',
  '2026-11-23T10:00:00.123456789Z ',
  '2026-11-23T10:00:01.000000001+02:00 ',
  '2026-13-45T99:99:99Z ',
  '0001-01-01T00:00:00Z ',
  '9999-12-31T23:59:59Z ',
  '2026-11-23 10:00:00,000 ERROR a.B [] - ',
  '{"level":"INFO"',
  'a.b.C: x',
  '\0\u001b[31m\u202e',
  'x'.repeat(70_000),
] as const;

test('entries of random input have consecutive sequences, non-decreasing times and valid heads', () => {
  const random = randomNumbers(3);
  for (let round = 0; round < 100; round += 1) {
    const { source, writer, store } = openLog({ memoryBytes: round % 2 === 0 ? 50_000 : 5_000_000 });
    for (let count = random(300); count > 0; count -= 1) {
      writer.write(Buffer.from(oddities[random(oddities.length)] ?? '', random(20) === 0 ? 'utf16le' : 'utf8'));
      const action = random(60);
      if (action === 0) writer.markGap('a gap');
      if (action === 1) writer.end(random(2) === 0 ? 'complete' : 'broken');
      if (action === 2) writer.begin({ isResumed: random(2) === 0 });
    }
    let time = Number.NEGATIVE_INFINITY;
    for (const [index, line] of all(source).entries()) {
      const { sequence } = line;
      assert.equal(sequence, source.first + index);
      assert.ok(source.timeAt(sequence) >= time, `${source.timeAt(sequence)} after ${time}`);
      time = source.timeAt(sequence);
      const head = source.headOf(sequence);
      assert.ok(head >= source.first && head <= sequence);
      assert.ok(line.kind === 'gap' || !line.text.includes('\n'));
    }
    assert.equal(all(source).length, source.counters.kept);
    assert.ok(store.exceptions().every(({ count }) => count > 0));
  }
});

test('distinguishes lines by nanoseconds', () => {
  const { source, writer } = openLog();
  const at = (nanoseconds: string) => Buffer.from(`2026-11-23T10:00:00.${nanoseconds}Z the same\n`);
  writer.write(at('000000001'));
  writer.begin({ isResumed: true });
  writer.write(at('000000001'));
  writer.write(at('000000002'));
  assert.equal(source.counters.received, 2);
});

test('uses less than 120 MiB of memory for a million lines in files', async (t) => {
  const folder = await temporaryFolder(t);
  const { store, source, writer } = openLog({ folder });
  const chunk = Buffer.from(
    Array.from({ length: 500 }, (_, number) => sent(number, event('INFO', 'x'.repeat(150)))).join(''),
  );
  const before = process.memoryUsage();
  for (let count = 0; count < 2000; count += 1) {
    writer.write(chunk);
    await (store.backpressure() ?? new Promise((resolve) => setImmediate(resolve)));
  }
  const after = process.memoryUsage();
  assert.equal(source.end, 1_000_000);
  const grown = after.heapUsed - before.heapUsed + after.arrayBuffers - before.arrayBuffers;
  assert.ok(grown < 120 * 1024 * 1024, `${source.counters.bytes} bytes of lines use ${grown} bytes of memory`);
  await store.close({ keep: false });
});
