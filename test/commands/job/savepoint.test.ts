import assert from 'node:assert/strict';
import { test } from 'node:test';
import { withSession } from '../session-under-test.ts';

test('takes a savepoint in the given directory, and the job keeps running', () =>
  withSession({}, async ({ run, runningJob }) => {
    const id = await runningJob('steady');
    const { text, data } = await run(
      `savepoint ${id.slice(0, 6)} --savepoint-dir file:///storage/elsewhere --format native`,
    );
    assert.match(text, new RegExp(`^Savepoint of steady \\(${id}\\): file:/+storage/elsewhere/savepoint-`));
    const { path } = data as { path: string };
    assert.ok(text.endsWith(path));
    assert.match((await run('list')).text, /^RUNNING .* steady /m);
  }));

test('stops a job with a savepoint, like flink stop', () =>
  withSession({}, async ({ run, runningJob }) => {
    const id = await runningJob('steady', { checkpoints: true });
    const { plan, text, data } = await run('stop steady --drain');
    assert.equal(plan.title, `Stop steady (${id}) with a savepoint`);
    assert.match(plan.warnings.join(), /--drain/);
    assert.match(text, new RegExp(`^Stopped steady \\(${id}\\), savepoint: file:/`));
    assert.equal((data as { state: string }).state, 'FINISHED');
    assert.match((await run('list --all')).text, new RegExp(`^FINISHED +${id}`, 'm'));
  }));

test("reports a failed savepoint with Flink's reason and the state of the job", () =>
  withSession({}, async ({ expectError, runningJob }) => {
    const id = await runningJob('steady');
    const error = await expectError('stop steady --savepoint-dir file:///proc/nowhere');
    assert.equal(error.exitCode, 1);
    assert.match(
      error.message,
      new RegExp(`^savepoint of steady \\(${id}\\) failed: Failed to create savepoint directory at `),
    );
    assert.deepEqual(error.hints, ['The job is RUNNING']);
  }));

test("reports Flink's reason if no savepoint directory is set, and the job keeps running", () =>
  withSession({ hasSavepointDirectory: false }, async ({ run, expectError, runningJob }) => {
    await runningJob('steady');
    for (const command of ['stop', 'savepoint']) {
      const error = await expectError(`${command} steady`);
      assert.equal(error.exitCode, 1);
      assert.match(error.message, /^Config key \[execution\.checkpointing\.savepoint-dir\] is not set\./);
      assert.deepEqual(error.hints, ['Set a savepoint directory with --savepoint-dir DIR']);
    }
    assert.match((await run('list')).text, /^RUNNING .* steady /m);
  }));

test('--no-wait reports the trigger id', () =>
  withSession({}, async ({ run, runningJob }) => {
    await runningJob('steady');
    const { text, data } = await run('savepoint steady --no-wait');
    assert.match(text, /^Savepoint requested for .*, trigger id [0-9a-f]{32}$/);
    assert.equal((data as { path: unknown }).path, null);
  }));

test('rejects stop for an ended job and sends no request', () =>
  withSession({}, async ({ demo, run, expectError, runningJob }) => {
    const id = await runningJob('short');
    await run('cancel short');
    assert.deepEqual(await expectError('stop short'), {
      exitCode: 1,
      message: `short (${id}): the job is already CANCELED`,
      hints: [],
    });
    assert.equal(
      demo.requests().some(({ path }) => path.includes('/stop')),
      false,
    );
  }));

test('takes savepoints of several jobs, and a failure does not affect the others', () =>
  withSession({}, async ({ demo, run, runningJob }) => {
    const [steady, other] = [await runningJob('steady'), await runningJob('other')];
    const both = await run('savepoint steady other');
    assert.equal(both.plan.title, 'Trigger savepoints of 2 jobs');
    assert.equal(both.failure, undefined);
    assert.match(
      both.text,
      new RegExp(`^Savepoint of steady \\(${steady}\\): file:.*\nSavepoint of other \\(${other}\\): file:`),
    );
    const { jobs } = both.data as { jobs: readonly { job: { id: string }; path: string; error: unknown }[] };
    assert.deepEqual(
      jobs.map(({ job, error }) => [job.id, error]),
      [
        [steady, null],
        [other, null],
      ],
    );

    const partial = await run('savepoint steady other', () => run(`cancel ${other}`));
    assert.match(partial.text, /^Savepoint of steady .*$/);
    assert.match(partial.failure?.message ?? '', new RegExp(`other \\(${other}\\)`));
    assert.notEqual(partial.failure?.exitCode ?? 0, 0);
    const results = (partial.data as { jobs: readonly { path?: string; error: string | null }[] }).jobs;
    assert.match(results[0]?.path ?? '', /^file:/);
    assert.match(results[1]?.error ?? '', /other/);
    assert.equal(demo.restRequests().filter(({ path }) => path.endsWith(`${steady}/savepoints`)).length, 2);

    await runningJob('another');
    const { plan } = await run('savepoint steady another --dry-run');
    assert.equal(plan.lines.length, 2);
  }));

test('stops several jobs with a savepoint, and the others keep running', () =>
  withSession({}, async ({ run, runningJob }) => {
    const ids = [await runningJob('first'), await runningJob('second')];
    await runningJob('third');
    const { plan, text, data, steps } = await run('stop first second');
    assert.equal(plan.title, 'Stop 2 jobs with savepoints');
    assert.match(text, /^Stopped first .*, savepoint: file:.*\nStopped second .*, savepoint: file:/);
    const { jobs } = data as { jobs: readonly { job: { id: string }; state: string }[] };
    assert.deepEqual(
      jobs.map(({ job, state }) => [job.id, state]),
      ids.map((id) => [id, 'FINISHED']),
    );
    assert.match(steps.join('\n'), /^0 of 2 done\. Stopping first /m);
    assert.match((await run('list')).text, /^RUNNING .* third /m);
  }));

test('stops none of the jobs if one cannot take a savepoint', () =>
  withSession({}, async ({ demo, run, expectError, runningJob }) => {
    await runningJob('steady');
    const id = await runningJob('short');
    await run('cancel short');
    const { message } = await expectError('stop steady short');
    assert.equal(message, `short (${id}): the job is already CANCELED`);
    assert.equal(
      demo.restRequests().some(({ path }) => path.includes('/stop')),
      false,
    );
  }));
