import assert from 'node:assert/strict';
import { test } from 'node:test';
import { logLevel } from '../../../src/commands/log-level/log-level.ts';
import type { Services } from '../../../src/commands/record/command.ts';
import { sessionSnapshot } from '../../support/session.ts';
import { withSession } from '../session-under-test.ts';

/** No pod logs with this logger, so the reload interval of more than 2 s is the only evidence. */
const logger = 'org.example.unused';

test('the screen reports the time of the revert, and does not fail for pods that have not read the file', () =>
  withSession({}, async ({ connection }) => {
    const services: Services = { frontend: 'screen', connection, snapshot: sessionSnapshot(), now: Date.now };
    const signal = AbortSignal.timeout(20_000);
    const input = { arguments: [logger, 'DEBUG'], options: { for: 1000 } };
    const run = logLevel.run(services, await logLevel.plan(services, input, signal), signal);
    let step = await run.next();
    while (step.done !== true) step = await run.next();
    const text = logLevel.render.text(step.value, { wide: false, now: Date.now() });
    assert.match(text, /^Reverted after 1s, before these pods read the file: \S+ \((pending|synced)\)$/m);
    assert.match(
      text,
      /^New TaskManagers also start with this level\. The level reverts automatically at \d\d:\d\d:\d\d\.$/m,
    );
    assert.equal(logLevel.failure?.(step.value), undefined);
  }));

test('without a timer, the revert is due at the given time', () =>
  withSession({}, async (session) => {
    const { text } = await session.run('log-level root DEBUG --for 10m --no-wait');
    assert.match(text, /^New TaskManagers also start with this level\. The revert is due at \d\d:\d\d:\d\d\.$/m);
  }));

test('fails if pods are not live within --timeout, even with --for', () =>
  withSession({}, async (session) => {
    const { failure } = await session.run(`log-level ${logger} DEBUG --for 2s --timeout 1s`);
    assert.equal(failure?.exitCode, 1);
    assert.match(failure?.message ?? '', /^not live after 1s: /);
  }));
