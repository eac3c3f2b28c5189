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

test('a file that others have written since has the levels too, if each of them is there', () => {
  const requested: readonly RequestedLevel[] = [{ logger: 'org.a', from: 'INFO', to: 'DEBUG' }];
  const plan = { requested, facts };
  const ours = logger('a', 'org.a', 'DEBUG');
  assert.equal(hasLevels(plan, file(...ours, ...logger('b', 'org.b', 'TRACE'))), true);
  assert.equal(hasLevels(plan, file(...logger('b', 'org.b', 'TRACE'))), false, 'not ours yet');
  assert.equal(hasLevels(plan, file(...logger('a', 'org.a', 'WARN'))), false, 'theirs over ours');
  assert.equal(hasLevels(plan, file(...ours, 'logger.c.level = INFO')), false, 'log4j takes none of it');
});

test('what the file before would show too is no sign of another file', () => {
  const requested: readonly RequestedLevel[] = [{ logger: 'org.a', from: 'INFO', to: 'INFO' }];
  assert.equal(hasLevels({ requested: requested, facts }, file()), false);
});
