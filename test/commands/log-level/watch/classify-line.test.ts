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

test('a line that only the new level allows is evidence', () => {
  const classify = createLineClassifier(file('INFO', 'INFO'), file('DEBUG', 'INFO'));
  assert.equal(classify(line('DEBUG', 'org.example.Job')), 'new');
  assert.equal(classify(line('INFO', 'org.example.Job')), 'neither');
  assert.equal(classify(line('DEBUG', 'org.apache.pekko.Remote')), 'neither', 'pekko has its own level');
  assert.equal(classify('\tat org.example.Job.run(Job.java:1) DEBUG'), 'neither');
});

test('a line that only the old level allows is classified as old', () => {
  const classify = createLineClassifier(file('DEBUG', 'INFO'), file('WARN', 'INFO'));
  assert.equal(classify(line('INFO', 'org.example.Job')), 'old');
  assert.equal(classify(line('ERROR', 'org.example.Job')), 'neither');
});

test('a level from an environment variable is no evidence', () => {
  // biome-ignore lint/suspicious/noTemplateCurlyInString: Log4j lookup syntax
  const classify = createLineClassifier(file('${env:LEVEL}', 'INFO'), file('DEBUG', 'INFO'));
  assert.equal(classify(line('DEBUG', 'org.example.Job')), 'neither');
});
