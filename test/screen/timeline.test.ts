import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { matchesFilter } from '../../src/screen/state/list/matches-filter.ts';
import type { ScreenState } from '../../src/screen/state/screen-state.ts';
import { shownItems } from '../../src/screen/timeline/timeline-data.ts';
import type { JournalEntry } from '../../src/session/journal/entry.ts';
import { searchedText } from '../../src/session/journal/timeline/describe-item.ts';
import { fakeJournal } from '../support/journal.ts';
import { openScreen } from '../support/screen-driver/screen-driver.ts';
import { fakeSession, jobOverview, podRow, sessionSnapshot } from '../support/session.ts';

/** Not a constant: in a full test run, the tests of this file start a minute after it was loaded. */
const minutesAgo = (minutes: number): number => Date.now() - minutes * minuteMs;
const minuteMs = 60_000;
const orders = { job: 'a'.repeat(32), jobName: 'orders' } as const;
const pod = podRow({ name: 'my-first-flink-cluster-taskmanager-1-1', createdAt: minutesAgo(60) });

/** `minutes` ago. */
const failure = (minutes: number): JournalEntry => ({
  kind: 'failure',
  at: minutesAgo(minutes),
  ...orders,
  exception: 'IOException',
  message: 'disk full',
  task: 'map (1/2) - execution #1',
  pod: pod.name,
});
const state = (minutes: number, name: 'RUNNING' | 'CANCELED'): JournalEntry => ({
  kind: 'job',
  at: minutesAgo(minutes),
  ...orders,
  state: name,
});
const level = (minutes: number): JournalEntry => ({
  kind: 'level',
  at: minutesAgo(minutes),
  logger: 'root',
  level: 'DEBUG',
  by: 'ann@laptop',
});
const killed = (minutes: number): JournalEntry => ({
  kind: 'pod',
  at: minutesAgo(minutes),
  pod: pod.name,
  uid: pod.uid,
  role: 'taskmanager',
  phase: 'OOM-killed',
  reason: 'memory limit of 1Gi exceeded',
});
const entries = () => [killed(50), level(33), failure(30), failure(29), failure(28), state(25, 'RUNNING'), level(10)];
const watched = () => [
  { from: minutesAgo(55), until: minutesAgo(45) },
  { from: minutesAgo(40), until: Date.now() },
];

function attachWith(journalEntries: readonly JournalEntry[] = entries(), size = { columns: 120, rows: 40 }) {
  const session = fakeSession(
    sessionSnapshot({ pods: [pod], jobs: [jobOverview({ name: 'orders', id: orders.job })] }),
  );
  const journal = fakeJournal(journalEntries, journalEntries.length === 0 ? watched().slice(1) : watched());
  const attached = { ...session, journal };
  const source = { attach: async () => attached };
  const screen = openScreen({ target: { clusterId: 'my-first-flink-cluster' }, source }, size);
  return { session, journal, screen };
}

async function openTimeline(...options: Parameters<typeof attachWith>) {
  const opened = attachWith(...options);
  await opened.screen.jobs.contains('orders');
  opened.screen.press('timeline.show');
  return opened;
}

test('T lists what happened, newest first, and selects the last problem', async () => {
  const { screen } = await openTimeline();
  await screen.timeline.shows(
    /^ {2}TIME AGO JCPKU SUBJECT EVENT$/m,
    /^ {2}(?:\S+ )?\S+ 10m ▶ root level DEBUG by ann@laptop$/m,
    /^ {2}(?:\S+ )?\S+ 25m ● orders RUNNING$/m,
    /^▶ (?:\S+ )?\S+ 28m ● orders ✕ 3x failed: IOException: disk full, in map \(1\/2\) on /m,
    /^ {2}(?:\S+ )?\S+ 33m ▶ root level DEBUG by ann@laptop$/m,
    /^ {2}(?:\S+ )?\S+ ── not watched for 5m/m,
    /^ {2}(?:\S+ )?\S+ 50m ▲ taskmanager-1-1 ✕ OOM-killed: memory limit of 1Gi exceeded$/m,
  );
});

test('the details name the first restart and what changed before it', async () => {
  const { screen } = await openTimeline();
  await screen.timeline.shows(/First of 3 restarts: [\d:-]+( [\d:]+)?\. In the ten minutes before:/);
  await screen.timeline.shows(/3m before: .* root: level DEBUG by ann@laptop/);
});

test('the strip counts the restarts of the last hour', async () => {
  const { screen } = await openTimeline();
  await screen.timeline.shows(/^ restarts .*█.* 3 restarts/m);
  await screen.timeline.shows(/^ slots in use .*slots unknown/m);
});

test('! and N go to the next problem', async () => {
  const { screen } = await openTimeline();
  await screen.timeline.shows(/^▶ .*3x failed/m);
  screen.press('timeline.older-problem');
  await screen.timeline.shows(/^▶ .*OOM-killed/m);
  screen.press('timeline.older-problem');
  await screen.message('no older problem');
  screen.press('timeline.newer-problem');
  await screen.timeline.shows(/^▶ .*3x failed/m);
});

test('the cursor stays on its row when new entries arrive', async () => {
  const { screen, journal } = await openTimeline();
  await screen.timeline.shows(/^▶ .*3x failed/m);
  journal.add(state(0, 'CANCELED'));
  await screen.timeline.shows(/^ {2}(?:\S+ )?\S+ \d+[sm] ● orders CANCELED$/m);
  await screen.timeline.shows(/^▶ .*3x failed/m);
});

test('the filter shows matching rows, and Esc clears it before it closes the page', async () => {
  const { screen } = await openTimeline();
  screen.press('timeline.filter');
  screen.filterPrompt.type('debug');
  screen.filterPrompt.accept();
  await screen.timeline.shows(/10m .*level DEBUG/);
  await screen.timeline.showsNo('OOM-killed');
  await screen.message('Filter: "debug". Esc clears it');
  screen.press('timeline.close');
  await screen.timeline.shows('OOM-killed');
  screen.press('timeline.close');
  await screen.jobs.contains('orders');
});

test('a filter finds the same rows, whatever was typed before', () => {
  const state = { journal: { entries: entries(), watched: watched() } } as unknown as ScreenState;
  const texts = shownItems(state, '').flatMap((item) => (item.kind !== 'gap' ? [searchedText(item)] : []));
  for (const filter of ['d', 'de', 'debug', 'de', 'oom', 'o', '!o', '!oom', 'd']) {
    const shown = shownItems(state, filter).flatMap((item) => (item.kind !== 'gap' ? [searchedText(item)] : []));
    assert.deepEqual(
      shown,
      texts.filter((text) => matchesFilter(text, filter)),
    );
  }
});

test('Enter on a failure opens the log of its pod at that time, and on a state the job', async () => {
  const { screen, session } = await openTimeline();
  const writer = session.logs.open({ uid: pod.uid, pod: pod.name, container: 'flink-main-container' });
  const line = (minutes: number, text: string) => `${new Date(minutesAgo(minutes)).toISOString()} ${text}\n`;
  writer.write(Buffer.from([line(40, 'long before'), line(28, 'disk is full'), line(1, 'much later')].join('')));
  await screen.timeline.shows(/^▶ .*3x failed/m);
  screen.press('timeline.open');
  await screen.logs.contains(/▶disk is full/);
  screen.press('timeline.show');
  screen.type('k');
  await screen.timeline.shows(/^▶ .*RUNNING/m);
  screen.press('timeline.open');
  await screen.job.isTitled('2 Jobs › aaaaaaaa');
});

test('Enter on a change without a pane lists its entries with their times', async () => {
  const image = { what: 'image', from: 'flink:2.2', to: 'flink:2.3' };
  const slots = { what: 'config taskmanager.numberOfTaskSlots', to: '2' };
  const { screen } = await openTimeline([{ kind: 'deployment', at: minutesAgo(1), changes: [image, slots] }]);
  await screen.timeline.shows(/image flink:2.2 -> flink:2.3, config taskmanager/);
  screen.press('timeline.open');
  await screen.result.shows(/\d\d:\d\d:\d\dZ? +image flink:2.2 -> flink:2.3$/m);
  await screen.result.shows(/^ +config taskmanager.numberOfTaskSlots set to 2$/m);
});

test('at 80x24 the list and the details fit without the strip', async () => {
  const { screen } = await openTimeline(entries(), { columns: 80, rows: 24 });
  await screen.timeline.shows(/^▶ .*3x failed: IOException/m);
  await screen.timeline.shows(/ to .*, 3 entries orders: failed:/);
  await screen.timeline.shows(/^ First of 3 restarts: .* In the ten minutes before:$/m);
  await screen.timeline.shows(/^ +3m before: .* root: level DEBUG by ann@laptop$/m);
  await screen.timeline.showsNo('slots in use');
});

test('a long journal is complete, whether or not its rows were prepared before the page opens', async () => {
  const many = Array.from({ length: 12_000 }, (_, index) => ({ ...level(50), logger: `logger${index}` }));
  for (const delayMs of [0, 300]) {
    const { screen, journal } = attachWith([...many, level(33)]);
    await screen.jobs.contains('orders');
    await pause(delayMs);
    screen.press('timeline.show');
    await screen.timeline.shows(/50m ▶ logger11999 /, /50m ▶ logger11980 /);
    journal.add(level(0));
    await screen.timeline.shows(/^ {2}(?:\S+ )?\S+ \d+s ▶ root level DEBUG/m);
    screen.press('timeline.filter');
    screen.filterPrompt.type('logger4999');
    await screen.timeline.shows(/50m ▶ logger4999 /);
    await screen.timeline.showsNo('logger11999');
  }
});

test('without entries the page says so', async () => {
  const { screen } = await openTimeline([]);
  await screen.timeline.shows('Nothing has happened since the journal began');
});

test('the jobs pane shows the restarts of the last hour, and the page of the job all restarts', async () => {
  const { screen } = attachWith([failure(70), ...entries()], { columns: 200, rows: 40 });
  await screen.jobs.contains(/orders not assessed 3, 28m ago .*RUNNING 2\/2/);
  await screen.jobs.press('screen.zoom');
  await screen.jobs.contains(/orders not assessed 3, 28m ago ·+[▁-█]+·+ RUNNING 2\/2/);
  await screen.jobs.press('job.open');
  await screen.job.shows(/restarts 3 in 1h, 4 times since .*, last 28m ago/);
});

const unlisted = (fromMinutes: number, minutes: number, count?: number): JournalEntry => ({
  kind: 'restarts',
  at: minutesAgo(minutes) - 1,
  from: minutesAgo(fromMinutes),
  ...orders,
  ...(count !== undefined && { count }),
});

const withEntry = (entry: JournalEntry) => [...entries(), entry].sort((a, b) => a.at - b.at);

test('restarts that Flink did not list count if all of them were in the last hour', async () => {
  const { screen } = attachWith(withEntry(unlisted(50, 30, 284)), { columns: 200, rows: 40 });
  await screen.jobs.contains(/orders not assessed 287, 28m ago .*RUNNING 2\/2/);
  await screen.jobs.press('job.open');
  await screen.job.shows(/restarts about 287 times since .*, last 28m ago/);
  screen.press('timeline.show');
  await screen.timeline.shows(/^ restarts .* 287 restarts/m);
  await screen.timeline.shows(/First of about 287 restarts: no longer listed by Flink\./);
  await screen.timeline.shows(/● orders ✕ about 284 more restarts between .*, no longer listed by Flink/);
});

test('otherwise there were at least those that Flink listed', async () => {
  const { screen } = attachWith(withEntry(unlisted(90, 30, 284)), { columns: 200, rows: 40 });
  await screen.jobs.contains(/orders not assessed 3\+, 28m ago .*RUNNING 2\/2/);
  screen.press('timeline.show');
  await screen.timeline.shows(/^ restarts .* 3\+ restarts/m);
});

test('an unknown number of restarts is at least the listed one', async () => {
  const { screen } = attachWith(withEntry(unlisted(50, 30)), { columns: 200, rows: 40 });
  await screen.jobs.contains(/orders not assessed 3\+, 28m ago .*RUNNING 2\/2/);
  await screen.jobs.press('job.open');
  await screen.job.shows(/restarts at least 3 times since .*, last 28m ago/);
});

test('without restarts the jobs pane has no columns for them', async () => {
  const { screen } = attachWith([level(10)], { columns: 200, rows: 40 });
  await screen.jobs.contains(/orders not assessed RUNNING 2\/2/);
});

test('a checkpoint that a restart aborted does not count as failed', async () => {
  const checkpoint = { kind: 'checkpoint', ...orders, outcome: 'failed' } as const;
  const { screen } = await openTimeline([
    { ...checkpoint, at: minutesAgo(5), id: 7, message: 'Checkpoint Coordinator is suspending.' },
    { ...checkpoint, at: minutesAgo(4), id: 8, message: 'task not ready' },
  ]);
  await screen.timeline.shows(/ failed .* 1 failed/);
});
