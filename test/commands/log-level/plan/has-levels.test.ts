import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hasLevels } from '../../../../src/commands/log-level/plan/has-levels.ts';
import type { RequestedLevel, WritePlan } from '../../../../src/commands/log-level/plan/write-plan.ts';

const facts = { file: { backend: 'log4j' } } as WritePlan['facts'];
const file = (...more: readonly string[]) => ['rootLogger.level = INFO', ...more, ''].join('\n');
const logger = (key: string, name: string, level: string) => [
  `logger.${key}.name = ${name}`,
  `logger.${key}.level = ${level}`,
];

test('returns true only if the file of another client sets every requested level', () => {
  const requested: readonly RequestedLevel[] = [{ logger: 'org.a', from: 'INFO', to: 'DEBUG' }];
  const plan = { requested, facts };
  const requestedLines = logger('a', 'org.a', 'DEBUG');
  assert.equal(hasLevels(plan, file(...requestedLines, ...logger('b', 'org.b', 'TRACE'))), true);
  assert.equal(hasLevels(plan, file(...logger('b', 'org.b', 'TRACE'))), false, 'the requested level is missing');
  assert.equal(hasLevels(plan, file(...logger('a', 'org.a', 'WARN'))), false, 'the other client replaced the level');
  assert.equal(hasLevels(plan, file(...requestedLines, 'logger.c.level = INFO')), false, 'Log4j rejects the file');
});

test('returns false for an unchanged level', () => {
  const requested: readonly RequestedLevel[] = [{ logger: 'org.a', from: 'INFO', to: 'INFO' }];
  assert.equal(hasLevels({ requested, facts }, file()), false);
});
