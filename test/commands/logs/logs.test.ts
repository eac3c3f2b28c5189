import assert from 'node:assert/strict';
import { test } from 'node:test';
import { withSession } from '../session-under-test.ts';
import { startLogCluster } from './log-cluster.ts';

const info = (text: string, logger = 'org.apache.flink.runtime.taskmanager.Task') =>
  `2026-11-24 02:00:00,000 INFO  ${logger.padEnd(60)} [] - ${text}`;
const error = (text: string, logger?: string) => info(text, logger).replace('INFO ', 'ERROR');
const trace = [
  'java.lang.IllegalStateException: broken',
  '\tat org.example.Map.map(Map.java:7)',
  'Caused by: x.Y: deep',
];

const lines = (text: string) => text.split('\n').slice(0, -1);

test('prints the log of one pod unchanged, without requesting timestamps', async (context) => {
  const cluster = await startLogCluster(context);
  const log = cluster.addPod('session-taskmanager-1-1');
  cluster.addPod('session-taskmanager-1-2').write(1, 'another');
  log.write(1, 'a\ttab', '\x1b[31mred', 'ends with CR\r');
  assert.equal(await cluster.print('logs 1-1'), 'a\ttab\n\x1b[31mred\nends with CR\r\n');
  assert.equal(await cluster.print('logs 1-1 --tail 1'), 'ends with CR\r\n');
  const kubectlStyle = 'logs pod/session-taskmanager-1-1 -f=false --tail=-1';
  assert.equal(await cluster.print(kubectlStyle), 'a\ttab\n\x1b[31mred\nends with CR\r\n');
  assert.equal(cluster.requests().length, 3);
  assert.ok(
    cluster.requests().every((path) => !path.includes('timestamps=true')),
    cluster.requests().join('\n'),
  );
});

test("merges several logs by the kubelet's timestamps, with pod names and complete stack traces", async (context) => {
  const cluster = await startLogCluster(context);
  const one = cluster.addPod('session-taskmanager-1-1');
  const two = cluster.addPod('session-taskmanager-1-2');
  one.write(1, info('first'));
  one.write(3, error('third'), ...trace);
  two.write(2, info('second'));
  two.write(3.001, info('fourth'));
  const printed = lines(await cluster.print('logs'));
  assert.deepEqual(
    printed.map((line) => line.replace(/\d{4}-.* - /, '')),
    [
      '[session-taskmanager-1-1] first',
      '[session-taskmanager-1-2] second',
      '[session-taskmanager-1-1] third',
      ...trace.map((line) => `[session-taskmanager-1-1] ${line}`),
      '[session-taskmanager-1-2] fourth',
    ],
  );
  const unmerged = lines(await cluster.print('logs --no-merge'));
  assert.deepEqual(
    unmerged.map((line) => line.slice(1, line.indexOf(']')).slice(-3)),
    ['1-1', '1-1', '1-1', '1-1', '1-1', '1-2', '1-2'],
  );
  const [stamped] = lines(await cluster.print('logs --timestamps'));
  assert.match(
    stamped ?? '',
    /^\[session-taskmanager-1-1\] 2026-11-24T02:00:01\.000000000Z 2026-11-24 02:00:00,000 INFO/,
  );
});

const filters: readonly [options: string, printed: readonly string[]][] = [
  ['--level error', ['failed', ...trace, 'printed']],
  ['--level WARN --exclude printed', ['failed', ...trace]],
  ['--grep illegalstate', ['failed', ...trace]],
  ['--grep IllegalSTATE', []],
  ['--grep /map.map.*:\\d/', ['failed', ...trace]],
  ['--grep [] --grep !failed', ['started', 'checkpoint 7']],
  ["--exclude '/started|failed|printed/'", ['checkpoint 7']],
  ['--logger CheckpointCoordinator', ['checkpoint 7']],
  ['--logger org.apache.flink.runtime.checkpoint --logger x', ['checkpoint 7']],
];
for (const [options, printed] of filters) {
  test(`filters events: ${options}`, async (context) => {
    const cluster = await startLogCluster(context);
    const log = cluster.addPod('session-taskmanager-1-1');
    log.write(1, info('started'));
    log.write(2, error('failed'), ...trace);
    log.write(5, info('checkpoint 7', 'org.apache.flink.runtime.checkpoint.CheckpointCoordinator'));
    log.write(9, 'printed');
    const output = lines(await cluster.print(`logs 1-1 ${options.replaceAll('\\', '\\\\')}`));
    assert.deepEqual(
      output.map((line) => line.replace(/^\d{4}-.* - /, '')),
      printed,
    );
  });
}

test('-o json prints one object per event', async (context) => {
  const cluster = await startLogCluster(context);
  const log = cluster.addPod('session-taskmanager-1-1');
  log.write(1, error('failed', 'org.example.Sink'), ...trace);
  log.write(7, 'printed');
  const events = lines(await cluster.print('logs 1-1 -o json')).map((line) => JSON.parse(line));
  assert.deepEqual(events, [
    {
      at: '2026-11-24T02:00:01.000000000Z',
      pod: 'session-taskmanager-1-1',
      container: 'flink-main-container',
      level: 'ERROR',
      logger: 'org.example.Sink',
      thread: null,
      message: 'failed',
      stack: trace,
      job: null,
    },
    {
      at: '2026-11-24T02:00:07.000000000Z',
      pod: 'session-taskmanager-1-1',
      container: 'flink-main-container',
      level: null,
      logger: null,
      thread: null,
      message: 'printed',
      stack: [],
      job: null,
    },
  ]);
});

test('selects containers by name or all containers, and rejects an unknown name', async (context) => {
  const cluster = await startLogCluster(context);
  cluster.addPod('session-taskmanager-1-1', { containers: ['flink-main-container', 'sidecar'] }).write(1, 'main');
  cluster.addPod('session-taskmanager-1-2').write(3, 'other');
  cluster.log('session-taskmanager-1-1', 'sidecar').write(2, 'beside');
  assert.equal(await cluster.print('logs -c sidecar'), 'beside\n');
  assert.equal(
    await cluster.print('logs 1-1 --all-containers'),
    '[session-taskmanager-1-1/flink-main-container] main\n[session-taskmanager-1-1/sidecar] beside\n',
  );
  await assert.rejects(cluster.start('logs -c zork'), {
    exitCode: 3,
    message: 'none of the 2 pods has a container zork',
    hints: ['Containers: flink-main-container, sidecar'],
  });
});

test('suggests and prints the log before a restart, and reports a missing previous log', async (context) => {
  const cluster = await startLogCluster(context);
  cluster.addPod('session-taskmanager-1-1', { restarts: 1 }).write(5, 'now');
  cluster.addPod('session-taskmanager-1-2').write(5, 'only');
  cluster.log('session-taskmanager-1-1', 'flink-main-container', 'previous').write(1, 'before');
  const { notes, end } = await cluster.start('logs');
  await end;
  assert.deepEqual(notes(), ['session-taskmanager-1-1 restarted. Use --previous for the log before the restart']);
  assert.equal(await cluster.print('logs 1-1 --previous'), 'before\n');
  const both = await cluster.start('logs -p');
  const failure = await both.end;
  assert.equal(both.out(), '[session-taskmanager-1-1] before\n');
  assert.deepEqual(failure, {
    exitCode: 3,
    message: 'session-taskmanager-1-2: no previous log: the container has not restarted',
    hints: ['Omit --previous to print the current log'],
  });
  await assert.rejects((await cluster.start('logs 1-2 -p')).end, /no previous log/);
});

test('rejects exclusive options and invalid patterns', async (context) => {
  const cluster = await startLogCluster(context);
  cluster.addPod('session-taskmanager-1-1');
  for (const options of ['-f -p', '--since 1m --since-time 2026-11-24T02:00:00Z', '-c a --all-containers']) {
    await assert.rejects(cluster.start(`logs ${options}`), { exitCode: 2 });
  }
  await assert.rejects(cluster.start('logs --grep "/(/"'), {
    exitCode: 2,
    message: /^"\(" is not a valid regular expression/,
  });
  await assert.rejects(cluster.start('logs --since-time yesterday'), { exitCode: 2 });
});

test('suggests --keep-logs for the log of a deleted pod', async (context) => {
  const cluster = await startLogCluster(context);
  cluster.addPod('session-taskmanager-1-1');
  await assert.rejects(cluster.start('logs session-taskmanager-9-9'), (error: Error & { hints: readonly string[] }) => {
    assert.match(error.message, /^no pod session-taskmanager-9-9$/);
    assert.match(error.hints.join('\n'), /--keep-logs/);
    return true;
  });
});

test('--since and --since-time print only lines after the given time', async (context) => {
  const cluster = await startLogCluster(context);
  const log = cluster.addPod('session-taskmanager-1-1');
  const now = (Date.now() - Date.UTC(2026, 10, 24, 2)) / 1000;
  log.write(now - 3600, 'old');
  log.write(now, 'new');
  assert.equal(await cluster.print('logs 1-1 --since 10m'), 'new\n');
  const halfAnHourAgo = new Date(Date.now() - 1_800_000).toISOString();
  assert.equal(await cluster.print(`logs 1-1 --since-time ${halfAnHourAgo}`), 'new\n');
});

test('--job matches the id and the task names of a job', () =>
  withSession({}, async ({ demo, run, runningJob }) => {
    const id = await runningJob('steady');
    await runningJob('another');
    const { text } = await run('logs --job steady');
    const output = lines(text);
    assert.ok(
      output.some((line) => line.includes(id)),
      text,
    );
    assert.ok(!output.some((line) => line.includes('another')), text);
    assert.ok(output.every((line) => line.startsWith(`[${demo.clusterId}`)));
    const unknown = 'f'.repeat(32);
    assert.equal((await run(`logs --job ${unknown}`)).text, '', 'an id that Flink no longer lists');
  }));
