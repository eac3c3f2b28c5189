import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { startDemo } from '../../src/demo/start-demo.ts';
import { connectKubernetes } from '../../src/kubernetes/connect.ts';
import { countedPage } from '../../src/screen/talkers/talkers-page.ts';
import { connectSession } from '../../src/session/attach/connect.ts';
import { watchSession } from '../../src/session/watch/watch-session.ts';
import { demoKubeconfig } from '../support/demo-kubeconfig.ts';
import { eventually } from '../support/eventually.ts';
import { vertexOf } from '../support/job-vertex.ts';
import { openScreen } from '../support/screen-driver/screen-driver.ts';
import { type FakeSession, fakeSession, jobOverview, podRow, sessionSnapshot } from '../support/session.ts';
import { screenInMemory } from './screen-in-memory.ts';

const clusterId = 'my-first-flink-cluster';
const taskManagers = [1, 2].map((number) => `${clusterId}-taskmanager-1-${number}`);
const [first = '', second = ''] = taskManagers;
const head = (level: string, logger: string, message: string) =>
  `2026-11-24 00:15:43,058 ${level.padEnd(5)} ${logger} [] - ${message}`;
const job = jobOverview({ name: 'orders', id: 'a'.repeat(32) });

/** Writes lines with times within the last half minute. */
function write(
  session: FakeSession,
  pod: string,
  lines: readonly string[],
  state: 'following' | 'denied' = 'following',
) {
  const log = session.logs.open({ uid: `uid-${pod}`, pod, container: 'flink-main-container' });
  log.setState(state === 'following' ? { state } : { state, reason: 'not allowed to get pods/log' });
  const startedAt = Date.now() - 30_000;
  for (const [index, line] of lines.entries()) {
    const at = new Date(startedAt + (index * 30_000) / lines.length).toISOString().replace('Z', '000000Z');
    log.write(Buffer.from(`${at} ${line}\n`));
  }
}

const repeat = (count: number, line: string) => Array.from({ length: count }, () => line);
const busy = 'com.example.audit.LoginAudit';
const task = 'org.apache.flink.runtime.taskmanager.Task';

async function openTalkers({
  size = { columns: 120, rows: 40 },
  logs = true,
  flink = {},
}: {
  readonly size?: { readonly columns: number; readonly rows: number };
  readonly logs?: boolean;
  readonly flink?: Parameters<typeof fakeSession>[1];
} = {}) {
  const session = fakeSession(
    sessionSnapshot({ pods: taskManagers.map((name) => podRow({ name })), jobs: [job] }),
    flink,
  );
  if (logs) {
    write(session, first, [
      ...repeat(900, head('INFO', busy, 'user 7 logged in')),
      ...repeat(30, head('WARN', busy, 'user 7 failed to log in')),
      ...repeat(3, head('INFO', task, 'switched from DEPLOYING to RUNNING')),
    ]);
    write(session, second, [...repeat(60, head('INFO', task, 'switched to RUNNING')), ...repeat(40, '1> printed')]);
  }
  const source = { attach: async () => session };
  const screen = openScreen({ target: { clusterId }, source }, size);
  await screen.pods.contains('taskmanager-1-2');
  screen.press('talkers.show');
  return { screen, session };
}

for (const size of [
  { columns: 80, rows: 24 },
  { columns: 120, rows: 40 },
  { columns: 200, rows: 60 },
]) {
  test(`V shows which logger writes how much, and what raising its level saves, at ${size.columns}x${size.rows}`, async () => {
    const { screen } = await openTalkers({ size });
    await screen.talkers.isTitled('Log volume by logger · all pods');
    await screen.talkers.shows(
      /^ \d+ lines\/s, \d+(\.\d)? KiB\/s in the last (minute|\d+ s), from 2 pods$/m,
      /LOGGER LINES\/S BYTES\/S SHARE IF RAISED/,
      /^▶ com\.example\.audit\.LoginAudit \d\d\/s \d\.\d KiB\/s █+ +9\d% at WARN: -\d\d%/m,
      /^ {2}\S*\.taskmanager\.Task [12]\/s \d+ B\/s [█▏]\s*\d+% at WARN: -\d+%/m,
      /^ {2}\(no logger\) \S+\/s \d+ B\/s ▏ +0\.\d% –/m,
      /^ ── com\.example\.audit\.LoginAudit ─+$/m,
      /from pods taskmanager-1-1$/m,
      /if raised Enter: WARN for 15m saves \d\d% of the log \(\d\.\d KiB\/s\)/,
    );
    if (size.columns >= 120) await screen.talkers.shows(/ W3 I97 1$/m, / I100 2$/m);
  });
}

test('a screen reader gets words instead of bars and sparklines', async () => {
  const session = fakeSession(sessionSnapshot({ pods: [podRow({ name: first })], jobs: [] }));
  write(session, first, [...repeat(96, head('INFO', busy, 'hello')), ...repeat(4, head('WARN', busy, 'hello'))]);
  const screen = screenInMemory({}, { columns: 120, rows: 40 });
  const now = Date.now();
  screen.store.setState({ session, snapshot: session.store.getState(), isScreenReader: true, now, serverNow: now });
  screen.views.get('talkers').showAt?.(screen, { viewId: 'talkers', at: now });
  await eventually('the code of the page', () => countedPage(screen.store.getState()));
  const state = screen.store.getState();
  const { draw } = screen.views.get('talkers');
  const text = draw !== undefined && 'box' in draw ? (draw.box(state, state.page?.viewState)?.text ?? '') : '';
  assert.match(text.replace(/ +/g, ' '), /LoginAudit \d\/s \d+ B\/s 100% at WARN: -96% 4% WARN, 96% INFO 1/);
  assert.doesNotMatch(text, /[█▁▏]/);
});

test('the rows are sorted and filtered, and a name is copied', async () => {
  const { screen } = await openTalkers();
  await screen.talkers.shows(/▶ com\.example/);
  screen.press('talkers.sort');
  await screen.sortMenu.select('LOGGER');
  await screen.sortMenu.press('sort.choose');
  await screen.talkers.shows(/LOGGER ↑/, /^▶ \(no logger\)[\s\S]*^ {2}com\.example[\s\S]*^ {2}o\.apache/m);
  screen.press('talkers.copy');
  await screen.message('these lines have no logger');
  screen.press('talkers.filter');
  screen.type('task');
  await screen.talkers.showsNo('(no logger)');
  screen.press('filter.keep');
  await screen.talkers.press('talkers.copy');
  await screen.copied(task);
  screen.press('talkers.close');
  await screen.talkers.shows('(no logger)');
});

test('the page counts one pod, the pods of a job, or all pods', async () => {
  const { screen } = await openTalkers({
    flink: {
      job: async () => ({ ...job, vertices: [vertexOf('map')] }),
      taskManagersOfVertex: async () => [second],
    },
  });
  await screen.talkers.press('talkers.pod');
  await screen.talkers.isTitled('Log volume by logger · taskmanager-1-1');
  await screen.talkers.shows(/from 1 pod$/m);
  await screen.talkers.showsNo('(no logger)');
  await screen.talkers.press('talkers.job');
  await screen.talkers.isTitled('Log volume by logger · pods that run orders');
  await screen.talkers.shows(
    /all lines of the pods that run orders; lines of the JobManager have no job and are not counted/,
    /▶ o\.apache\.flink\.runtime\.taskmanager\.Task/,
  );
  await screen.talkers.showsNo('LoginAudit');
  await screen.talkers.press('talkers.all');
  await screen.talkers.shows(/from 2 pods/, /LoginAudit/);
});

test('L shows the lines of the logger in all counted pods, and the command opens the page', async () => {
  const { screen } = await openTalkers();
  await screen.talkers.press('talkers.logs');
  await screen.logs.isTitled(/Logs of all 2 pods|Logs of 2 pods|Logs of all pods/);
  await screen.logs.contains(/user 7 failed to log in/);
  screen.commandLine.run('talkers taskmanager-1-2');
  await screen.talkers.isTitled('Log volume by logger · taskmanager-1-2');
});

test('an empty page says why', async () => {
  const { screen, session } = await openTalkers({ logs: false });
  await screen.talkers.shows(/No log is read: its log is not open yet/);
  for (const pod of taskManagers) write(session, pod, [], 'denied');
  await screen.talkers.shows(/No log is read: not allowed to get pods\/log/);
  write(session, first, []);
  await screen.talkers.shows(/No lines in the last ten minutes/, /not counted: taskmanager-1-2: not allowed/);
});

test('a shortened name is not changed: the command line opens to complete it', async () => {
  const session = fakeSession(sessionSnapshot({ pods: [podRow({ name: first })], jobs: [] }));
  write(session, first, repeat(90, head('INFO', 'c.e.audit.LoginAudit', 'hello')));
  const source = { attach: async () => session };
  const screen = openScreen({ target: { clusterId }, source });
  await screen.pods.contains('taskmanager-1-1');
  screen.press('talkers.show');
  await screen.talkers.press('talkers.raise-level');
  await screen.commandLine.shows(':log-level c.e.audit.LoginAudit WARN --for 15m');
});

async function openDemo(context: TestContext) {
  const demo = await startDemo({ speed: 20, scenario: { jobs: 'none', logLinesPerSecond: 300 } });
  const kubernetes = await connectKubernetes({ file: demoKubeconfig(demo), env: {} });
  const target = { clusterId: demo.clusterId, namespace: demo.namespace };
  const attach = async () => watchSession(await connectSession(kubernetes, target, new AbortController().signal));
  const screen = openScreen({ target, source: { attach } });
  context.after(() => demo.close());
  await screen.pods.contains('★ leader');
  return screen;
}

test('with a time, the command shows the text of what it counted in that time', async (t) => {
  const screen = await openDemo(t);
  screen.press('talkers.show');
  await screen.talkers.shows('CountClicks');
  screen.commandLine.run('talkers --since 5m');
  await screen.result.shows(/lines\/s, .* of the logs of 2 pods/, /com\.example\.clicks\.CountClicks/);
});

test('Enter raises the level for 15 minutes after a confirmation', async (t) => {
  const screen = await openDemo(t);
  screen.press('talkers.show');
  await screen.talkers.shows(/▶ com\.example\.clicks\.CountClicks \d{3}\/s .* at WARN: -9\d%/);
  await screen.talkers.press('talkers.raise-level');
  await screen.dialog.isTitled('Set com.example.clicks.CountClicks to WARN?');
  await screen.dialog.shows('+ logger.tui_1.level = WARN', 'Reverts automatically after 15m', '[x] revert after 15m');
  await screen.dialog.confirm();
  await screen.header.shows('levels: CountClicks WARN');
});
