import assert from 'node:assert/strict';
import { test } from 'node:test';
import { logLevel } from '../../../../src/commands/log-level/log-level.ts';
import { reportOverdueLevels } from '../../../../src/commands/log-level/write/report-overdue.ts';
import type { Services } from '../../../../src/commands/record/command.ts';
import { withSession } from '../../session-under-test.ts';

test('the command to revert an overdue level contains the namespace', () =>
  withSession({}, async ({ connection, demo: { clusterId, namespace }, passTime }) => {
    const saved = new Map<string, string>();
    const local = {
      user: 'ann@laptop',
      journals: '/dev/null/journal',
      read: async (name: string) => saved.get(name),
      write: async (name: string, text: string | undefined) => saved.set(name, text ?? '') !== undefined,
    };
    const services: Services = { frontend: 'subcommand', connection, snapshot: undefined, now: Date.now, local };
    const signal = AbortSignal.timeout(20_000);
    const input = { arguments: ['root', 'WARN'], options: { for: 1000, 'no-wait': true } } as const;
    const run = logLevel.run(services, await logLevel.plan(services, input, signal), signal);
    while ((await run.next()).done !== true);
    await passTime(60_000);
    const messages = await reportOverdueLevels(services, signal);
    assert.match(messages.join('\n'), /^root is still WARN: revert overdue by \S+, run /);
    assert.ok(
      messages[0]?.endsWith(`run flink-tui log-level ${clusterId} -n ${namespace} --overdue`),
      messages.join('\n'),
    );
  }));
