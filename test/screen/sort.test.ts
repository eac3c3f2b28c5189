import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openScreen } from '../support/screen-driver/screen-driver.ts';
import { fakeSession, jobOverview, podRow, sessionSnapshot } from '../support/session.ts';

const target = { clusterId: 'my-first-flink-cluster' };
const minuteMs = 60_000;
const now = Date.now();
const pod = (name: string, ageMinutes: number, part: Partial<ReturnType<typeof podRow>> = {}) =>
  podRow({ name: `my-first-flink-cluster-${name}`, createdAt: now - ageMinutes * minuteMs, ...part });

const pods = [
  pod('taskmanager-1-1', 500, { restarts: 3 }),
  pod('taskmanager-1-10', 100, { restarts: 10 }),
  pod('taskmanager-1-2', 300),
  pod('taskmanager-1-9', 400, { goneAt: now, health: 'gone', status: 'released' }),
];
const jobs = [
  jobOverview({ name: 'orders', id: 'a'.repeat(32), startTime: now - 3 * minuteMs, tasks: { total: 12, running: 10 } }),
  jobOverview({ name: 'clicks', id: 'b'.repeat(32), startTime: now - 20 * minuteMs, tasks: { total: 2, running: 2 } }),
];

async function open(size = { columns: 160, rows: 50 }) {
  const session = fakeSession(sessionSnapshot({ pods, jobs }));
  const screen = openScreen({ target, source: { attach: async () => session } }, size);
  await screen.pods.contains(/^▶ taskmanager-1-1 /m);
  const podNames = () => screen.pods.rows().map((row) => row.split(' ').find((word) => word.includes('taskmanager')));
  const shows = (...numbers: readonly number[]) => {
    const expected = numbers.map((number) => `taskmanager-1-${number}`).join();
    return screen.terminal.until(`the order ${expected}`, () => podNames().join() === expected);
  };
  return { screen, session, shows };
}

test('sorts pods by age, and choosing the column again reverses the order', async () => {
  const { screen, shows } = await open();
  await shows(1, 10, 2, 9);
  await screen.pods.sortBy('AGE');
  await shows(10, 2, 1, 9);
  await screen.pods.contains(/ AGE ↑/, /^▶ taskmanager-1-1 /m);
  await screen.pods.sortBy('AGE');
  await shows(1, 2, 10, 9);
  await screen.pods.contains(/ AGE ↓/);
});

test('sorts names in natural order and numbers by size, and keeps gone pods last', async () => {
  const { screen, shows } = await open();
  await screen.pods.sortBy('NAME');
  await shows(1, 2, 10, 9);
  await screen.pods.sortBy('NAME');
  await shows(10, 2, 1, 9);
  await screen.pods.sortBy('RESTARTS');
  await shows(10, 1, 2, 9);
  await screen.pods.sortBy('default');
  await shows(1, 10, 2, 9);
  await screen.pods.showsNo(/[↑↓]/);
});

test('sorts pods by recent errors', async () => {
  const { screen, session, shows } = await open();
  const log = session.logs.open({ uid: pods[2]?.uid ?? '', pod: 'tm', container: 'flink-main-container' });
  const time = new Date().toISOString().replace('Z', '000000Z');
  log.write(Buffer.from(`${time} 2026-11-24 00:15:43,058 ERROR a.B [] - message\n`));
  await screen.pods.sortBy('ERRORS');
  await shows(2, 1, 10, 9);
  await screen.pods.contains(/MIN ?↓/);
});

test('the menu lists all columns, marks the current one, and starts on it', async () => {
  const { screen } = await open({ columns: 60, rows: 20 });
  await screen.pods.sortBy('RESTARTS');
  await screen.pods.isTitled('1 Pods (4) · sorted by RESTARTS ↓');
  await screen.pods.press('pods.sort');
  await screen.sortMenu.shows([
    '     NAME A to Z',
    '     STATUS A to Z',
    '     SLOTS most used first',
    '     AGE newest first',
    ' ▶ ↓ RESTARTS most first',
    '     ERRORS most first',
    '     REASON A to Z',
    '     default leader first',
  ]);
  await screen.sortMenu.press('sort.choose');
  await screen.pods.isTitled('1 Pods (4) · sorted by RESTARTS ↑');
});

test('the cursor and the order stay when data changes', async () => {
  const { screen, session, shows } = await open();
  await screen.pods.select('taskmanager-1-2');
  await screen.pods.sortBy('AGE');
  await screen.pods.contains(/^▶ taskmanager-1-2 /m);
  session.change({ pods: [...pods, pod('taskmanager-1-3', 200)] });
  await shows(10, 3, 2, 1, 9);
  await screen.pods.contains(/^▶ taskmanager-1-2 /m);
  await screen.pods.filter('taskmanager-1-1');
  await shows(10, 1);
});

test("durations follow the API server's clock, and a job that has ended keeps its duration", async () => {
  const serverNow = now + 120 * minuteMs;
  const [running, ended] = [
    jobOverview({ name: 'running', id: 'a'.repeat(32), startTime: serverNow - 5 * minuteMs }),
    jobOverview({ name: 'ended', id: 'b'.repeat(32), state: 'FINISHED', startTime: 0, endTime: 7 * minuteMs }),
  ];
  const session = fakeSession(sessionSnapshot({ jobs: [running, ended] }), {}, { serverTime: () => serverNow });
  const source = { attach: async () => session };
  const screen = openScreen({ target, source }, { columns: 160, rows: 50 });
  await screen.jobs.contains(/running/);
  assert.match(screen.jobs.rows().join('\n'), /running .* 5m .*\n.*ended .* 7m /);
  await screen.jobs.sortBy('DURATION');
  await screen.jobs.shows([/^ {2}ended .* 7m /, /^▶ running .* 5m /]);
});

test('sorts jobs by duration, by tasks and by state', async () => {
  const { screen } = await open();
  await screen.jobs.sortBy('DURATION');
  await screen.jobs.shows([/^ {2}clicks /, /^▶ orders /]);
  await screen.jobs.sortBy('TASKS');
  await screen.jobs.shows([/^▶ orders /, /^ {2}clicks /]);
  await screen.jobs.contains('TASKS ↓');
  assert.match(screen.terminal.text(), /DURATION ID/);
});
