import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseLine } from '../../src/logs/parse-line.ts';

const cases: readonly (readonly [line: string, level: string | undefined])[] = [
  ['2025-01-31 12:34:56,789 INFO  org.apache.flink.runtime.taskexecutor.TaskExecutor           [] - started', 'INFO'],
  ['2025-01-31 12:34:56,789 WARN  a.B [] - x', 'WARN'],
  ['2025-01-31 12:34:56.789 [main] ERROR org.apache.flink.Some  - x', 'ERROR'],
  ['2025-01-31 12:34:56.789 [flink-pekko.actor-4] DEBUG o.a.f.Some  - x', 'DEBUG'],
  ['2025-01-31T12:34:56.789Z [TRACE] x', 'TRACE'],
  ['{"@timestamp":"2025-01-31T12:34:56.789Z","log.level":"ERROR","message":"x"}', 'ERROR'],
  ['{"level": "warning", "message": "x"}', 'WARN'],
  ['{"message":"no level here"}', undefined],
  ['java.lang.IllegalStateException: ERROR in the text only', undefined],
  ['\tat org.apache.flink.Some.method(Some.java:1)', undefined],
  ['Starting kubernetes-session as a console application on host x.', undefined],
  ['2025-01-31 12:34:56,789 INFORMATION is no level', undefined],
  ['', undefined],
];

for (const [line, level] of cases) {
  test(`level of ${JSON.stringify(line.slice(0, 60))}`, () => assert.equal(parseLine(line)?.level, level));
}
