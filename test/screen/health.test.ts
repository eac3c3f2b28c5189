import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JournalEntry } from '../../src/session/journal/entry.ts';
import type { LoadState } from '../../src/session/readings/job-load.ts';
import { fakeJournal } from '../support/journal.ts';
import { openScreen } from '../support/screen-driver/screen-driver.ts';
import { fakeSession, jobOverview, podRow, sessionSnapshot } from '../support/session.ts';

/** Not a constant: in a full test run, the tests of this file start a minute after it was loaded. */
const minutesAgo = (minutes: number): number => Date.now() - minutes * 60_000;
const ids = { orders: 'a'.repeat(32), clicks: 'b'.repeat(32), ads: 'c'.repeat(32), visits: 'd'.repeat(32) } as const;
const jobs = () =>
  Object.entries(ids).map(([name, id], index) =>
    jobOverview({ name, id, startTime: minutesAgo(60 * (index + 1)), lastModification: minutesAgo(60) }),
  );

const failures = () =>
  [5, 3, 1].map(
    (minutes): JournalEntry => ({
      kind: 'failure',
      at: minutesAgo(minutes),
      job: ids.ads,
      jobName: 'ads',
      exception: 'SocketTimeoutException',
      message: 'Read timed out',
      task: 'enrich (1/1) - execution #1',
      pod: 'my-first-flink-cluster-taskmanager-1-5',
    }),
  );

const vertices = [
  { id: 'source', inputs: [] },
  { id: 'sink', inputs: ['source'] },
].map((vertex) => ({
  ...vertex,
  name: vertex.id,
  parallelism: 1,
  status: 'RUNNING',
  tasks: {},
  counters: undefined,
}));

/** Loads of two jobs: the sink of clicks is busy, visits is healthy. */
function measured(): ReadonlyMap<string, LoadState> {
  const stateOf = (name: 'clicks' | 'visits', pressed: number, busy: number): LoadState => {
    const rates = { readRecords: 1, writeRecords: 1, readBytes: 1, writeBytes: 1 };
    const shares = (share: number, backPressured: number) => ({
      busy: share,
      idle: 1 - share - backPressured,
      backPressured,
      rates,
      measuredAt: Date.now(),
    });
    return {
      detail: { ...jobOverview({ name, id: ids[name] }), vertices },
      counters: new Map(),
      load: new Map([
        ['source', shares(0.05, pressed)],
        ['sink', shares(busy, 0)],
      ]),
    };
  };
  return new Map([
    [ids.clicks, stateOf('clicks', 0.9, 0.97)],
    [ids.visits, stateOf('visits', 0, 0.1)],
  ]);
}

const overview = {
  ...{ taskManagers: 2, slotsTotal: 4, slotsAvailable: 2 },
  ...{ jobsRunning: 4, jobsFinished: 0, jobsCancelled: 0, jobsFailed: 0 },
};

async function attach(size: readonly [number, number] = [160, 40], entries: readonly JournalEntry[] = failures()) {
  const pods = [podRow({ name: 'a-taskmanager', status: 'failed', health: 'error', reason: 'exit code 1' })];
  const session = fakeSession(sessionSnapshot({ jobs: jobs(), pods, overview, loads: measured() }), {
    checkpoints: async () => ({ enabled: false }),
    checkpointConfig: async () => undefined,
  });
  const journal = fakeJournal(entries, [{ from: minutesAgo(120), until: Date.now() }]);
  const screen = openScreen(
    {
      target: { clusterId: 'my-first-flink-cluster' },
      source: { attach: async () => ({ ...session, journal }) },
    },
    { columns: size[0], rows: size[1] },
  );
  return { screen, session };
}

test('the sickest job is first, each job has its health and reason, and the cursor starts on the sickest', async () => {
  const { screen } = await attach([140, 40]);
  await screen.jobs.shows([
    /^▷ ads restarting \(3 in 1h: SocketTimeoutException in en.* 3, 1m/,
    /^ {2}clicks back-pressured by sink \(97% busy\)/,
    /^ {2}orders not assessed /,
    /^ {2}visits healthy /,
  ]);
});

test('the header counts jobs and pods that need attention, and a restarting job does not run', async () => {
  const { screen } = await attach();
  // Flink counts all four jobs as running.
  await screen.header.shows(/attention 2 jobs, 1 pod +jobs 3 running/);
});

test('a cancelled job that had restarted needs no attention', async () => {
  const { screen, session } = await attach();
  await screen.jobs.shows([/^▷ ads restarting/, /^ {2}clicks/, /^ {2}orders/, /^ {2}visits/]);
  const { jobs: listed = [] } = session.store.getState();
  session.change({
    jobs: listed.map((job) => (job.name === 'ads' ? { ...job, state: 'CANCELED', endTime: Date.now() } : job)),
  });
  await screen.jobs.shows([/^▷ clicks/, /^ {2}orders/, /^ {2}ads canceled 3, 1m ago/, /^ {2}visits/]);
  await screen.header.shows(/attention 1 job, 1 pod /);
});

test('until the cursor enters the table, it stays on the sickest job', async () => {
  const { screen, session } = await attach([160, 40], []);
  await screen.jobs.shows([/^▷ clicks/, /^ {2}orders/, /^ {2}ads/, /^ {2}visits/]);
  const { jobs: listed = [] } = session.store.getState();
  session.change({
    jobs: listed.map((job) => (job.name === 'ads' ? { ...job, unresponsiveSince: minutesAgo(1) } : job)),
  });
  await screen.jobs.shows([/^▷ ads unresponsive/, /^ {2}clicks/, /^ {2}orders/, /^ {2}visits/]);
});

test('a key pressed after the cursor entered the table acts on the same job, although a sicker one moves up', async () => {
  const { screen, session } = await attach([160, 40], []);
  await screen.jobs.shows([/^▷ clicks/, /^ {2}orders/, /^ {2}ads/, /^ {2}visits/]);
  screen.press('pane.jobs');
  await screen.jobs.shows([/^▶ clicks/, /^ {2}orders/, /^ {2}ads/, /^ {2}visits/]);
  const { jobs: listed = [] } = session.store.getState();
  session.change({
    jobs: listed.map((job) => (job.name === 'ads' ? { ...job, unresponsiveSince: minutesAgo(1) } : job)),
  });
  await screen.jobs.shows([/^ {2}ads unresponsive/, /^▶ clicks/, /^ {2}orders/, /^ {2}visits/]);
});

test('the line above the footer has the whole reason of the job under the cursor', async () => {
  const { screen } = await attach([140, 40]);
  screen.press('pane.jobs');
  const reason = 'restarting (3 in 1h: SocketTimeoutException in enrich, taskmanager-1-5)';
  await screen.message(`${ids.ads} ads: ${reason}`);
});

test('at 80 columns the reason has the most room', async () => {
  const { screen } = await attach([80, 24]);
  screen.press('pane.jobs');
  await screen.jobs.contains(/ads restarting \(3 in 1h: SocketTimeout/, /clicks back-pressured by sink \(97% busy\)/);
});

test('jobs in sight are measured: each needs its vertices and its checkpoints', async () => {
  const { screen, session } = await attach();
  await screen.jobs.contains('visits healthy');
  for (const id of Object.values(ids)) {
    for (const key of ['job-detail', 'checkpoints']) {
      assert.ok(session.needs().includes(`${key}/${id}`), `${key}/${id} in ${session.needs()}`);
    }
  }
});
