import assert from 'node:assert/strict';
import { test } from 'node:test';
import { stripVTControlCharacters } from 'node:util';
import { FlinkError } from '../../../src/flink/error.ts';
import { configurationTab } from '../../../src/screen/job/configuration/tab.ts';
import { jobPage, newJobPage, openJob } from '../../../src/screen/job/job-page.ts';
import { checkpointConfig, jobConfiguration } from '../../../src/session/readings/flink-readings.ts';
import type { Reading, ReadingState } from '../../../src/session/readings/reading.ts';
import { checkpointConfig as configOf } from '../../support/checkpoint-config.ts';
import { jobOverview, sessionSnapshot } from '../../support/session.ts';
import { screenInMemory } from '../screen-in-memory.ts';

const id = 'a1b2c3d4e5f60718293a4b5c6d7e8f90';

function openPage(
  options: { readonly [key: string]: string },
  times: { readonly intervalMs: number | undefined } = { intervalMs: 10_000 },
) {
  const screen = screenInMemory();
  const readings = new Map<string, ReadingState<unknown>>();
  const add = <T>(reading: Reading<T>, value: T) => readings.set(reading.key, { value, readAt: 1, failure: undefined });
  add(jobConfiguration(id), {
    restartStrategy: 'Cluster level default restart strategy',
    parallelism: 8,
    objectReuse: false,
    userConfig: { topic: 'orders', token: 'hunter2' },
  });
  add(checkpointConfig(id), configOf({ ...times, timeoutMs: 600_000 }));
  const jobs = [jobOverview({ name: 'orders', id })];
  const configuration = new Map(Object.entries(options));
  screen.store.setState({ snapshot: sessionSnapshot({ jobs, readings, configuration, highAvailability: true }) });
  openJob(screen, id, { tab: 'configuration' });
  const page = () => jobPage(screen.store.getState()) ?? newJobPage(id);
  const draw = (size = { width: 118, height: 31 }) => configurationTab.draw(screen.store.getState(), page(), size);
  const rows = (size?: { width: number; height: number }) =>
    draw(size).rows.map((row) => stripVTControlCharacters(row).trimEnd());
  return { screen, page, draw, rows };
}

test('shows the settings of a job, and what the cluster has instead', () => {
  const { rows } = openPage({
    'execution.checkpointing.savepoint-dir': 's3://savepoints',
    'execution.checkpointing.interval': '1 min',
    'state.checkpoints.dir': 's3://checkpoints',
    'parallelism.default': '1',
  });
  assert.deepEqual(rows({ width: 78, height: 31 }), [
    ' ✓ No risks',
    '',
    ` Execution  1 differs from the cluster ${'─'.repeat(38)}`,
    '   Parallelism         8                cluster: 1',
    '   Object reuse        off',
    "   Restart strategy    Flink's default",
    '',
    ` Checkpointing  1 differs from the cluster ${'─'.repeat(34)}`,
    '   Interval            10 s             cluster: 1m',
    '   Timeout             10m',
    '   Minimum pause       0 s',
    '   Maximum concurrent  1',
    '   Mode                exactly once',
    '   Unaligned           off',
    '   Kept after cancel   no',
    '   Tolerable failures  0',
    '   State backend       hashmap',
    '   Storage             filesystem',
    '',
    ` Job parameters  2 ${'─'.repeat(58)}`,
    '   token  ******',
    '   topic  orders',
  ]);
  assert.match(rows()[8] ?? '', /^ {3}Interval .* cluster: 1m {2}execution\.checkpointing\.interval$/);
});

test('the risks of the job and of the cluster are first, with what to do', () => {
  const { rows } = openPage({}, { intervalMs: undefined });
  assert.deepEqual(rows().slice(1, 5), [
    '   ▲ orders takes no checkpoints: a failure ends it and loses its state',
    '     Set execution.checkpointing.interval',
    '   ▲ No savepoint directory is configured: each savepoint needs a directory',
    '     Set execution.checkpointing.savepoint-dir',
  ]);
});

test('an unknown configuration is not the same as no difference', () => {
  const { screen, rows } = openPage({});
  const snapshot = sessionSnapshot({ ...screen.store.getState().snapshot, configuration: undefined });
  screen.store.setState({ snapshot });
  assert.ok(
    rows().some((row) => row.startsWith(" Execution  the cluster's configuration is unknown")),
    rows().join('\n'),
  );
});

test('what is loading or cannot be read says so', () => {
  const { screen, rows } = openPage({});
  const failure = new FlinkError('unreachable', 'the JobManager does not respond');
  const readings = new Map([[jobConfiguration(id).key, { value: undefined, readAt: undefined, failure }]]);
  screen.store.setState({ snapshot: sessionSnapshot({ readings, jobs: [jobOverview({ name: 'orders', id })] }) });
  assert.ok(rows().includes('   the JobManager does not respond'), rows().join('\n'));
  assert.ok(rows().includes('   loading…'));
});

test('scrolls, and reads the configuration once', () => {
  const { screen, page, draw, rows } = openPage({});
  const size = { width: 78, height: 10 };
  assert.match(draw(size).position ?? '', /^1-10\/\d+$/);
  configurationTab.move(screen, page(), { kind: 'end' }, size);
  assert.equal(rows(size).at(-1), '   topic  orders');
  const [first] = configurationTab.readings(screen.store.getState(), page(), size);
  assert.deepEqual([first?.key, first?.intervalMs], [`job-configuration/${id}`, Number.POSITIVE_INFINITY]);
});
