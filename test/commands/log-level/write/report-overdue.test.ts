import assert from 'node:assert/strict';
import { test } from 'node:test';
import { logLevel } from '../../../../src/commands/log-level/log-level.ts';
import { reportOverdueLevels } from '../../../../src/commands/log-level/write/report-overdue.ts';
import type { Services } from '../../../../src/commands/record/command.ts';
import { withSession } from '../../session-under-test.ts';

test('what takes an overdue level back can be pasted into a shell whose context has another namespace', () =>
  withSession({}, async ({ connection, demo: { clusterId, namespace }, passTime }) => {
    const kept = new Map<string, string>();
    const local = {
      user: 'ann@laptop',
      read: async (name: string) => kept.get(name),
      write: async (name: string, text: string | undefined) => kept.set(name, text ?? '') !== undefined,
    };
    const services: Services = { frontend: 'subcommand', connection, snapshot: undefined, now: Date.now, local };
    const signal = AbortSignal.timeout(20_000);
    const input = { arguments: ['root', 'WARN'], options: { for: 1000, 'no-wait': true } } as const;
    const run = logLevel.run(services, await logLevel.plan(services, input, signal), signal);
    while ((await run.next()).done !== true);
    await passTime(60_000);
    const told = await reportOverdueLevels(services, signal);
    assert.match(told.join('\n'), /^root is WARN still, and should have gone back \S+ ago: /);
    assert.ok(
      told[0]?.endsWith(`: flink-tui log-level ${clusterId} -n ${namespace} --overdue takes it back`),
      told.join('\n'),
    );
  }));
