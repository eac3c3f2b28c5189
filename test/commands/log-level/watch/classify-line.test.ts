import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createLineClassifier } from '../../../../src/commands/log-level/watch/watch-log.ts';
import { readLoggingConfig } from '../../../../src/logging-config/read-config.ts';

const file = (root: string, pekko: string) =>
  readLoggingConfig(
    'log4j',
    `rootLogger.level = ${root}\nlogger.pekko.name = org.apache.pekko\nlogger.pekko.level = ${pekko}\n`,
  );
const line = (level: string, logger: string) =>
  `2026-11-24 02:30:08,123 ${level.padEnd(5)} ${logger.padEnd(60)} [] - something happened`;

test('a line that only the new level lets through proves it, and no other does', () => {
  const tell = createLineClassifier(file('INFO', 'INFO'), file('DEBUG', 'INFO'));
  assert.equal(tell(line('DEBUG', 'org.example.Job')), 'new');
  assert.equal(tell(line('INFO', 'org.example.Job')), 'neither');
  assert.equal(tell(line('DEBUG', 'org.apache.pekko.Remote')), 'neither', 'pekko has a level of its own');
  assert.equal(tell('\tat org.example.Job.run(Job.java:1) DEBUG'), 'neither');
});

test('a line that the new level would not let through is from before', () => {
  const tell = createLineClassifier(file('DEBUG', 'INFO'), file('WARN', 'INFO'));
  assert.equal(tell(line('INFO', 'org.example.Job')), 'old');
  assert.equal(tell(line('ERROR', 'org.example.Job')), 'neither');
});

test('of a level that only the pod knows nothing is proven', () => {
  // biome-ignore lint/suspicious/noTemplateCurlyInString: log4j's own lookup
  const tell = createLineClassifier(file('${env:LEVEL}', 'INFO'), file('DEBUG', 'INFO'));
  assert.equal(tell(line('DEBUG', 'org.example.Job')), 'neither');
});
