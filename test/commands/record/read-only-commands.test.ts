import assert from 'node:assert/strict';
import { test } from 'node:test';
import { withSession } from '../session-under-test.ts';

test('pods lists the leader and a TaskManager with its slots', () =>
  withSession({}, async ({ demo, run, runningJob }) => {
    await runningJob('steady');
    const { text, data } = await run('pods');
    assert.match(text, /^NAME +ROLE +STATUS +READY +RESTARTS +AGE +NODE$/m);
    assert.match(text, new RegExp(`^${demo.clusterId}-\\S+ +jobmanager +leader +1/1 +0 `, 'm'));
    assert.match(text, new RegExp(`^${demo.clusterId}-taskmanager-1-1 +taskmanager +registered +1/1 `, 'm'));
    const taskManager = (data as readonly Record<string, unknown>[]).find(({ role }) => role === 'taskmanager');
    assert.equal(typeof taskManager?.slots, 'number');
    assert.match(String(taskManager?.createdAt), /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
  }));

test("pods lists the pods and reports missing data if Flink's REST API is unavailable", () =>
  withSession({}, async ({ demo, run }) => {
    await demo.fault({ kind: 'rest', mode: 'unavailable' });
    const { text, failure } = await run('pods');
    assert.match(text, /jobmanager/);
    assert.match(text, /^Slots unknown: /m);
    assert.equal(failure, undefined);
  }));

test('status shows the session cluster', () =>
  withSession({ operatorOwned: true, flinkVersion: '1.20.5' }, async ({ demo, run, runningJob }) => {
    await runningJob('steady');
    const { text, data } = await run('status');
    for (const line of [
      new RegExp(`^cluster-id +${demo.clusterId}$`, 'm'),
      /^Flink +1\.20\.5$/m,
      /^deployment +1\/1 JobManager ready, /m,
      /^owner +FlinkDeployment /m,
      /^REST API +responds in \d+ ms via forward$/m,
      /^jobs +1 RUNNING$/m,
      /^high availability +off$/m,
    ]) {
      assert.match(text, line);
    }
    assert.deepEqual((data as { jobs: unknown }).jobs, { RUNNING: 1 });
  }));

test('status shows the reason for an unreadable section, and the other sections', () =>
  withSession(
    {},
    async ({ run }) => {
      const { text, failure } = await run('status');
      assert.match(text, /^jobs +unknown$/m);
      assert.match(
        text,
        /^REST API +access denied: not allowed to \w+ pods\/portforward of \S+ or \w+ services\/proxy of /m,
      );
      assert.match(text, /^deployment +1\/1 JobManager ready/m);
      assert.equal(failure, undefined);
    },
    'viewer',
  ));

test('list shows jobs with their tasks, newest first', () =>
  withSession({}, async ({ run, runningJob }) => {
    assert.equal((await run('list')).text, 'No running jobs');
    const first = await runningJob('first');
    const second = await runningJob('second');
    const { text, data } = await run('list');
    assert.match(text, /^STATE +ID +NAME +STARTED +DURATION +TASKS +HEALTH$/m);
    assert.deepEqual(
      (data as readonly { id: string }[]).map(({ id }) => id),
      [second, first],
    );
  }));

test('help lists all commands and describes one', () =>
  withSession({}, async ({ run, expectError }) => {
    const { text } = await run('help');
    for (const name of ['list', 'cancel', 'savepoint', 'logs', 'pods', 'status', 'stop', 'help', 'quit']) {
      assert.match(text, new RegExp(`^ {2}${name}\\b`, 'm'));
    }
    const details = await run('help stop');
    assert.match(details.text, /^Usage: stop \[JOB\.\.\.\] \[--savepoint\]/m);
    assert.ok(
      details.text.split('\n').every((line) => line.length <= 80),
      'fits in 80 columns',
    );
    assert.deepEqual(await expectError('help stpo'), {
      exitCode: 2,
      message: "unknown command 'stpo'",
      hints: ['Did you mean stop?'],
    });
  }));
