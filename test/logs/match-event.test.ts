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

const matches = (filter: Partial<LogFilter>, event: LogEvent = failure) =>
  createEventMatcher({ ...all, ...filter })(event);
const text = (value: string, isNegated = false, isRegex = false) => ({ texts: [{ text: value, isNegated, isRegex }] });

test('is case-sensitive if the text has a capital letter', () => {
  assert.equal(matches(text('disk FULL')), false);
  assert.equal(matches(text('disk full')), true);
  assert.equal(matches(text('Disk full')), true);
  assert.equal(matches(text('IOexception')), false);
  assert.equal(matches(text('\\S+exception', false, true)), true, 'the S of \\S does not count as a capital letter');
});

test('treats special characters literally except in regular expressions', () => {
  assert.equal(matches(text('(1/2)#0')), true);
  assert.equal(matches(text('a.B.c(B.java:7)')), true);
  assert.equal(matches(text('a.b.c.b')), false);
  assert.equal(matches(text('^java\\.io\\.\\w+: disk', false, true)), true, 'matches each line');
  assert.equal(matches(text('FAILED\\s+java', false, true)), false, 'does not match across lines');
});

test('requires all texts and excludes negated ones', () => {
  assert.equal(matches({ texts: [...text('disk').texts, ...text('task', true).texts] }), true);
  assert.equal(matches({ texts: [...text('disk').texts, ...text('words', true).texts] }), false);
  assert.equal(matches({ texts: [...text('disk').texts, ...text('network').texts] }), false);
});

test('treats a level as a minimum and accepts events without a level', () => {
  assert.equal(matches({ level: 'WARN' }), true);
  assert.equal(matches({ level: 'FATAL' }), false);
  assert.equal(matches({ level: 'ERROR' }, printed), true);
});

test('matches loggers by full name, package or class', () => {
  for (const name of [
    'org.apache.flink.runtime.taskmanager.Task',
    'org.apache.flink',
    'Task',
    'task',
    'org.apache.*',
  ]) {
    assert.equal(matches({ loggers: [name] }), true, name);
  }
  for (const name of ['org.apache.flink.runtime.task', 'ask', 'com.example']) {
    assert.equal(matches({ loggers: [name] }), false, name);
  }
  assert.equal(matches({ loggers: ['com.example', 'Task'] }), true, 'one matching logger is enough');
  assert.equal(matches({ loggers: ['Task'] }, printed), false);
});

test('matches a job by its id, its name and its task names', () => {
  const id = 'a1b2c3d4e5f60718293a4b5c6d7e8f90';
  assert.equal(matches({ job: { id, names: ['WordCount', 'Source: Words -> Map'] } }), true);
  assert.equal(matches({ job: { id, names: ['WordCount'] } }), false);
  assert.equal(matches({ job: { id, names: [] } }, { ...printed, text: `[${id}] done` }), true);
});

test('rejects an invalid regular expression with a message', () => {
  assert.throws(
    () => createEventMatcher({ ...all, ...text('(open', false, true) }),
    (error) => error instanceof LogFilterError && /^"\(open" is not a valid regular expression: \S/.test(error.message),
  );
});
