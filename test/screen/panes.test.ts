import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { KubernetesError } from '../../src/kubernetes/error.ts';
import { handMadeSession, jobOverview, podRow, sessionSnapshot } from '../support/session.ts';
import { openTerminal } from '../support/terminal.ts';

const target = { clusterId: 'my-first-flink-cluster', namespace: 'flink', context: 'kind-flink' };
const jobManager = {
  uid: 'uid-my-first-flink-cluster-7d9c8b6f4-x2x9k',
  pod: 'my-first-flink-cluster-7d9c8b6f4-x2x9k',
  container: 'flink-main-container',
};

const open = (session = handMadeSession(), size = { columns: 120, rows: 40 }, env = {}) =>
  openTerminal({ target, source: { attach: async () => session, find: async () => [] }, env }, size);

/** Every frame's edges stand in one line: no text has pushed them. */
function assertFramesAreWhole(terminal: ReturnType<typeof open>, columns: number) {
  const header = columns >= 120 ? 2 : 3;
  const [first, last] = [terminal.column(0), terminal.column(columns - 1)].map((cells) => cells.slice(header, -2));
  assert.ok(first && last);
  for (const edge of [first, last]) assert.match(edge.join(''), /^([┏┌┓┐][┃│]+[┗└┛┘])+$/);
}

for (const [what, session] of [
  ['without jobs', () => handMadeSession(sessionSnapshot({ jobs: [] }))],
  ['before Flink answered', () => handMadeSession(sessionSnapshot({ jobs: undefined, overview: undefined }))],
] as const) {
  test(`z zooms each pane ${what}, and back`, async () => {
    const terminal = open(session(), { columns: 60, rows: 15 });
    await terminal.sees('2 Jobs');
    const shown = () => terminal.text().match(/\b(Pods|Jobs|Logs)\b/g) ?? [];
    for (const title of ['Pods', 'Jobs', 'Logs']) {
      terminal.keys('z');
      await terminal.until(`only ${title}`, () => shown().join() === title);
      terminal.keys('z\t');
      await terminal.until('all panes', () => shown().length === 3);
    }
  });
}

test('the first frame needs no network', async () => {
  const terminal = openTerminal({ target, source: { attach: () => new Promise(() => {}), find: async () => [] } });
  await terminal.sees('my-first-flink-cluster');
  await terminal.sees('Kubernetes  ○ connecting…');
  assert.equal(terminal.isAlternate(), true);
  assert.deepEqual(await terminal.close(), { exitCode: 130, lines: ['ended by Ctrl-C'] });
  assert.equal(terminal.isAlternate(), false);
});

for (const [columns, rows] of [
  [80, 24],
  [160, 50],
  [240, 70],
  [60, 15],
] as const) {
  test(`${columns}x${rows} shows who, how, pods, jobs and log lines in whole frames`, async () => {
    const session = handMadeSession();
    session.logs.open(jobManager).write(Buffer.from('2026-11-23T23:20:39.000000000Z a line of the log\n'));
    const terminal = open(session, { columns, rows });
    for (const text of [
      'namespace flink',
      'Flink 2.3.0',
      '★ leader',
      'TopSpeedWindowing',
      'RUNNING',
      'a line of the log',
      '? help',
    ])
      await terminal.sees(text);
    if (columns >= 80)
      for (const text of ['context kind-flink', '● live by forward, 5 ms', 'slots 2/4', 'jobs 1 running'])
        await terminal.sees(text);
    assertFramesAreWhole(terminal, columns);
  });
}

for (const size of [
  { columns: 80, rows: 24 },
  { columns: 160, rows: 50 },
]) {
  test(`beside a pod are its errors of the last minutes, and name and reason have room, at ${size.columns}x${size.rows}`, async () => {
    const { pods = [] } = sessionSnapshot();
    const latest = podRow({ name: 'my-first-flink-cluster-taskmanager-1-1000', reason: '1 of 1 slots in use' });
    const session = handMadeSession(sessionSnapshot({ pods: [...pods, latest] }));
    const error = '2026-11-24 00:15:43,058 ERROR a.B [] - message';
    session.logs.open(jobManager).write(Buffer.from(`${new Date().toISOString().replace('Z', '000000Z')} ${error}\n`));
    const terminal = open(session, size);
    await terminal.sees(/7d9c8b6f4-x2x9k +★ leader +1h( +0)? [·█]+( 1)?E +leads the session/);
    await terminal.sees(/taskmanager-1-2 +idle +1h( +0)? +all slots are free/);
    terminal.keys('G');
    await terminal.sees(/taskmanager-1-1000 +registered +1h( +0)? +1 of 1 slots in use/);
  });
}

test('59x14 says that it needs more room, and q still quits', async () => {
  const terminal = open(undefined, { columns: 59, rows: 14 });
  await terminal.sees('needs 60x15, this is 59x14');
  terminal.keys('q');
  assert.equal((await terminal.exit).exitCode, 0);
});

test('20x5 shows the whole size that is needed', async () => {
  const terminal = open(undefined, { columns: 20, rows: 5 });
  await terminal.sees(/^60x15, this is 20x5\.$/m);
  assert.match(terminal.text(), /press q to quit/);
});

test('a resize divides the screen anew', async () => {
  const terminal = open(undefined, { columns: 160, rows: 50 });
  await terminal.sees('TopSpeedWindowing');
  for (const [columns, rows] of [
    [80, 24],
    [59, 14],
    [200, 60],
    [100, 30],
  ] as const)
    terminal.resize(columns, rows);
  await terminal.sees(/┗━{98}┛/);
  await terminal.sees('TopSpeedWindowing');
  assertFramesAreWhole(terminal, 100);
});

test('without colours the focus and the cursor are seen all the same', async () => {
  const terminal = open(undefined, undefined, { NO_COLOR: '1' });
  await terminal.sees('TopSpeedWindowing');
  assert.match(terminal.text(), /┏━ 1 Pods/);
  assert.match(terminal.text(), /┌─ 2 Jobs/);
  assert.match(terminal.text(), /┃▶ 7d9c8b6f4-x2x9k/);
  assert.deepEqual(terminal.look('7d9c8b6f4-x2x9k '), { inverse: true, bold: false, colour: false });
  assert.doesNotMatch(terminal.written(), /\x1b\[(3[0-8]|4[0-8]|9\d)[;m]/);
});

const hostile = '\x1b[2J\x1b[31mred\x1b]0;owned\x07\r\n\x9b5A日本語 e\u0301\u0302 \u202eevil\u202c';

test('names, reasons and lines from outside are shown and not obeyed', async () => {
  const session = handMadeSession(
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
  const terminal = open(session, { columns: 80, rows: 24 });
  await terminal.sees('the end');
  await terminal.sees('␛[2J␛[31mred');
  for (const sequence of ['\x1b[2J', '\x1b]0;', '\x9b', '\u202e', '\u200d', '\x1b[31mred']) {
    assert.equal(terminal.written().includes(sequence), false, JSON.stringify(sequence));
  }
  assertFramesAreWhole(terminal, 80);
  for (const key of ['3w', 'w', 'l', 'l', 'z', '\x1b', '2\r', '\x1b']) {
    terminal.keys(key);
    await terminal.sees('␛');
    assertFramesAreWhole(terminal, 80);
  }
});

test('pods of an API server that is silent are marked as old, though their watch is still open', async () => {
  const terminal = open(handMadeSession(), { columns: 80, rows: 24 });
  await terminal.sees('★ leader');
  assert.doesNotMatch(terminal.text(), /as of/);
  await terminal.close();
  const { links } = sessionSnapshot();
  const since = Date.now() - 12_000;
  const kubernetes = { state: 'stale', since, reason: 'no answer within 4 s', nextTryAt: undefined } as const;
  const silent = open(handMadeSession(sessionSnapshot({ links: { ...links, kubernetes } })), { columns: 80, rows: 24 });
  await silent.sees(/1 Pods \(3\) .* as of 1\ds ago/);
});

test('a link that is down says since when, why, and when it is tried again', async () => {
  const session = handMadeSession();
  const terminal = open(session);
  await terminal.sees('● live by forward');
  const stale = {
    state: 'stale',
    since: Date.now() - 12_000,
    reason: 'connection refused',
    nextTryAt: Date.now() + 60_000,
  } as const;
  session.change({
    links: { kubernetes: stale, rest: { ...stale, reason: 'the forward broke' } },
    watches: { ...session.store.getState().watches, pods: stale },
  });
  await terminal.sees(/▲ stale 1\ds, retry in 1m: connection refused/);
  await terminal.sees(/1 Pods \(3\) ━+ as of 1\ds ago/);
  await terminal.sees(/2 Jobs \(2\) ─+ as of 1\ds ago/);
  await terminal.sees('TopSpeedWindowing');
});

test('a right that is missing is named where it is missed, and the rest works', async () => {
  const session = handMadeSession();
  const { watches } = session.store.getState();
  const error = new KubernetesError('forbidden', 'You may not list pods in the namespace flink.', {
    verb: 'list',
    resource: 'pods',
    namespace: 'flink',
  });
  session.change({ pods: undefined, watches: { ...watches, pods: { state: 'denied', error } } });
  const terminal = open(session);
  await terminal.sees('You may not list pods in the namespace flink.');
  await terminal.sees('verbs: ["list"]');
  await terminal.sees('TopSpeedWindowing');
  session.change({ pods: [podRow({ name: 'a-pod' })], watches: { ...watches, events: { state: 'denied', error } } });
  await terminal.sees('not allowed to watch events');
});

test('a link that is slow says so with its latency, one that is refused when it is tried again', async () => {
  const session = handMadeSession();
  const terminal = open(session);
  const since = Date.now() - 180_000;
  session.change({
    links: {
      kubernetes: { state: 'denied', since, reason: 'The plugin ended.', nextTryAt: Date.now() + 60_000 },
      rest: { state: 'slow', since, latencyMs: 1400, via: 'forward' },
    },
  });
  await terminal.sees(/▲ slow 3m by forward, 2 s/);
  await terminal.sees(/✕ denied 3m, retry in (59s|1m): The plugin/);
});

test('REST that is not allowed names the way to the right; no TaskManager is said to be normal', async () => {
  const session = handMadeSession();
  const { links } = session.store.getState();
  const rest = {
    state: 'denied',
    since: 0,
    reason: 'You may not get pods/portforward in namespace flink (403).',
    nextTryAt: undefined,
  } as const;
  session.change({ jobs: undefined, links: { ...links, rest } });
  session.change({ pods: [podRow({ name: 'leading', role: 'jobmanager', status: 'leader' })] });
  const terminal = open(session);
  await terminal.sees('flink-tui rights prints the Role');
  await terminal.sees('no TaskManager: Flink asks for one when a job needs it');
  session.change({ pods: [podRow({ name: 'working' })] });
  await terminal.seesNo('no TaskManager');
});

test('what help says of a key goes on under itself', async () => {
  const terminal = open(handMadeSession(), { columns: 80, rows: 24 });
  await terminal.sees('1 Pods');
  terminal.keys('?');
  await terminal.sees(/^┃ {3}S {18}Stop the session cluster/m);
  await terminal.sees(/^┃ {3}F {18}local ports that lead to pods: .*\n┃ {22}\S/m);
  terminal.keys('\x1b[6~');
  await terminal.sees('? F1');
});

test('a pod that is gone is dimmed and says why; the leader is marked', async () => {
  const session = handMadeSession(
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
  const terminal = open(session, { columns: 160, rows: 50 });
  await terminal.sees('★ leader');
  await terminal.sees('released after 30 s');
  assert.match(terminal.written(), /\x1b\[2m {2}was-here/);
});

test('a session that is gone is said in the header', async () => {
  const session = handMadeSession(sessionSnapshot({ presence: 'missing' }));
  const terminal = open(session);
  await terminal.sees('THE SESSION CLUSTER IS GONE');
});

test('an application cluster that has ended is said to have, and how', async () => {
  const jobs = [jobOverview({ name: 'orders', state: 'FINISHED' })];
  const terminal = open(handMadeSession(sessionSnapshot({ presence: 'missing', mode: 'application', jobs })));
  await terminal.sees('THE APPLICATION CLUSTER HAS ENDED: JOB FINISHED');
  assert.doesNotMatch(terminal.written(), /SESSION CLUSTER/);
});

test('nothing is written while nothing changes', async () => {
  const hourAgo = Date.now() - 3_630_000;
  const live = { state: 'live', since: hourAgo } as const;
  const session = handMadeSession(
    sessionSnapshot({ links: { kubernetes: { ...live, latencyMs: 4 }, rest: { ...live, latencyMs: 5 } } }),
  );
  const terminal = open(session);
  await terminal.sees('TopSpeedWindowing');
  let [length, writtenAt] = [0, 0];
  await terminal.until('the first frames to be over', () => {
    const now = terminal.written().length;
    if (now !== length) [length, writtenAt] = [now, performance.now()];
    return performance.now() - writtenAt > 500;
  });
  // Three seconds and as many ticks of the clock, with the same data coming again.
  for (let times = 0; times < 30; times += 1) {
    session.change({});
    await pause(100);
  }
  assert.equal(terminal.written().slice(length), '');
});

test('jobs that cannot be read say why, and those from before are marked as old', async () => {
  const jobsFailure = '/jobs/overview answered with more than 64 MiB, the limit of rest-answer-limit';
  const session = handMadeSession();
  const { jobs } = session.store.getState();
  session.change({ jobs: undefined, jobsFailure });
  const terminal = open(session, { columns: 200, rows: 40 });
  await terminal.sees(`/jobs/overview answered with more than 64 MiB, the limit of rest-answer-limit`);
  await terminal.seesNo('asking Flink');
  session.change({ jobs, jobsFailure });
  await terminal.sees(/2 Jobs \(\d+\) .*old: \/jobs\/overview answered with more than/);
});
