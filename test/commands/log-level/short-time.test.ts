import assert from 'node:assert/strict';
import { test } from 'node:test';
import { logLevel } from '../../../src/commands/log-level/log-level.ts';
import type { Services } from '../../../src/commands/record/command.ts';
import { sessionSnapshot } from '../../support/session.ts';
import { withSession } from '../session-under-test.ts';

/** Nobody logs under this name: that it is live is told by the interval alone, and that is longer than two seconds. */
const logger = 'org.nobody.logs.here';

test('on the screen, which keeps the time, it is said when it goes back; pods that had not read it are no failure', () =>
  withSession({}, async ({ connection }) => {
    const services: Services = { frontend: 'screen', connection, snapshot: sessionSnapshot(), now: Date.now };
    const signal = AbortSignal.timeout(20_000);
    const input = { arguments: [logger, 'DEBUG'], options: { for: 1000 } };
    const run = logLevel.run(services, await logLevel.plan(services, input, signal), signal);
    let step = await run.next();
    while (step.done !== true) step = await run.next();
    const text = logLevel.render.text(step.value, { wide: false, now: Date.now() });
    assert.match(text, /^went back after 1s before these pods had read it: \S+ \((written|in the pod)\)$/m);
    assert.match(text, /^TaskManagers that start meanwhile have it too; it goes back by itself at \d\d:\d\d:\d\d\.$/m);
    assert.equal(logLevel.failure?.(step.value), undefined);
  }));

test('where nobody keeps the time it is due to go back then', () =>
  withSession({}, async (session) => {
    const { text } = await session.run('log-level root DEBUG --for 10m --no-wait');
    assert.match(text, /^TaskManagers that start meanwhile have it too; it is due to go back at \d\d:\d\d:\d\d\.$/m);
  }));

test('pods that are not live when --timeout is over are a failure, though it goes back later', () =>
  withSession({}, async (session) => {
    const { failure } = await session.run(`log-level ${logger} DEBUG --for 2s --timeout 1s`);
    assert.equal(failure?.exitCode, 1);
    assert.match(failure?.message ?? '', /^not live after 1s: /);
  }));
