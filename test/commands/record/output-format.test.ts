import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parse } from 'yaml';
import { list } from '../../../src/commands/job/list.ts';
import { formatData, renderBlocks, renderResult } from '../../../src/commands/record/output-format.ts';

const hostile = { name: 'a\u009b2Jb\u202ec\u007f', plain: ['x: y', 3, null] };

for (const [format, read] of [
  ['json', (text: string) => JSON.parse(text)],
  ['yaml', (text: string) => parse(text)],
] as const) {
  test(`${format} keeps the data and escapes control characters`, async () => {
    const text = await formatData(hostile, format);
    assert.doesNotMatch(text, /[\u007f-\u009f\u202a-\u202e]/);
    assert.deepEqual(read(text), hostile);
  });
}

test('YAML uses plain scalars if possible', async () => {
  assert.equal(await formatData({ name: 'Word Count', tasks: 2 }, 'yaml'), 'name: Word Count\ntasks: 2');
});

for (const count of [0, 1, 250]) {
  test(`prints a list of ${count} jobs in blocks, with the same output as without blocks`, async () => {
    const job = { state: 'RUNNING', name: 'x', startTime: 1, endTime: undefined, lastModification: 1 };
    const jobs = Array.from({ length: count }, (_, id) => ({
      ...job,
      id: String(id),
      tasks: { total: 1, running: 1 },
    }));
    for (const format of ['text', 'wide', 'json', 'yaml', 'name'] as const) {
      const blocks: string[] = [];
      for await (const block of renderBlocks(list.render, { jobs, healths: new Map(), all: true, listedAt: 2 }, format))
        blocks.push(block);
      assert.equal(
        blocks.join('\n'),
        await renderResult(list.render, { jobs, healths: new Map(), all: true, listedAt: 2 }, format),
      );
      if (count > 100 && format !== 'name') assert.ok(blocks.length > 2);
    }
  });
}

test('the duration of a running job ends at the time of the list, and that of an ended job at its end', async () => {
  const job = { name: 'x', startTime: 1000, lastModification: 1, tasks: { total: 1 } };
  const running = { ...job, id: 'a', state: 'RUNNING', endTime: undefined } as const;
  const ended = { ...job, id: 'b', state: 'FINISHED', endTime: 4000 } as const;
  const result = { jobs: [running, ended], healths: new Map(), all: true, listedAt: 61_000 };
  const data = JSON.parse(await renderResult(list.render, result, 'json'));
  assert.deepEqual(
    data.map(({ durationMs }: { durationMs: number }) => durationMs),
    [60_000, 3000],
  );
  assert.match(await renderResult(list.render, result, 'text'), /1m .*\n.* 3s /);
});
