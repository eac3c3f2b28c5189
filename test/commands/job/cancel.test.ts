import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { FlinkError } from '../../../src/flink/error.ts';
import { eventually } from '../../support/eventually.ts';
import { withSession } from '../session-under-test.ts';

test('warns that no savepoint is taken, then cancels a job by name', () =>
  withSession({}, async ({ run, runningJob }) => {
    const id = await runningJob('Word Count');
    const { plan, text, failure } = await run('cancel "Word Count"');
    assert.equal(plan.title, `Cancel Word Count (${id})`);
    assert.match(plan.lines.join(), /^Word Count \([0-9a-f]{32}\): RUNNING, started \S+ ago, \d+\/\d+ tasks running, /);
    assert.deepEqual(plan.warnings, ['No savepoint is taken. To take one, use stop JOB.']);
    assert.deepEqual(plan.confirmation, {
      kind: 'yes',
      isDestructive: true,
      confirm: 'Cancel job',
      decline: 'Keep running',
      declined: 'Word Count keeps running',
    });
    assert.match(text, new RegExp(`^CANCELED +${id} +Word Count$`, 'm'));
    assert.equal(failure, undefined);
    assert.equal((await run('list')).text, 'No running jobs');
    assert.match((await run('list --all')).text, new RegExp(`^CANCELED +${id} +Word Count`, 'm'));
  }));

test('--all cancels all jobs', () =>
  withSession({}, async ({ run, runningJob, connection }) => {
    await runningJob('first');
    await runningJob('second');
    const { plan, data } = await run('cancel --all');
    assert.equal(plan.title, 'Cancel 2 jobs');
    assert.deepEqual(plan.confirmation, {
      kind: 'type',
      word: connection.target.clusterId,
      confirm: 'Cancel 2 jobs',
      decline: 'Keep running',
      declined: 'the 2 jobs keep running',
    });
    const { jobs } = data as { jobs: readonly { name: string; state: string }[] };
    assert.deepEqual(jobs.map(({ name, state }) => `${name} ${state}`).sort(), ['first CANCELED', 'second CANCELED']);
  }));

test('--all succeeds without running jobs', () =>
  withSession({}, async ({ run }) => {
    const message = 'No running jobs to cancel';
    const { plan, steps, text, failure } = await run('cancel --all');
    assert.deepEqual(
      { title: plan.title, steps, text, failure },
      { title: message, steps: [], text: message, failure: undefined },
    );
  }));

test('cancels nothing if one of the jobs has ended or does not exist', () =>
  withSession({}, async ({ run, expectError, runningJob }) => {
    const ended = await runningJob('ended');
    await run('cancel ended');
    await runningJob('alive');
    const result = await expectError(`cancel alive ${ended}`);
    assert.deepEqual(result, { exitCode: 1, message: `ended (${ended}) is already CANCELED`, hints: [] });
    assert.equal((await expectError('cancel alive nobody')).exitCode, 3);
    assert.match((await run('list')).text, /^RUNNING .* alive /m);
  }));

test('fails if a job ended after the plan', () =>
  withSession({}, async ({ run, connection: { flink }, runningJob }) => {
    const id = await runningJob('short');
    const { failure } = await run('cancel short', async () => {
      await flink.stopWithSavepoint(id, {});
      await eventually('job ended', async () => (await flink.jobState(id)) === 'FINISHED');
    });
    assert.equal(failure?.exitCode, 1);
    assert.match(
      failure.message,
      new RegExp(`^short \\(${id}\\): .*already reached another terminal state \\(FINISHED\\)`),
    );
    assert.match((failure.cause as FlinkError).detail ?? '', /\n\tat /, "keeps Flink's stack trace for the log file");
  }));

test('continues to wait after lost connections', () =>
  withSession({}, async ({ demo, run, runningJob }) => {
    const id = await runningJob('steady');
    const { text } = await run('cancel steady', () => demo.fault({ kind: 'cut' }));
    assert.match(text, new RegExp(`^CANCELED +${id}`, 'm'));
  }));

test('requires jobs or --all', () =>
  withSession({}, async ({ expectError }) => {
    assert.equal((await expectError('cancel')).exitCode, 2);
    assert.equal((await expectError('cancel --all some')).exitCode, 2);
  }));
