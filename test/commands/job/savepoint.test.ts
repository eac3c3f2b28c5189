import assert from 'node:assert/strict';
import { test } from 'node:test';
import { withSession } from '../session-under-test.ts';

test('a savepoint is taken where it was asked for, and the job goes on', () =>
  withSession({}, async ({ run, runningJob }) => {
    const id = await runningJob('steady');
    const { text, data } = await run(
      `savepoint ${id.slice(0, 6)} --savepoint-dir file:///storage/elsewhere --format native`,
    );
    assert.match(text, new RegExp(`^savepoint of steady \\(${id}\\): file:/+storage/elsewhere/savepoint-`));
    const { path } = data as { path: string };
    assert.ok(text.endsWith(path));
    assert.match((await run('list')).text, /^RUNNING .* steady /m);
  }));

test('a job is stopped with a savepoint, as flink stop does it', () =>
  withSession({}, async ({ run, runningJob }) => {
    const id = await runningJob('steady', { checkpoints: true });
    const { plan, text, data } = await run('stop steady --drain');
    assert.equal(plan.title, `stop steady (${id}) with a savepoint`);
    assert.match(plan.warnings.join(), /--drain/);
    assert.match(text, new RegExp(`^stopped steady \\(${id}\\), savepoint: file:/`));
    assert.equal((data as { state: string }).state, 'FINISHED');
    assert.match((await run('list --all')).text, new RegExp(`^FINISHED +${id}`, 'm'));
  }));

test("a savepoint that fails is told with Flink's reason, and how the job stands", () =>
  withSession({}, async ({ refusal, runningJob }) => {
    const id = await runningJob('steady');
    const refused = await refusal('stop steady --savepoint-dir file:///proc/nowhere');
    assert.equal(refused.exitCode, 1);
    assert.match(
      refused.message,
      new RegExp(`^no savepoint of steady \\(${id}\\): Failed to create savepoint directory at `),
    );
    assert.deepEqual(refused.hints, ['The job is RUNNING.']);
  }));

test("without a place for savepoints Flink's own reason is told, and the job goes on", () =>
  withSession({ savepointDirectory: false }, async ({ run, refusal, runningJob }) => {
    await runningJob('steady');
    for (const command of ['stop', 'savepoint']) {
      const refused = await refusal(`${command} steady`);
      assert.equal(refused.exitCode, 1);
      assert.match(refused.message, /^Config key \[execution\.checkpointing\.savepoint-dir\] is not set\./);
      assert.deepEqual(refused.hints, ['--savepoint-dir DIR names a place for it.']);
    }
    assert.match((await run('list')).text, /^RUNNING .* steady /m);
  }));

test('what is not waited for is told by its trigger', () =>
  withSession({}, async ({ run, runningJob }) => {
    await runningJob('steady');
    const { text, data } = await run('savepoint steady --no-wait');
    assert.match(text, /asked for, trigger id [0-9a-f]{32}$/);
    assert.equal((data as { path: unknown }).path, null);
  }));

test('a job that has ended takes no savepoint, and is not asked to', () =>
  withSession({}, async ({ demo, run, refusal, runningJob }) => {
    const id = await runningJob('short');
    await run('cancel short');
    assert.deepEqual(await refusal('stop short'), {
      exitCode: 1,
      message: `short (${id}): the job is already CANCELED`,
      hints: [],
    });
    assert.equal(
      demo.requests().some(({ path }) => path.includes('/stop')),
      false,
    );
  }));
