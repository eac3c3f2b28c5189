import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { FlinkRest } from '../../src/flink/rest.ts';
import { readLoggingConfig } from '../../src/logging-config/read-config.ts';
import type { PendingLevels } from '../../src/session/levels/pending-levels.ts';
import { clusterSource, foundCluster } from '../support/clusters.ts';
import { openScreen } from '../support/screen-driver/screen-driver.ts';
import { fakeSession, sessionSnapshot } from '../support/session.ts';

const text = 'rootLogger.level = INFO\n';
const until = Date.now() + 600_000;
const pending: PendingLevels = {
  key: 'log4j-console.properties',
  backend: 'log4j',
  original: text,
  levels: [{ logger: 'org.apache.kafka', level: 'DEBUG', since: Date.now(), until, by: 'ann@laptop' }],
  fastSince: null,
};

/** Attaches to `my-first-flink-cluster`, from which the user can switch to `alpha`. */
async function open(snapshot = sessionSnapshot(), flink: Partial<FlinkRest> = {}) {
  const first = fakeSession(snapshot, flink);
  const other = fakeSession(sessionSnapshot({ clusterId: 'alpha', jobs: [] }));
  const screen = openScreen({
    target: { clusterId: first.connection.target.clusterId },
    source: { attach: async ({ clusterId }) => (clusterId === 'alpha' ? other : first) },
    clusters: clusterSource(async () => [foundCluster(), foundCluster({ clusterId: 'my-first-flink-cluster' })]),
  });
  await screen.jobs.contains('TopSpeedWindowing');
  return { first, other, screen };
}

test('without anything that ends, the screen switches without a question', async () => {
  const { first, screen } = await open();
  screen.commandLine.run('clusters alpha');
  await screen.header.shows('alpha');
  await screen.jobs.contains('No jobs yet');
  assert.equal(first.isClosed(), true);
});

test('the attached cluster is not attached again', async () => {
  const { first, screen } = await open();
  screen.press('clusters.open');
  await screen.picker.select('my-first-flink-cluster');
  await screen.picker.press('clusters.attach');
  await screen.message('Already attached to my-first-flink-cluster');
  assert.equal(first.isClosed(), false);
});

test('names a log level that is not reverted meanwhile, and again at the end', async () => {
  const config = readLoggingConfig('log4j', text);
  const { screen } = await open(sessionSnapshot({ logging: { config, pending } }));
  screen.commandLine.run('clusters alpha');
  const stays = `org.apache.kafka stays at DEBUG until the next attach after`;
  await screen.dialog.shows('Switch from my-first-flink-cluster to alpha?', stays);
  await screen.dialog.confirm();
  await screen.jobs.contains('No jobs yet');
  const { report = [] } = await screen.terminal.close();
  assert.equal(report.length, 1);
  assert.equal(report[0]?.kind, 'remains');
  assert.ok(report[0]?.text.startsWith(stays));
  assert.deepEqual(report[0]?.details, [
    'Revert now: flink-tui log-level my-first-flink-cluster -n flink org.apache.kafka --undo',
  ]);
});

test('a command that still runs is named in the question and at the end, and its late result does not open', async () => {
  const savepoint = Promise.withResolvers<{ state: 'completed'; path: string }>();
  const { screen } = await open(sessionSnapshot(), {
    jobs: async () => sessionSnapshot().jobs ?? [],
    checkpoints: async () => ({ enabled: false }),
    triggerSavepoint: async () => 'trigger',
    savepointStatus: () => savepoint.promise,
  });
  await screen.jobs.press('job.savepoint');
  await screen.message(/^… Savepoint of TopSpeedWindowing/);
  screen.commandLine.run('clusters alpha');
  await screen.dialog.shows('Stop waiting for: Savepoint of TopSpeedWindowing');
  await screen.dialog.decline();
  await screen.picker.isTitled('Flink clusters (2)');
  await screen.message(/^… Savepoint of TopSpeedWindowing/);
  await screen.picker.select('alpha');
  await screen.picker.press('clusters.attach');
  await screen.dialog.confirm();
  await screen.jobs.contains('No jobs yet');
  await screen.noMessage(/Savepoint/);
  const { report = [] } = await screen.terminal.close();
  assert.deepEqual(report, [
    {
      kind: 'interrupted',
      text: 'Savepoint of TopSpeedWindowing (my-first-flink-cluster): flink-tui switched to another cluster before it ended',
      details: [],
    },
  ]);
});
