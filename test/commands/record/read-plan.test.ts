import assert from 'node:assert/strict';
import { test } from 'node:test';
import { withSession } from '../session-under-test.ts';

test('pods: the leader, and a TaskManager with its slots', () =>
  withSession({}, async ({ demo, run, runningJob }) => {
    await runningJob('steady');
    const { text, data } = await run('pods');
    assert.match(text, /^NAME +ROLE +STATE +READY +RESTARTS +AGE +NODE$/m);
    assert.match(text, new RegExp(`^${demo.clusterId}-\\S+ +jobmanager +leader +1/1 +0 `, 'm'));
    assert.match(text, new RegExp(`^${demo.clusterId}-taskmanager-1-1 +taskmanager +registered +1/1 `, 'm'));
    const taskManager = (data as readonly Record<string, unknown>[]).find(({ role }) => role === 'taskmanager');
    assert.equal(typeof taskManager?.slots, 'number');
    assert.match(String(taskManager?.createdAt), /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
  }));

test("pods: with Flink's REST API silent, the pods are told all the same, and what is not known", () =>
  withSession({}, async ({ demo, run }) => {
    await demo.fault({ kind: 'rest', mode: 'unavailable' });
    const { text, failure } = await run('pods');
    assert.match(text, /jobmanager/);
    assert.match(text, /^slots are not known: /m);
    assert.equal(failure, undefined);
  }));

test('status: the session cluster as a whole', () =>
  withSession({ operatorOwned: true, flinkVersion: '1.20.5' }, async ({ demo, run, runningJob }) => {
    await runningJob('steady');
    const { text, data } = await run('status');
    for (const line of [
      new RegExp(`^cluster-id +${demo.clusterId}$`, 'm'),
      /^Flink +1\.20\.5$/m,
      /^deployment +1\/1 JobManager ready, /m,
      /^owner +FlinkDeployment /m,
      /^REST API +answers in \d+ ms by forward$/m,
      /^jobs +1 RUNNING$/m,
      /^high availability +off$/m,
    ]) {
      assert.match(text, line);
    }
    assert.deepEqual((data as { jobs: unknown }).jobs, { RUNNING: 1 });
  }));

test('status: what cannot be read says why, and the rest is told', () =>
  withSession(
    {},
    async ({ run }) => {
      const { text, failure } = await run('status');
      assert.match(text, /^jobs +not known$/m);
      assert.match(text, /^REST API +refused: not allowed to \w+ pods\/portforward of \S+ or \w+ services\/proxy of /m);
      assert.match(text, /^deployment +1\/1 JobManager ready/m);
      assert.equal(failure, undefined);
    },
    'viewer',
  ));

test('list: jobs with their tasks, newest first', () =>
  withSession({}, async ({ run, runningJob }) => {
    assert.equal((await run('list')).text, 'no running jobs');
    const first = await runningJob('first');
    const second = await runningJob('second');
    const { text, data } = await run('list');
    assert.match(text, /^STATE +ID +NAME +STARTED +DURATION +TASKS$/m);
    assert.deepEqual(
      (data as readonly { id: string }[]).map(({ id }) => id),
      [second, first],
    );
  }));

test('help tells of every command, and more of one', () =>
  withSession({}, async ({ run, refusal }) => {
    const { text } = await run('help');
    for (const name of ['list', 'cancel', 'savepoint', 'logs', 'pods', 'status', 'stop', 'help', 'quit']) {
      assert.match(text, new RegExp(`^ {2}${name}\\b`, 'm'));
    }
    const more = await run('help stop');
    assert.match(more.text, /^Usage: stop \[JOB\] \[--savepoint\]/m);
    assert.ok(
      more.text.split('\n').every((line) => line.length <= 80),
      'fits into 80 columns',
    );
    assert.deepEqual(await refusal('help stpo'), {
      exitCode: 2,
      message: 'no command stpo',
      hints: ['Did you mean stop?'],
    });
  }));
