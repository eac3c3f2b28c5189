import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parse } from 'yaml';
import { formatData } from '../../src/commands/output-format.ts';

const hostile = { name: 'a\u009b2Jb\u202ec\u007f', plain: ['x: y', 3, null] };

for (const [format, read] of [
  ['json', (text: string) => JSON.parse(text)],
  ['yaml', (text: string) => parse(text)],
] as const) {
  test(`${format} tells the same data, and nothing in it that a terminal would obey`, async () => {
    const text = await formatData(hostile, format);
    assert.doesNotMatch(text, /[\u007f-\u009f\u202a-\u202e]/);
    assert.deepEqual(read(text), hostile);
  });
}

test('YAML is as plain as it can be', async () => {
  assert.equal(await formatData({ name: 'Word Count', tasks: 2 }, 'yaml'), 'name: Word Count\ntasks: 2');
});
