import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fullLoggerName, isShortened } from '../../../src/logs/talkers/full-logger-name.ts';
import { nextLevelUp, predictions, savedShare } from '../../../src/logs/talkers/predict-savings.ts';
import { type Counted, sumTalkers, type Talker } from '../../../src/logs/talkers/talkers.ts';

/** Bytes by level that the logger `a.Busy` writes within a second, beside 100 bytes of another one. */
function talkerOf(bytes: Partial<Record<NonNullable<Counted['level']>, number>>): Talker {
  const sum = sumTalkers();
  const common = { pod: 'tm', lines: 1, events: 1, overMs: 1000 };
  for (const [level, count] of Object.entries(bytes)) {
    sum.add({ ...common, logger: 'a.Busy', level: level as Counted['level'], bytes: count });
  }
  sum.add({ ...common, logger: 'a.Other', level: 'INFO', bytes: 100 });
  return sum.talkers().talkers.find(({ logger }) => logger === 'a.Busy') ?? assert.fail();
}

test('a level saves the bytes below it, as a share of the whole log', () => {
  const talker = talkerOf({ DEBUG: 500, INFO: 300, WARN: 100 });
  assert.equal(talker.share, 0.9);
  assert.deepEqual(
    predictions(talker).map(({ level, savedShare: share }) => [level, Math.round(share * 100)]),
    [
      ['INFO', 50],
      ['WARN', 80],
      ['ERROR', 90],
    ],
  );
  assert.equal(savedShare(talker, 'DEBUG'), 0);
});

test('the next level up is above the lowest level that matters, and never hides errors', () => {
  assert.equal(nextLevelUp(talkerOf({ INFO: 100 })), 'WARN');
  assert.equal(nextLevelUp(talkerOf({ DEBUG: 1, INFO: 500 })), 'WARN');
  assert.equal(nextLevelUp(talkerOf({ DEBUG: 50, INFO: 500 })), 'INFO');
  assert.equal(nextLevelUp(talkerOf({ WARN: 100 })), 'ERROR');
  assert.equal(nextLevelUp(talkerOf({ ERROR: 100 })), undefined);
  assert.equal(nextLevelUp({ ...talkerOf({ INFO: 100 }), logger: '' }), undefined);
});

test('a name that the layout has shortened is recognised, and found if it is the only one', () => {
  const full = [
    'org.apache.flink.runtime.checkpoint.CheckpointCoordinator',
    'org.apache.flink.runtime.taskmanager.Task',
  ];
  assert.equal(isShortened('o.a.f.runtime.taskmanager.Task', full), true);
  assert.equal(isShortened('Numbers', full), false, 'a class of the default package');
  assert.equal(isShortened('Task', ['Task', 'CheckpointCoordinator']), true);
  assert.equal(fullLoggerName('o.a.f.r.checkpoint.CheckpointCoordinator', full), full[0]);
  assert.equal(fullLoggerName('Task', full), full[1]);
  assert.equal(fullLoggerName('o.a.f.r.t.Other', full), undefined);
  assert.equal(fullLoggerName('Task', [...full, 'com.example.Task']), undefined);
});
