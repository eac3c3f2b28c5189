import assert from 'node:assert/strict';
import { test } from 'node:test';
import { changeLoggingConfig } from '../../src/logging-config/change-config.ts';
import { diffLines } from '../../src/logging-config/diff.ts';
import { mergeThreeWay } from '../../src/logging-config/merge.ts';
import { createRandom } from './random.ts';
import { stockFile } from './stock-file.ts';

const before = stockFile('flink-2.3.properties');
const written = changeLoggingConfig('log4j', before, [
  { kind: 'set', logger: 'org.apache.kafka', level: 'DEBUG' },
  { kind: 'set', logger: 'com.example.Orders', level: 'TRACE' },
]);
/** Reverts the written change in the current text. */
const revert = (current: string) => mergeThreeWay(written, before, current);

test('restores the original text if nothing else changed', () => {
  assert.deepEqual(revert(written), { text: before, conflicts: [] });
});

test('keeps changes by other clients, even in adjacent lines', () => {
  const now = `${written.replace('monitorInterval=30', 'monitorInterval=10')}logger.mine.name = mine\n`;
  assert.deepEqual(revert(now), {
    text: `${before.replace('monitorInterval=30', 'monitorInterval=10')}logger.mine.name = mine\n`,
    conflicts: [],
  });
});

test('keeps a line that another client changed and reports the conflict', () => {
  const now = written.replace('logger.kafka.level = DEBUG', 'logger.kafka.level = OFF');
  const { text, conflicts } = revert(now);
  assert.equal(text, before.replace('logger.kafka.level = INFO', 'logger.kafka.level = OFF'));
  const line = now.slice(0, now.indexOf('logger.kafka.level')).split('\n').length;
  assert.deepEqual(conflicts, [
    {
      line,
      base: ['logger.kafka.level = DEBUG'],
      ours: ['logger.kafka.level = INFO'],
      theirs: ['logger.kafka.level = OFF'],
    },
  ]);
});

test('accepts a manual revert without a conflict', () => {
  assert.deepEqual(revert(before), { text: before, conflicts: [] });
});

test('shows changed lines with two lines of context', () => {
  const shown = diffLines(before, written).map(({ sign, line, text }) => `${sign}${line} ${text}`);
  const at = before.split('\n').indexOf('logger.kafka.level = INFO') + 1;
  const end = before.split('\n').length;
  assert.deepEqual(shown, [
    ` ${at - 2} logger.pekko.level = INFO`,
    ` ${at - 1} logger.kafka.name= org.apache.kafka`,
    `-${at} logger.kafka.level = INFO`,
    `+${at} logger.kafka.level = DEBUG`,
    ` ${at + 1} logger.hadoop.name = org.apache.hadoop`,
    ` ${at + 2} logger.hadoop.level = INFO`,
    ` ${end - 2} logger.python.name = PythonWorker`,
    ` ${end - 1} logger.python.level = ALL`,
    `+${end} logger.tui_1.name = com.example.Orders`,
    `+${end + 1} logger.tui_1.level = TRACE`,
  ]);
  assert.deepEqual(diffLines(before, before), []);
  assert.deepEqual(diffLines('a\r\n', 'a'), []);
});

test('diffs and merges random texts correctly', () => {
  for (let seed = 1; seed <= 1000; seed += 1) {
    const { below } = createRandom(seed);
    const text = () => Array.from({ length: below(12) }, () => `${below(4)}\n`).join('');
    const [base, changed, otherText] = [text(), text(), text()];
    const lines = diffLines(base, changed);
    const removed = lines.filter(({ sign }) => sign === '-').map((line) => line.line - 1);
    const added = lines.filter(({ sign }) => sign === '+');
    const rebuilt = base
      .split('\n')
      .slice(0, -1)
      .filter((_, index) => !removed.includes(index));
    for (const { line, text: content } of added) rebuilt.splice(line - 1, 0, content);
    assert.equal(rebuilt.map((line) => `${line}\n`).join(''), changed, `seed ${seed}`);

    assert.deepEqual(mergeThreeWay(base, changed, base), { text: changed, conflicts: [] }, `seed ${seed}`);
    assert.deepEqual(mergeThreeWay(base, base, otherText), { text: otherText, conflicts: [] }, `seed ${seed}`);
    assert.deepEqual(mergeThreeWay(base, changed, changed), { text: changed, conflicts: [] }, `seed ${seed}`);
  }
});
