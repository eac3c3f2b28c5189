import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseLogLine } from '../../src/logs/parse-log-line.ts';
import type { ParsedLine } from '../../src/logs/parsed-line.ts';
import { openLog, sent } from './log-fixtures.ts';

const job = 'a1b2c3d4e5f60718293a4b5c6d7e8f90';

const cases: readonly (readonly [name: string, line: string, parsed: Partial<ParsedLine> | undefined])[] = [
  [
    "Flink's default Log4j layout",
    '2025-01-31 12:34:56,789 INFO  org.apache.flink.runtime.taskexecutor.TaskExecutor           [] - started - at last',
    {
      layout: 'log4j',
      time: '2025-01-31 12:34:56,789',
      level: 'INFO',
      logger: 'org.apache.flink.runtime.taskexecutor.TaskExecutor',
      thread: undefined,
      context: undefined,
      message: 'started - at last',
      jobId: undefined,
    },
  ],
  [
    'a line with an NDC',
    '2025-01-31 12:34:56,789 WARN  a.B [a context] - x',
    { level: 'WARN', context: '[a context]', message: 'x' },
  ],
  [
    'a line without an NDC',
    '2025-01-31 12:34:56,789 WARN  a.B - x',
    { level: 'WARN', logger: 'a.B', context: undefined, message: 'x' },
  ],
  [
    'an MDC with only the job id',
    `2025-01-31 12:34:56,789 FATAL a.B [] ${job} - x`,
    { level: 'FATAL', logger: 'a.B', jobId: job, message: 'x' },
  ],
  [
    'an MDC with the job id in braces',
    `2025-01-31 12:34:56,789 INFO  a.B {flink-job-id=${job}} - x`,
    { logger: 'a.B', jobId: job, message: 'x' },
  ],
  [
    "Flink's default Logback layout",
    '2025-01-31 12:34:56.789 [flink-pekko.actor-4] DEBUG o.a.f.r.Some <akka.source> - x',
    {
      layout: 'logback',
      level: 'DEBUG',
      logger: 'o.a.f.r.Some',
      thread: 'flink-pekko.actor-4',
      context: '<akka.source>',
      message: 'x',
    },
  ],
  [
    'Logback without a source',
    '2025-01-31 12:34:56.789 [main] ERROR org.Some  - x',
    { level: 'ERROR', logger: 'org.Some' },
  ],
  [
    'a custom pattern',
    '2025-01-31T12:34:56.789Z [TRACE] so it is',
    { level: 'TRACE', logger: '', message: 'so it is' },
  ],
  [
    'terminal colours',
    '\u001b[36m2025-01-31 12:34:56,789\u001b[m \u001b[31mERROR\u001b[m \u001b[33ma.B\u001b[m [] - x',
    { level: 'ERROR', logger: 'a.B' },
  ],
  [
    'ECS',
    `{"@timestamp":"2025-01-31T12:34:56.789Z","log.level":"ERROR","message":"x","process.thread.name":"main","log.logger":"a.B","labels":{"flink-job-id":"${job}"}}`,
    {
      layout: 'json',
      time: '2025-01-31T12:34:56.789Z',
      level: 'ERROR',
      logger: 'a.B',
      thread: 'main',
      message: 'x',
      jobId: job,
    },
  ],
  [
    'Logstash with the message first',
    `{"@timestamp":"2025-01-31T12:34:56.789Z","@version":"1","message":"he said \\"level\\":\\"INFO\\" ${'x'.repeat(3000)}","logger_name":"a.B","thread_name":"main","level":"WARN","level_value":30000}`,
    { level: 'WARN', logger: 'a.B', thread: 'main' },
  ],
  [
    "Log4j's own JSON",
    '{"instant":{"epochSecond":1738326896,"nanoOfSecond":789000000},"thread":"main","level":"INFO","loggerName":"a.B","message":"x"}',
    { time: '2025-01-31T12:34:56.789Z', level: 'INFO', logger: 'a.B', thread: 'main', message: 'x' },
  ],
  [
    'epoch milliseconds',
    '{"timeMillis":1738326896789,"level":"INFO","message":"x"}',
    { time: '2025-01-31T12:34:56.789Z' },
  ],
  [
    'epoch seconds',
    '{"ts":1738326896.789,"level":"info","msg":"x"}',
    { time: '2025-01-31T12:34:56.789Z', message: 'x' },
  ],
  ['an unusual level name', '{"level": "warning", "message": "x"}', { level: 'WARN' }],
  ['nested ECS', '{"log":{"level":"ERROR","logger":"a.B"},"message":"x"}', { level: 'ERROR', logger: 'a.B' }],
  ['JSON without a level', '{"message":"no level here"}', undefined],
  ['invalid JSON', '{"level":"INFO"', undefined],
  ['an exception', 'java.lang.IllegalStateException: ERROR in the text only', undefined],
  ['a frame', '\tat org.apache.flink.Some.method(Some.java:1)', undefined],
  ['the start script', 'Starting kubernetes-session as a console application on host x.', undefined],
  ['a word that starts with a level name', '2025-01-31 12:34:56,789 INFORMATION is no level', undefined],
  ['an empty line', '', undefined],
];

for (const [name, line, expected] of cases) {
  test(`parses ${name}`, () => {
    const parsed = parseLogLine(line);
    if (expected === undefined || parsed === undefined) assert.equal(parsed, expected);
    else assert.deepEqual({ ...parsed, ...expected }, parsed);
  });

  test(`finds the same level and logger while receiving ${name}`, () => {
    const { source, write } = openLog();
    write(sent(0, line));
    const isCut = line === '{"level":"INFO"';
    assert.equal(source.levelAt(0), isCut ? 'INFO' : expected === undefined ? undefined : parseLogLine(line)?.level);
    assert.equal(source.loggerAt(0), parseLogLine(line)?.logger || undefined);
    assert.equal(source.roleAt(0), 'head');
  });
}
