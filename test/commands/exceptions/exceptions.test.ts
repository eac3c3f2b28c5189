import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eventually } from '../../support/eventually.ts';
import { type SessionUnderTest, withSession } from '../session-under-test.ts';

type Place = {
  readonly task: string | null;
  readonly subtask: number | null;
  readonly attempt: number | null;
  readonly pod: string | null;
  readonly isFinal: boolean;
  readonly concurrent: readonly unknown[];
};
type Group = Place & {
  readonly exception: string;
  readonly message: string;
  readonly count: number;
  readonly firstAt: string;
  readonly lastAt: string;
  readonly trace?: readonly string[] | null;
  readonly occurrences: readonly (Place & { readonly at: string; readonly message: string })[];
};
type Data = {
  readonly job: { readonly id: string; readonly name: string };
  readonly groups: readonly Group[];
  readonly notes: readonly string[];
};

/** Waits until the job has failed this many times. */
function untilFailures({ run }: SessionUnderTest, count: number) {
  return eventually(
    `${count} failures`,
    async () => {
      const result = await run('exceptions orders --trace');
      return ((result.data as Data).groups[0]?.count ?? 0) >= count ? result : undefined;
    },
    { everyMs: 200 },
  );
}

test('the failures of a restarting job are one group, with its newest task, pod and stack trace', () =>
  withSession({ jobs: 'none' }, async (session) => {
    const id = session.demo.submitJob('orders', { checkpoints: true, failEveryMs: 20_000 });
    const { data, text, names } = await untilFailures(session, 2);
    const { job, groups } = data as Data;
    assert.deepEqual([job, groups.length, names], [{ id, name: 'orders' }, 1, ['NumberFormatException']]);
    const [group] = groups;
    assert.ok(group);
    assert.match(group.message, /^For input string: "not a number: \d+"$/);
    assert.deepEqual([group.task, group.subtask, group.isFinal], ['work -> discard: Writer (1/1)', 1, false]);
    assert.match(group.pod ?? '', /-taskmanager-1-\d+$/);
    assert.deepEqual(
      group.occurrences.map(({ attempt }) => attempt),
      group.occurrences.map((_, index) => group.count - 1 - index),
    );
    assert.deepEqual([group.occurrences[0]?.at, group.occurrences.at(-1)?.at], [group.lastAt, group.firstAt]);
    assert.match(group.trace?.[0] ?? '', /^java\.lang\.IllegalStateException: value \d+ is one too many$/);
    assert.match(text, /^\d failures of orders, 1 root cause\nFlink keeps the last 16 failures of a job\n/);
    assert.match(text, /^ {3}last +\S+ UTC \(\S+ ago\)\n {3}first /m);
    assert.match(text, /^ {3}Caused by: java\.lang\.NumberFormatException: For input string/m);
  }));

test('without --trace, the text has the frames of user code, and the JSON no trace', () =>
  withSession({ jobs: 'none' }, async (session) => {
    session.demo.submitJob('orders', { checkpoints: true, failEveryMs: 20_000 });
    await untilFailures(session, 1);
    const { text, data } = await session.run('exceptions orders');
    assert.match(text, /^ {3}code +at Trouble\$Work\.parse\(Trouble\.java:315\)$/m);
    assert.doesNotMatch(text, /Caused by|org\.apache\.flink/);
    assert.equal('trace' in ((data as Data).groups[0] ?? {}), false);
  }));

test('the failure that ended a job is final', () =>
  withSession({ jobs: 'none' }, async (session) => {
    session.demo.submitJob('orders', { checkpoints: false, failEveryMs: 20_000 });
    const { data, text } = await untilFailures(session, 1);
    const [group] = (data as Data).groups;
    assert.deepEqual([group?.exception, group?.count, group?.isFinal], ['NumberFormatException', 1, true]);
    assert.match(group?.trace?.[0] ?? '', /Recovery is suppressed/);
    assert.match(text, /^ {3}result +the job ended: it was not restarted$/m);
  }));

test('a job without failures says so, and reads no stack traces', () =>
  withSession({ jobs: 'none' }, async ({ runningJob, run }) => {
    await runningJob('orders');
    const { text, data } = await run('exceptions orders');
    assert.match(text, /^No failures of orders\nFlink keeps the last 16 failures of a job$/m);
    assert.deepEqual((data as Data).groups, []);
  }));

test('an unknown job is an error', () =>
  withSession({ jobs: 'none' }, async ({ runningJob, expectError }) => {
    await runningJob('orders');
    const { exitCode, message } = await expectError('exceptions order');
    assert.deepEqual([exitCode, message], [3, 'no job order']);
  }));
