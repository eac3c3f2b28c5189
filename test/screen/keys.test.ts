import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openScreen } from '../support/screen-driver/screen-driver.ts';
import { fakeSession, podRow, sessionSnapshot } from '../support/session.ts';

const target = { clusterId: 'my-first-flink-cluster' };

async function open(session = fakeSession(), size = { columns: 120, rows: 40 }) {
  const screen = openScreen({ target, source: { attach: async () => session } }, size);
  await screen.footer.shows('? help');
  await screen.pods.isTitled('1 Pods (');
  return { session, screen };
}

const many = () =>
  fakeSession(
    sessionSnapshot({
      pods: Array.from({ length: 100 }, (_, index) => podRow({ name: `my-first-flink-cluster-tm-${index}` })),
    }),
  );

test('the bytes of Tab, Shift-Tab and number keys move the focus between the panes', async () => {
  const { screen } = await open();
  for (const [bytes, pane] of [
    ['\t', 'jobs'],
    ['\t', 'logs'],
    ['\t', 'pods'],
    ['\x1b[Z', 'logs'],
    ['2', 'jobs'],
    ['1', 'pods'],
    ['3', 'logs'],
  ] as const) {
    screen.terminal.keys(bytes);
    await screen[pane].isFocused();
  }
});

for (const [bytes, row] of [
  ['j', 'tm-1'],
  ['jjj', 'tm-3'],
  ['\x1b[B\x1b[B\x1b[A', 'tm-1'],
  ['G', 'tm-99'],
  ['Gk', 'tm-98'],
  ['Ggj', 'tm-1'],
  ['\x1b[6~\x1b[6~', 'tm-24'],
  ['\x04', 'tm-6'],
  ['G\x15', 'tm-93'],
] as const) {
  test(`the bytes ${JSON.stringify(bytes)} move the cursor to ${row} and keep it visible`, async () => {
    const { screen } = await open(many());
    await screen.pods.contains(/^▶ tm-0 /m);
    screen.terminal.keys(bytes);
    await screen.pods.contains(new RegExp(`^▶ ${row} `, 'm'));
    assert.deepEqual(screen.pods.rows().filter((shown) => shown.startsWith('▶')).length, 1);
    assert.equal(screen.terminal.styleAt(`${row} `).underline, true);
  });
}

test('the cursor stays on its row when other rows change', async () => {
  const { session, screen } = await open(many());
  await screen.pods.select('tm-3');
  const names = () => screen.pods.rows().map((row) => row.slice(0, row.indexOf(' ', 2)));
  assert.deepEqual(names().slice(0, 4), ['  tm-0', '  tm-1', '  tm-2', '▶ tm-3']);
  const pods = session.store.getState().pods ?? [];
  session.change({ pods: [podRow({ name: 'my-first-flink-cluster-new' }), ...pods.slice(2)] });
  await screen.pods.contains(/^ {2}new /m);
  assert.deepEqual(names().slice(0, 3), ['  new', '  tm-2', '▶ tm-3']);
  session.change({ pods: pods.filter(({ name }) => !name.endsWith('tm-3')) });
  await screen.pods.contains(/^ {2}tm-0 /m);
  assert.deepEqual(names().slice(0, 4), ['  tm-0', '  tm-1', '▶ tm-2', '  tm-4']);
});

test('the driver selects rows below and above the visible ones', async () => {
  const { screen } = await open(many());
  await screen.pods.select('tm-14');
  await screen.pods.contains(/^▶ tm-14 /m);
  await screen.pods.moveToEnd();
  await screen.pods.contains(/^▶ tm-99 /m);
  await screen.pods.select('tm-2');
  await screen.pods.contains(/^▶ tm-2 /m);
});

test('follows the pod under the cursor, or all marked pods', async () => {
  const { session, screen } = await open();
  const follows = (what: string, condition: () => boolean) => screen.terminal.until(what, condition);
  await follows('the first pod to be followed', () => session.followed().join().endsWith('x2x9k'));
  await screen.pods.select('taskmanager-1-1');
  await follows('the second pod to be followed', () => session.followed().join().endsWith('taskmanager-1-1'));
  await screen.logs.isTitled('3 Logs of taskmanager-1-1');
  await screen.pods.press('pod.mark');
  await screen.pods.shows(['  7d9c8b6f4-x2x9k ★ leader…', ' ●taskmanager-1-1 registered…', '▶ taskmanager-1-2 idle…']);
  await screen.logs.isTitled('3 Logs of taskmanager-1-1');
  await screen.pods.press('pod.mark');
  await follows('both pods to be followed', () => session.followed().length === 2);
  await screen.logs.isTitled('3 Logs of 2 pods');
  await screen.pods.isTitled('1 Pods (3) · 2 marked');
  await screen.pods.shows(['  7d9c8b6f4-x2x9k ★ leader…', ' ●taskmanager-1-1 registered…', '▶●taskmanager-1-2 idle…']);
  await screen.pods.press('pod.show-logs');
  await screen.logs.isFocused();
  await screen.logs.isTitled('3 Logs of 2 pods');
  screen.press('screen.back');
  await screen.logs.isTitled('3 Logs of taskmanager-1-2');
  await screen.pods.isTitled(/^1? ?Pods \(3\)$/);
  await screen.pods.shows(['  7d9c8b6f4-x2x9k ★ leader…', '  taskmanager-1-1 registered…', '▷ taskmanager-1-2 idle…']);
});

test('filters while typing, keeps the filter, and clears it', async () => {
  const { screen } = await open();
  await screen.pods.press('pods.filter');
  await screen.footer.shows('Enter keep');
  screen.filterPrompt.type('1-2');
  await screen.pods.isTitled('1 Pods (1 of 3) /1-2');
  await screen.pods.shows(['▶ taskmanager-1-2 idle…']);
  screen.filterPrompt.accept();
  await screen.message('Filter: "1-2". Esc clears it');
  await screen.pods.press('pods.filter');
  screen.filterPrompt.type('zzz');
  await screen.pods.contains('No pod matches "1-2zzz"', 'Esc clears the filter');
  screen.filterPrompt.accept();
  screen.press('screen.back');
  await screen.pods.isTitled('1 Pods (3)');
  await screen.pods.contains('7d9c8b6f4-x2x9k', 'taskmanager-1-1', 'taskmanager-1-2');
  await screen.jobs.filter('word');
  await screen.jobs.isTitled('2 Jobs (1 of 2) /word');
  await screen.jobs.shows(['▶ WordCount finished FINISHED 2/2 2m b1b2c3d4']);
});

test('zooms the focused pane, and the back key restores the layout', async () => {
  const { session, screen } = await open();
  screen.press('pane.logs');
  screen.press('screen.zoom');
  await screen.pods.isClosed();
  assert.deepEqual(session.needs(), []);
  screen.press('pane.next');
  await screen.pods.isFocused();
  await screen.logs.isClosed();
  screen.press('screen.back');
  await screen.logs.isTitled('3 Logs');
  const ofJob = /^(job-detail|checkpoint)/;
  assert.deepEqual(
    session
      .needs()
      .filter((key) => !ofJob.test(key))
      .toSorted(),
    ['jobs', 'task-managers'],
  );
});

test('opens the log of a pod, and goes back', async () => {
  const { screen } = await open();
  await screen.pods.select('taskmanager-1-1');
  await screen.pods.press('pod.show-logs');
  await screen.logs.isFocused();
  await screen.logs.isTitled('3 Logs of taskmanager-1-1');
  screen.press('screen.back');
  await screen.pods.isFocused();
  await screen.pods.select('7d9c8b6f4-x2x9k');
  await screen.pods.press('pod.logs');
  await screen.logs.isFocused();
  await screen.logs.isTitled('3 Logs of 7d9c8b6f4-x2x9k');
});

test('copies the id under the cursor to the clipboard of the terminal', async () => {
  const { screen } = await open();
  await screen.jobs.select('WordCount');
  await screen.jobs.press('job.copy');
  await screen.copyMenu.press('copy.first');
  await screen.message('Copied the id of WordCount: b1b2c3d4e5f60718293a4b5c6d7e8f90');
  await screen.copied('b1b2c3d4e5f60718293a4b5c6d7e8f90');
});

test('refreshes all data', async () => {
  const { session, screen } = await open();
  screen.press('screen.refresh');
  await screen.message('Refreshing');
  assert.equal(session.refreshes(), 1);
});

test('quits and closes the session', async () => {
  const { session, screen } = await open();
  screen.press('session.quit');
  assert.deepEqual(await screen.terminal.exit, { exitCode: 0, lines: [] });
  assert.equal(session.isClosed(), true);
});
