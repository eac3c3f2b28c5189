import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { LogFilter } from '../../src/logs/log-filter.ts';
import { LogFilterError } from '../../src/logs/log-filter.ts';
import { createEventMatcher, type LogEvent } from '../../src/logs/match-event.ts';

const all: LogFilter = { level: undefined, texts: [], loggers: [], job: undefined };
const failure: LogEvent = {
  level: 'ERROR',
  logger: 'org.apache.flink.runtime.taskmanager.Task',
  text: 'Source: Words -> Map (1/2)#0 switched to FAILED\njava.io.IOException: Disk full\n\tat a.B.c(B.java:7)',
};
const printed: LogEvent = { level: undefined, logger: undefined, text: 'hello from user code' };

const passes = (filter: Partial<LogFilter>, event: LogEvent = failure) =>
  createEventMatcher({ ...all, ...filter })(event);
const text = (value: string, isNegated = false, isRegex = false) => ({ texts: [{ text: value, isNegated, isRegex }] });

test('case counts if there is a capital', () => {
  assert.equal(passes(text('disk FULL')), false);
  assert.equal(passes(text('disk full')), true);
  assert.equal(passes(text('Disk full')), true);
  assert.equal(passes(text('IOexception')), false);
  assert.equal(passes(text('\\S+exception', false, true)), true, 'the S of a class is no capital');
});

test('a text is a text: only a regular expression has signs that mean something', () => {
  assert.equal(passes(text('(1/2)#0')), true);
  assert.equal(passes(text('a.B.c(B.java:7)')), true);
  assert.equal(passes(text('a.b.c.b')), false);
  assert.equal(passes(text('^java\\.io\\.\\w+: disk', false, true)), true, 'of each line');
  assert.equal(passes(text('FAILED\\s+java', false, true)), false, 'of one line at a time');
});

test('all texts must hold, negated ones nowhere', () => {
  assert.equal(passes({ texts: [...text('disk').texts, ...text('task', true).texts] }), true);
  assert.equal(passes({ texts: [...text('disk').texts, ...text('words', true).texts] }), false);
  assert.equal(passes({ texts: [...text('disk').texts, ...text('network').texts] }), false);
});

test('a level is a threshold, and what no logger wrote passes it', () => {
  assert.equal(passes({ level: 'WARN' }), true);
  assert.equal(passes({ level: 'FATAL' }), false);
  assert.equal(passes({ level: 'ERROR' }, printed), true);
});

test('loggers are named in full, by package or by class', () => {
  for (const name of [
    'org.apache.flink.runtime.taskmanager.Task',
    'org.apache.flink',
    'Task',
    'task',
    'org.apache.*',
  ]) {
    assert.equal(passes({ loggers: [name] }), true, name);
  }
  for (const name of ['org.apache.flink.runtime.task', 'ask', 'com.example']) {
    assert.equal(passes({ loggers: [name] }), false, name);
  }
  assert.equal(passes({ loggers: ['com.example', 'Task'] }), true, 'any of them');
  assert.equal(passes({ loggers: ['Task'] }, printed), false);
});

test("a job is known by its id, its name, and its tasks' names", () => {
  const id = 'a1b2c3d4e5f60718293a4b5c6d7e8f90';
  assert.equal(passes({ job: { id, names: ['WordCount', 'Source: Words -> Map'] } }), true);
  assert.equal(passes({ job: { id, names: ['WordCount'] } }), false);
  assert.equal(passes({ job: { id, names: [] } }, { ...printed, text: `[${id}] done` }), true);
});

test('what is no regular expression is refused in a sentence', () => {
  assert.throws(
    () => createEventMatcher({ ...all, ...text('(open', false, true) }),
    (error) => error instanceof LogFilterError && /^"\(open" is no regular expression: \S/.test(error.message),
  );
});
