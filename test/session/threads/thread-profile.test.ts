import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JvmThread } from '../../../src/flink/thread-responses.ts';
import { mailboxWaitOf } from '../../../src/session/threads/describe-sample.ts';
import { doingText, verdictOf, whereText } from '../../../src/session/threads/profile-texts.ts';
import { threadsOfTask } from '../../../src/session/threads/task-threads.ts';
import { profileOf } from '../../../src/session/threads/thread-profile.ts';
import { stacks, threadOf } from './dump.ts';

const name = 'work -> discard: Writer (1/2)#3';
const samplesOf = (threads: readonly JvmThread[]) => threads.map((thread) => ({ main: [thread], helpers: [] }));
const times = (count: number, thread: JvmThread): readonly JvmThread[] => Array.from({ length: count }, () => thread);

test('the thread of a task is found by its name, and its helpers are apart', () => {
  const task = { vertex: 'work -> discard: Writer', subtask: 1, parallelism: 2, attempt: 3 };
  const threads = [
    threadOf(name, stacks.mailbox),
    threadOf(`OutputFlusher for ${name}`, []),
    threadOf('work -> discard: Writer (2/2)#3', stacks.mailbox),
    threadOf('work -> discard: Writer (1/2)#2', stacks.mailbox),
    threadOf('other work -> discard: Writer (1/2)#3', stacks.mailbox),
  ];
  const { main, helpers } = threadsOfTask(threads, task);
  assert.deepEqual(main, threads.slice(0, 1));
  assert.deepEqual(
    helpers.map((helper) => helper.name),
    [`OutputFlusher for ${name}`],
  );
});

test('a legacy source runs in a thread of its own, and the thread of its task is a helper', () => {
  const threads = [threadOf(name, stacks.mailbox), threadOf(`Legacy Source Thread - ${name}`, stacks.fetching)];
  const task = { vertex: 'work -> discard: Writer', subtask: 1, parallelism: 2, attempt: 3 };
  assert.deepEqual(threadsOfTask(threads, task), { main: threads.slice(1), helpers: threads.slice(0, 1) });
});

test('the share of each place in the code of the job is known, the largest first, and the shares add up to 100%', () => {
  const fetching = threadOf(name, stacks.fetching);
  const samples = samplesOf([...times(17, fetching), ...times(2, threadOf(name, stacks.mailbox))]);
  const profile = profileOf(samples, 'input');
  const rows = profile.rows.map((row) => [row.percent, row.count, doingText(row), row.states]);
  assert.deepEqual(rows, [
    [89, 17, 'Trouble$Store.fetch, in Thread.sleep', ['TIMED_WAITING']],
    [11, 2, 'waiting for input (mailbox), in TaskMailboxImpl.take', ['TIMED_WAITING']],
  ]);
  assert.equal(verdictOf(profile), 'Waits in Trouble$Store.fetch for 89% of the 19 samples');
});

test('what a task does without code of the job is named, also if the job only emits a record', () => {
  const whatOf = (frames: readonly string[], wait = 'unknown' as const) =>
    doingText(profileOf(samplesOf([threadOf(name, frames)]), wait).rows[0] ?? assert.fail());
  assert.equal(whatOf(stacks.emitting), 'waiting for an output buffer (back-pressure), in Trouble$Work.flatMap');
  assert.equal(whatOf(stacks.serialising), 'serialising, in StringSerializer.serialize');
  assert.match(whatOf(stacks.mailbox), /^waiting in the mailbox \(for input or output buffers\)/);
  assert.equal(whatOf([]), 'no frames');
});

test('the gauges say whether a task in its mailbox waits for input or for output buffers', () => {
  assert.equal(mailboxWaitOf({ idle: 0.9, backPressured: 0.1 }), 'input');
  assert.equal(mailboxWaitOf({ idle: 0.1, backPressured: 0.9 }), 'output');
  assert.equal(mailboxWaitOf({ idle: 0.5, backPressured: 0.4 }), 'unknown');
  const profile = profileOf(samplesOf([threadOf(name, stacks.mailbox)]), 'output');
  assert.equal(verdictOf(profile), 'Waiting for output buffers (mailbox, back-pressure) for 100% of the 1 sample');
});

test('a thread that waits for the network waits, although it is RUNNABLE for the JVM', () => {
  const profile = profileOf(samplesOf([threadOf(name, stacks.reading, 'RUNNABLE')]), 'unknown');
  assert.match(verdictOf(profile), /^Waits in Client\.ask /);
  const running = profileOf(samplesOf([threadOf(name, stacks.fetching.slice(1), 'RUNNABLE')]), 'unknown');
  assert.match(verdictOf(running), /^Runs in Trouble\$Store\.fetch /);
});

test('a blocked thread names the thread that holds the lock', () => {
  const blocked = { ...threadOf(name, stacks.fetching.slice(1), 'BLOCKED'), waitingOn: 'Lock', lockOwner: 'pool-1' };
  const profile = profileOf(samplesOf([blocked]), 'unknown');
  assert.match(verdictOf(profile), /^Needs a lock in .*fetch, held by pool-1, for 100%/);
  assert.deepEqual(profile.rows.map(whereText), ['Trouble$Store.fetch, lock held by pool-1']);
});

test('two jobs with the same names in one TaskManager make a profile ambiguous; a task without threads has none', () => {
  const thread = threadOf(name, stacks.mailbox);
  assert.equal(profileOf([{ main: [thread, thread], helpers: [] }], 'unknown').isAmbiguous, true);
  const gone = profileOf([{ main: [], helpers: [] }], 'unknown');
  assert.deepEqual(gone.rows, []);
  assert.match(verdictOf(gone), /^No thread of this subtask is in the thread dumps/);
});
