import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { FlinkError } from '../../../src/flink/error.ts';
import { eventually } from '../../support/eventually.ts';
import { withSession } from '../session-under-test.ts';

test('a job is cancelled by its name, and what it would lose is said before', () =>
  withSession({}, async ({ run, runningJob }) => {
    const id = await runningJob('Word Count');
    const { plan, text, failure } = await run('cancel "Word Count"');
    assert.equal(plan.title, `cancel Word Count (${id})`);
    assert.match(plan.lines.join(), /^Word Count \([0-9a-f]{32}\): RUNNING, started \S+ ago, \d+\/\d+ tasks running, /);
    assert.deepEqual(plan.warnings, ['No savepoint is taken: stop JOB takes one.']);
    assert.deepEqual(plan.confirmation, { kind: 'yes' });
    assert.match(text, new RegExp(`^CANCELED +${id} +Word Count$`, 'm'));
    assert.equal(failure, undefined);
    assert.equal((await run('list')).text, 'no running jobs');
    assert.match((await run('list --all')).text, new RegExp(`^CANCELED +${id} +Word Count`, 'm'));
  }));

test('all jobs are cancelled at once', () =>
  withSession({}, async ({ run, runningJob, connection }) => {
    await runningJob('first');
    await runningJob('second');
    const { plan, data } = await run('cancel --all');
    assert.equal(plan.title, 'cancel 2 jobs');
    assert.deepEqual(plan.confirmation, { kind: 'type', word: connection.target.clusterId });
    const { jobs } = data as { jobs: readonly { name: string; state: string }[] };
    assert.deepEqual(jobs.map(({ name, state }) => `${name} ${state}`).sort(), ['first CANCELED', 'second CANCELED']);
  }));

test('with nothing to cancel, cancel --all is done', () =>
  withSession({}, async ({ run }) => {
    const nothing = 'no job is running: there is nothing to cancel';
    const { plan, steps, text, failure } = await run('cancel --all');
    assert.deepEqual(
      { title: plan.title, steps, text, failure },
      { title: nothing, steps: [], text: nothing, failure: undefined },
    );
  }));

test('nothing is cancelled if one of the jobs has ended or is not there', () =>
  withSession({}, async ({ run, refusal, runningJob }) => {
    const ended = await runningJob('ended');
    await run('cancel ended');
    await runningJob('alive');
    const refused = await refusal(`cancel alive ${ended}`);
    assert.deepEqual(refused, { exitCode: 1, message: `ended (${ended}) is already CANCELED`, hints: [] });
    assert.equal((await refusal('cancel alive nobody')).exitCode, 3);
    assert.match((await run('list')).text, /^RUNNING .* alive /m);
  }));

test('a job that ended after the person had looked is a failure that says so', () =>
  withSession({}, async ({ run, connection: { flink }, runningJob }) => {
    const id = await runningJob('short');
    const { failure } = await run('cancel short', async () => {
      await flink.stopWithSavepoint(id, {});
      await eventually('its end', async () => (await flink.jobState(id)) === 'FINISHED');
    });
    assert.equal(failure?.exitCode, 1);
    assert.match(
      failure.message,
      new RegExp(`^short \\(${id}\\): .*already reached another terminal state \\(FINISHED\\)`),
    );
    assert.match(
      (failure.cause as FlinkError).detail ?? '',
      /\n\tat /,
      "Flink's stack trace is there for the log file",
    );
  }));

test('connections that are cut meanwhile do not end the wait', () =>
  withSession({}, async ({ demo, run, runningJob }) => {
    const id = await runningJob('steady');
    const { text } = await run('cancel steady', () => demo.fault({ kind: 'cut' }));
    assert.match(text, new RegExp(`^CANCELED +${id}`, 'm'));
  }));

test('which job has to be said', () =>
  withSession({}, async ({ refusal }) => {
    assert.equal((await refusal('cancel')).exitCode, 2);
    assert.equal((await refusal('cancel --all some')).exitCode, 2);
  }));
