import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compileFilter } from '../../../src/logs/compile-filter.ts';
import { createFilterScan } from '../../../src/logs/view/log-scan.ts';
import { readLogText } from '../../../src/screen/logs/prompt/read-log-text.ts';
import { createLogs } from '../../logs/view/log-lines.ts';

const upTo = (last: number) => Array.from({ length: last }, (_, index) => index + 1);

/** Returns the lines of the text. Runs `meanwhile` after the first piece. */
async function collectLines(text: AsyncIterable<string>, meanwhile = () => {}): Promise<readonly string[]> {
  const pieces: string[] = [];
  for await (const piece of text) {
    pieces.push(piece);
    if (pieces.length === 1) meanwhile();
  }
  return pieces.join('').split('\n').slice(0, -1);
}

test('saves the lines that several logs had at the start, even if one log grows', async () => {
  const { write, source } = createLogs();
  for (const number of upTo(400)) write('a', 1, `a ${number}`);
  for (const number of upTo(3000)) write('b', 2000 + number, `b ${number}`);
  const lines = await collectLines(
    readLogText([source('a'), source('b')], undefined, () => {}),
    () => {
      for (const number of upTo(1500)) write('a', 1000, `later ${number}`);
    },
  );
  assert.deepEqual(lines, [
    ...upTo(400).map((number) => `[a] a ${number}`),
    ...upTo(3000).map((number) => `[b] b ${number}`),
  ]);
});

test('finishes the filter scan before saving', async () => {
  const { write, source } = createLogs();
  for (const number of upTo(20_000)) write('a', number, `${number % 2 === 0 ? 'even' : 'odd'} ${number}`);
  const texts = [{ text: 'even', isRegex: false, isNegated: false }];
  const scan = createFilterScan(compileFilter({ level: undefined, texts, loggers: [], job: undefined }));
  const lines = await collectLines(readLogText([source('a')], scan, () => {}));
  assert.equal(lines.length, 10_000);
  assert.equal(lines[0], 'even 2');
});

test('notes the missing size of a truncated line', async () => {
  const { write, source } = createLogs();
  write('a', 1, 'x'.repeat(100 * 1024));
  write('a', 2, 'whole');
  const [truncated, whole] = await collectLines(readLogText([source('a')], undefined, () => {}));
  assert.match(truncated ?? '', /x… \(36\.\d KiB truncated\)$/);
  assert.equal(whole, 'whole');
});
