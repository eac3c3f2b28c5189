import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { eventually } from '../../support/eventually.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { type SessionUnderTest, withSession } from '../session-under-test.ts';

type Data = {
  readonly subtask: number;
  readonly pod: string;
  readonly attempt: number;
  readonly dumps: number;
  readonly samples: number;
  readonly verdict: string;
  readonly rows: readonly {
    readonly share: number;
    readonly kind: string;
    readonly what: string;
    readonly method: string | null;
    readonly states: readonly string[];
    readonly stacks: readonly { readonly samples: number; readonly frames: readonly string[] }[];
  }[];
  readonly helpers: readonly { readonly name: string }[];
};

const dumpsOf = ({ demo }: SessionUnderTest): number =>
  demo.restRequests().filter(({ path }) => path.endsWith('/thread-dump')).length;

test('the blocked subtask is found, and the method that it waits in has almost all samples', () =>
  withSession({}, async (session) => {
    await session.runningJob('prices', { trouble: 'blocked' });
    const steps: string[] = [];
    const { text, data, names } = await session.run('threads prices --count 4', undefined, (step) => steps.push(step));
    const { subtask, pod, attempt, dumps, samples, verdict, rows, helpers } = data as Data;
    assert.deepEqual([subtask, attempt, dumps, samples, dumpsOf(session)], [1, 0, 4, 4, 4]);
    assert.deepEqual([rows[0]?.kind, rows[0]?.what, rows[0]?.method], ['user', 'PriceStore.fetch', 'Thread.sleep']);
    assert.ok((rows[0]?.share ?? 0) > 70, JSON.stringify(rows));
    assert.match(
      rows[0]?.stacks[0]?.frames[1] ?? '',
      /^com\.example\.prices\.PriceStore\.fetch\(PriceStore\.java:\d+\)$/,
    );
    assert.match(verdict, /^Waits in PriceStore\.fetch for \d+% of the 4 samples$/);
    assert.ok(helpers.some(({ name }) => name.startsWith('System Time Trigger for look up price')));
    assert.deepEqual(names, [pod]);
    assert.match(
      text,
      /^look up price -> Sink: prices: Writer \(1\/2\) of prices on .*-taskmanager-\d+-\d+, 4 thread dumps$/m,
    );
    assert.match(text, /^\d+% +\d +TIMED_WAITING +PriceStore\.fetch, in Thread\.sleep$/m);
    assert.match(text, /^ {2}at com\.example\.prices\.PriceStore\.fetch\(/m);
    assert.match(text, /^ {2}System Time Trigger: TIMED_WAITING in Unsafe\.park$/m);
    assert.ok(
      steps.some((step) => /^Took 3\/4 thread dumps of .*-taskmanager-/.test(step)),
      steps.join('\n'),
    );
  }));

test('a named subtask is sampled, and waits for input', () =>
  withSession({}, async ({ run, runningJob }) => {
    await runningJob('prices', { trouble: 'blocked' });
    const { subtask, rows } = (await run('threads prices 2 2 --count 2')).data as Data;
    assert.equal(subtask, 2);
    assert.match(rows[0]?.what ?? '', /^waiting (for input|in the mailbox)/);
  }));

test('the threads of the JobManager and all threads of a TaskManager are listed', () =>
  withSession({}, async (session) => {
    await session.runningJob('orders');
    const jobManager = await session.run('threads --jobmanager --count 1');
    assert.match(jobManager.text, /^JobManager, 1 thread dump$/m);
    assert.match(jobManager.text, /^100% +1 +WAITING +idle \(no work\)/m);
    assert.equal((jobManager.data as { pod: unknown }).pod, null);
    const before = dumpsOf(session);
    const all = await session.run('threads orders work --all');
    assert.equal(dumpsOf(session), before + 1);
    assert.match(all.text, /^RUNNABLE +flink-pekko\.actor\.default-dispatcher-15 /m);
    assert.match(all.text, /^TIMED_WAITING +.*work -> discard: Writer \(1\/1\)#0 /m);
  }));

test('the flame graph is a tree with shares, and the profiler saves its page to a new file', async (t) => {
  const file = join(await temporaryFolder(t), 'profile.html');
  await withSession({ profiling: true }, async ({ run, runningJob, expectError }) => {
    await runningJob('prices', { trouble: 'blocked' });
    const { text, data } = await run('threads prices 2 1 --flame-graph');
    assert.match(text, /^look up price .*\(1\/2\) of prices, flame graph \(full\) of 20\d\d-/m);
    assert.match(text, /^ 9\d% +PriceStore\.fetch$/m);
    assert.equal((data as { root: { value: number } }).root.value, 100);

    const line = `threads prices 2 1 --profiler cpu --duration 1s --to ${file}`;
    const saved = await run(line);
    assert.match(
      saved.text,
      /^CPU profile of .*-taskmanager-\d+-\d+ for 1 s, with look up price .* \(1\/2\) of prices$/m,
    );
    assert.match(await readFile(file, 'utf8'), /^<!DOCTYPE html>/);
    assert.match((await expectError(line)).message, /profile\.html already exists$/);
  });
});

test('a flame graph or profiler that is off names the setting, and costs no thread dump', () =>
  withSession({}, async (session) => {
    await session.runningJob('orders');
    for (const [options, setting] of [
      ['--flame-graph', 'rest.flamegraph.enabled'],
      ['--profiler itimer --to /nonexistent/x.html', 'rest.profiling.enabled'],
    ] as const) {
      const { message, hints } = await session.expectError(`threads orders work ${options}`);
      assert.match(message, /is disabled in this cluster$/);
      assert.match(hints[0] ?? '', new RegExp(`Set ${setting}: true .* restart the JobManager`));
    }
    assert.equal(dumpsOf(session), 0);
  }));

test('options that do not fit, and a subtask that does not exist or run, are errors', () =>
  withSession({}, async ({ demo, run, expectError, runningJob, connection }) => {
    await runningJob('orders');
    const messages: readonly (readonly [line: string, exitCode: number, message: RegExp])[] = [
      ['threads', 2, /^threads requires a JOB$/],
      ['threads orders --count 21', 2, /^--count must be from 1 to 20$/],
      ['threads orders --interval 100ms', 2, /^--interval must be at least 500ms$/],
      ['threads orders --all --flame-graph', 2, /exclude each other$/],
      ['threads orders --type on-cpu', 2, /^--type requires --flame-graph$/],
      ['threads orders --flame-graph --duration 1s', 2, /^--duration requires --profiler$/],
      ['threads orders --to x', 2, /^--to requires --profiler$/],
      ['threads orders --jobmanager', 2, /^--jobmanager takes no JOB$/],
      ['threads orders work x', 2, /^invalid subtask 'x'/],
      ['threads orders work 2', 3, /^no subtask 2 of work .*: its parallelism is 1$/],
      ['threads orders work 99 --flame-graph', 3, /^no subtask 99 of work .*: its parallelism is 1$/],
      ['threads orders --profiler cpu', 2, /requires --to FILE/],
      ['threads orders --profiler cpu --to x --duration 301s', 2, /must be from 1s to 300s$/],
    ];
    for (const [line, exitCode, message] of messages) {
      const error = await expectError(line);
      assert.equal(error.exitCode, exitCode, line);
      assert.match(error.message, message);
    }
    demo.submitJob('backfill', { trouble: 'no-slots' });
    const hasVertices = async () => {
      const job = (await connection.flink.jobs()).find(({ name }) => name === 'backfill');
      return job !== undefined && (await connection.flink.job(job.id)).vertices.length > 0;
    };
    await eventually('a job with vertices', hasVertices);
    assert.match((await expectError('threads backfill 1')).message, /subtask 1 is not deployed$/);
    await run('cancel orders --yes');
    const canceled = await expectError('threads orders');
    assert.deepEqual(
      [canceled.message, canceled.hints],
      ['orders is canceled', ['Tasks have threads only while a job runs']],
    );
  }));
