import assert from 'node:assert/strict';
import { test } from 'node:test';
import { KubernetesError } from '../../src/kubernetes/error.ts';
import { openScreen } from '../support/screen-driver/screen-driver.ts';
import { fakeSession, jobOverview, podRow, sessionSnapshot } from '../support/session.ts';

const target = { clusterId: 'my-first-flink-cluster', namespace: 'flink', context: 'kind-flink' };
const jobManager = {
  uid: 'uid-my-first-flink-cluster-7d9c8b6f4-x2x9k',
  pod: 'my-first-flink-cluster-7d9c8b6f4-x2x9k',
  container: 'flink-main-container',
};

const open = (session = fakeSession(), size = { columns: 120, rows: 40 }, env = {}) =>
  openScreen({ target, source: { attach: async () => session }, env }, size);

/** Asserts that the first and last columns of the panes contain only complete frame edges. */
function assertFramesAreWhole({ terminal }: ReturnType<typeof open>, columns: number) {
  const header = columns >= 80 ? 2 : 3;
  const [first, last] = [terminal.column(0), terminal.column(columns - 1)].map((cells) => cells.slice(header, -2));
  assert.ok(first && last);
  for (const edge of [first, last]) assert.match(edge.join(''), /^([┏┌┓┐][┃│]+[┗└┛┘])+$/);
}

for (const [state, session] of [
  ['without jobs', () => fakeSession(sessionSnapshot({ jobs: [] }))],
  [
    'before the first response from Flink',
    () => fakeSession(sessionSnapshot({ jobs: undefined, overview: undefined })),
  ],
] as const) {
  test(`zooms each pane and restores the layout, ${state}`, async () => {
    const screen = open(session(), { columns: 80, rows: 24 });
    await screen.jobs.isTitled('2 Jobs');
    const shown = () => screen.terminal.text().match(/\b(Pods|Jobs|Logs)\b/g) ?? [];
    for (const title of ['Pods', 'Jobs', 'Logs']) {
      screen.press('screen.zoom');
      await screen.terminal.until(`only ${title}`, () => shown().join() === title);
      screen.press('screen.zoom');
      screen.press('pane.next');
      await screen.terminal.until('all panes', () => shown().length === 3);
    }
  });
}

test('the first frame needs no network', async () => {
  const { header, terminal } = openScreen({
    target,
    source: { attach: () => new Promise(() => {}) },
  });
  await header.shows('my-first-flink-cluster', 'Kubernetes ○ connecting…');
  assert.equal(terminal.isAlternate(), true);
  assert.deepEqual(await terminal.close(), { exitCode: 130, lines: ['ended by Ctrl-C'] });
  assert.equal(terminal.isAlternate(), false);
});

for (const [columns, rows] of [
  [80, 24],
  [160, 50],
  [240, 70],
] as const) {
  test(`${columns}x${rows} shows cluster, connections, pods, jobs and log lines in complete frames`, async () => {
    const session = fakeSession();
    session.logs.open(jobManager).write(Buffer.from('2026-11-23T23:20:39.000000000Z a line of the log\n'));
    const screen = open(session, { columns, rows });
    await screen.header.shows('namespace flink', 'Flink 2.3.0');
    await screen.pods.contains(/^▶ 7d9c8b6f4-x2x9k +★ leader/m);
    await screen.jobs.contains(/^▷ TopSpeedWindowing not assessed RUNNING/m);
    await screen.logs.shows([/a line of the log$/]);
    await screen.footer.shows('? help');
    await screen.header.shows(
      'context kind-flink',
      /Flink REST ● live (via forward, )?5 ms/,
      'slots 2/4',
      'jobs 1 running',
    );
    assertFramesAreWhole(screen, columns);
  });
}

for (const size of [
  { columns: 80, rows: 24 },
  { columns: 160, rows: 50 },
]) {
  test(`shows name, recent errors and status reason of a pod at ${size.columns}x${size.rows}`, async () => {
    const { pods = [] } = sessionSnapshot();
    const latest = podRow({ name: 'my-first-flink-cluster-taskmanager-1-1000', reason: '1 of 1 slot in use' });
    const session = fakeSession(sessionSnapshot({ pods: [...pods, latest] }));
    const error = '2026-11-24 00:15:43,058 ERROR a.B [] - message';
    session.logs.open(jobManager).write(Buffer.from(`${new Date().toISOString().replace('Z', '000000Z')} ${error}\n`));
    const screen = open(session, size);
    await screen.pods.contains(
      /^▶ 7d9c8b6f4-x2x9k ★ leader 1h( 0)? [·█]+( 1)?E leads the session$/m,
      /^ {2}taskmanager-1-2 idle 1h( 0)? all slots are free$/m,
    );
    await screen.pods.moveToEnd();
    await screen.pods.contains(/^▶ taskmanager-1-1000 registered 1h( 0)? 1 of 1 slot in use$/m);
  });
}

test('59x14 shows the required size, and q still quits', async () => {
  const { terminal } = open(undefined, { columns: 59, rows: 14 });
  await terminal.sees('needs 60x15, but the terminal is 59x14');
  terminal.keys('q');
  assert.equal((await terminal.exit).exitCode, 0);
});

test('20x5 shows the whole required size', async () => {
  const { terminal } = open(undefined, { columns: 20, rows: 5 });
  await terminal.sees(/^60x15, but the\nterminal is 20x5\.$/m);
  assert.match(terminal.text(), /press q to quit/);
});

test('a resize updates the layout', async () => {
  const screen = open(undefined, { columns: 160, rows: 50 });
  const { terminal } = screen;
  await screen.jobs.contains('TopSpeedWindowing');
  for (const [columns, rows] of [
    [80, 24],
    [59, 14],
    [200, 60],
    [100, 30],
  ] as const)
    terminal.resize(columns, rows);
  await terminal.sees(/┗━{92} 1\/3 ━┛/);
  await screen.jobs.contains('TopSpeedWindowing');
  assertFramesAreWhole(screen, 100);
});

test('focus and cursor are visible without colours', async () => {
  const screen = open(undefined, undefined, { NO_COLOR: '1' });
  const { terminal } = screen;
  await screen.jobs.contains('TopSpeedWindowing');
  assert.match(terminal.text(), /┏━ 1 Pods/);
  assert.match(terminal.text(), /┌─ 2 Jobs/);
  assert.match(terminal.text(), /┃▶ 7d9c8b6f4-x2x9k/);
  const { inverse, colour } = terminal.styleAt('7d9c8b6f4-x2x9k ');
  assert.deepEqual({ inverse, colour }, { inverse: true, colour: false });
  assert.doesNotMatch(terminal.written(), /\x1b\[(3[0-8]|4[0-8]|9\d)[;m]/);
});

const hostile = '\x1b[2J\x1b[31mred\x1b]0;owned\x07\r\n\x9b5A日本語 e\u0301\u0302 \u202eevil\u202c';

test('escape sequences in names, reasons and log lines are shown, not executed', async () => {
  const session = fakeSession(
    sessionSnapshot({
      jobs: [jobOverview({ name: hostile }), jobOverview({ name: hostile.repeat(20_000), id: 'ffff' })],
      pods: [podRow({ name: `my-first-flink-cluster-${hostile}`, uid: 'x', reason: hostile })],
      links: {
        kubernetes: { state: 'stale', since: Date.now() - 12_000, reason: hostile, nextTryAt: undefined },
        rest: { state: 'denied', since: 0, reason: hostile, nextTryAt: undefined },
      },
    }),
  );
  const log = session.logs.open({ uid: 'x', pod: hostile, container: 'flink-main-container' });
  log.write(
    Buffer.from(
      `2026-11-23T23:20:39.000000000Z ${hostile.replaceAll('\n', '')}\n2026-11-23T23:20:40.000000000Z ${'日\x1b[H'.repeat(200_000)}\n2026-11-23T23:20:41.000000000Z the end\n`,
    ),
  );
  const screen = open(session, { columns: 80, rows: 24 });
  const { terminal } = screen;
  await terminal.sees('the end');
  await terminal.sees('␛[2J␛[31mred');
  for (const sequence of ['\x1b[2J', '\x1b]0;', '\x9b', '\u202e', '\u200d', '\x1b[31mred']) {
    assert.equal(terminal.written().includes(sequence), false, JSON.stringify(sequence));
  }
  assertFramesAreWhole(screen, 80);
  for (const step of [
    () => screen.logs.press('log.wrap'),
    () => screen.logs.press('log.wrap'),
    () => screen.logs.press('log.right'),
    () => screen.logs.press('log.right'),
    () => screen.press('screen.zoom'),
    () => screen.press('screen.back'),
    () => screen.jobs.press('job.open'),
    () => screen.press('job.close'),
  ]) {
    await step();
    await terminal.sees('␛');
    assertFramesAreWhole(screen, 80);
  }
});

test('marks pods as stale while the API server does not respond, even if their watch is open', async () => {
  const live = open(fakeSession(), { columns: 80, rows: 24 });
  await live.pods.contains('★ leader');
  assert.doesNotMatch(live.terminal.text(), /as of/);
  await live.terminal.close();
  const { links } = sessionSnapshot();
  const since = Date.now() - 12_000;
  const kubernetes = { state: 'stale', since, reason: 'no response within 4 s', nextTryAt: undefined } as const;
  const silent = open(fakeSession(sessionSnapshot({ links: { ...links, kubernetes } })), { columns: 80, rows: 24 });
  await silent.pods.isTitled(/^1 Pods \(3\) as of 1\ds ago$/);
});

test('shows the duration of a connection loss, its reason and the time until the next retry', async () => {
  const session = fakeSession();
  const screen = open(session);
  await screen.header.shows('● live via forward');
  const stale = {
    state: 'stale',
    since: Date.now() - 12_000,
    reason: 'connection refused',
    nextTryAt: Date.now() + 60_000,
  } as const;
  session.change({
    links: { kubernetes: stale, rest: { ...stale, reason: 'the port forward ended' } },
    watches: { ...session.store.getState().watches, pods: stale },
  });
  await screen.header.shows(/▲ stale 1\ds, retry in 1m: connection refused/);
  await screen.pods.isTitled(/^1 Pods \(3\) as of 1\ds ago$/);
  await screen.jobs.isTitled(/^2 Jobs \(2\) as of 1\ds ago$/);
  await screen.jobs.shows([
    '▷ TopSpeedWindowing not assessed RUNNING 2/2 2m a1b2c3d4',
    '  WordCount finished FINISHED 2/2 2m b1b2c3d4',
  ]);
});

test('shows a missing permission in its pane while the other panes work', async () => {
  const session = fakeSession();
  const { watches } = session.store.getState();
  const error = new KubernetesError('forbidden', 'not allowed to list pods in namespace flink', {
    verb: 'list',
    resource: 'pods',
    namespace: 'flink',
  });
  session.change({ pods: undefined, watches: { ...watches, pods: { state: 'denied', error } } });
  const screen = open(session);
  await screen.pods.contains('not allowed to list pods in namespace flink', 'verbs: ["list"]');
  await screen.jobs.shows([
    '▷ TopSpeedWindowing not assessed RUNNING 2/2 2m a1b2c3d4',
    '  WordCount finished FINISHED 2/2 2m b1b2c3d4',
  ]);
  session.change({ pods: [podRow({ name: 'a-pod' })], watches: { ...watches, events: { state: 'denied', error } } });
  await screen.pods.isTitled('not allowed to watch events');
});

test('shows the latency of a slow connection and the next retry of a denied one', async () => {
  const session = fakeSession();
  const screen = open(session);
  const since = Date.now() - 180_000;
  session.change({
    links: {
      kubernetes: { state: 'denied', since, reason: 'the plugin ended', nextTryAt: Date.now() + 60_000 },
      rest: { state: 'slow', since, latencyMs: 1400, via: 'forward' },
    },
  });
  await screen.header.shows(/▲ slow 3m via forward, 2 s/, /✕ denied 3m, retry in (59s|1m): the plugin/);
});

test('names the command for a missing REST permission and explains a cluster without TaskManagers', async () => {
  const session = fakeSession();
  const { links } = session.store.getState();
  const rest = {
    state: 'denied',
    since: 0,
    reason: 'not allowed to get pods/portforward in namespace flink',
    nextTryAt: undefined,
  } as const;
  session.change({ jobs: undefined, links: { ...links, rest } });
  session.change({ pods: [podRow({ name: 'leading', role: 'jobmanager', status: 'leader' })] });
  const screen = open(session);
  await screen.jobs.contains('Run flink-tui permissions to print the required Role');
  await screen.pods.shows(['▶ leading ★ leader…', '  No TaskManager: Flink requests one when a job needs it']);
  session.change({ pods: [podRow({ name: 'working' })] });
  await screen.pods.shows(['▶ working registered…']);
});

test('the help wraps a long description within its column', async () => {
  const screen = open(fakeSession(), { columns: 80, rows: 24 });
  screen.press('help.open');
  await screen.help.shows(/^ {3}y \S/m, /^ {3}Space +\S.*\n {14}\S/m);
  screen.press('help.scroll', 'pagedown');
  await screen.help.showsNo(/^ {3}Space /m);
});

test('dims a released pod, shows its release reason and marks the leader', async () => {
  const session = fakeSession(
    sessionSnapshot({
      pods: [
        podRow({ name: 'leading', status: 'leader' }),
        podRow({
          name: 'was-here',
          status: 'released',
          health: 'gone',
          reason: 'released after 30 s idle',
          goneAt: Date.now(),
        }),
      ],
    }),
  );
  const screen = open(session, { columns: 160, rows: 50 });
  await screen.pods.shows([/^▶ leading ★ leader /, /^ {2}was-here released .* released after 30 s idle$/]);
  assert.match(screen.terminal.written(), /\x1b\[2m {2}was-here/);
});

test('the header shows that the session cluster is gone', async () => {
  const session = fakeSession(sessionSnapshot({ presence: 'missing' }));
  const screen = open(session);
  await screen.header.shows('THE SESSION CLUSTER IS GONE');
});

test('the header shows the end of an application cluster with its job state', async () => {
  const jobs = [jobOverview({ name: 'orders', state: 'FINISHED' })];
  const screen = open(fakeSession(sessionSnapshot({ presence: 'missing', mode: 'application', jobs })));
  await screen.header.shows('THE APPLICATION CLUSTER HAS ENDED: JOB FINISHED');
  assert.doesNotMatch(screen.terminal.written(), /SESSION CLUSTER/);
});

test('writes nothing while nothing changes', async (context) => {
  context.mock.timers.enable({ apis: ['Date', 'setInterval'], now: Date.now() });
  const hourAgo = Date.now() - 3_630_000;
  const live = { state: 'live', since: hourAgo } as const;
  const session = fakeSession(
    sessionSnapshot({ links: { kubernetes: { ...live, latencyMs: 4 }, rest: { ...live, latencyMs: 5 } } }),
  );
  const screen = open(session);
  const { terminal } = screen;
  await screen.jobs.contains('TopSpeedWindowing');
  const { pods = [] } = session.store.getState();
  /** Shows another pod and removes it again. Returns the output since `from`. */
  const writtenAround = async (from: number) => {
    session.change({ pods: [...pods, podRow({ name: 'marker' })] });
    await screen.pods.contains('marker');
    session.change({ pods });
    await screen.pods.showsNo('marker');
    return terminal.written().slice(from);
  };
  await writtenAround(0);
  const busy = await writtenAround(terminal.written().length);
  const from = terminal.written().length;
  for (let second = 0; second < 3; second += 1) {
    context.mock.timers.tick(1000);
    session.change({});
  }
  assert.equal(await writtenAround(from), busy);
  await terminal.close();
});

test('shows the reason for a failed job list and marks the last known jobs as outdated', async () => {
  const jobsFailure = 'response of /jobs/overview exceeds 64 MiB (rest-response-limit)';
  const session = fakeSession();
  const { jobs } = session.store.getState();
  session.change({ jobs: undefined, jobsFailure });
  const screen = open(session, { columns: 200, rows: 40 });
  await screen.jobs.shows([`  ${jobsFailure}`]);
  session.change({ jobs, jobsFailure });
  await screen.jobs.isTitled(/^2 Jobs \(\d+\) outdated: response of \/jobs\/overview exceeds/);
});
