import assert from 'node:assert/strict';
import { test } from 'node:test';
import { KubernetesError } from '../../src/kubernetes/error.ts';
import type { SessionSnapshot } from '../../src/session/snapshot.ts';
import { framesOf } from '../support/screen-driver/frames.ts';
import { openScreen, type ScreenDriver } from '../support/screen-driver/screen-driver.ts';
import { fakeSession, jobOverview, podRow, sessionSnapshot } from '../support/session.ts';

const target = { clusterId: 'my-first-flink-cluster', namespace: 'flink', context: 'kind-flink' };
const many = (count: number) =>
  Array.from({ length: count }, (_, index) => podRow({ name: `my-first-flink-cluster-taskmanager-1-${index + 1}` }));
const jobs = Array.from({ length: 5 }, (_, index) =>
  jobOverview({ name: `job-${index + 1}`, id: `${index + 1}`.padStart(32, 'a') }),
);

type Options = { readonly size: readonly [number, number]; readonly snapshot?: Partial<SessionSnapshot> };

function open({ size: [columns, rows], snapshot = {} }: Options, options = {}) {
  const session = fakeSession(sessionSnapshot({ pods: many(6), jobs, leader: undefined, ...snapshot }));
  const source = { attach: async () => session };
  return { session, screen: openScreen({ target, source, ...options }, { columns, rows }) };
}

/** Returns the height of each visible pane without its frame. */
const heights = ({ terminal }: ScreenDriver) => {
  const tops = terminal.rows().flatMap((row, index) => (/^[┏┌]/.test(row) ? [index] : []));
  const bottoms = terminal.rows().flatMap((row, index) => (/^[┗└]/.test(row) ? [index] : []));
  return tops.map((top, index) => (bottoms[index] ?? 0) - top - 1);
};
const heightsAre = (screen: ScreenDriver, expected: readonly number[]) =>
  screen.terminal.until(
    `panes with ${expected} rows`,
    () => heights(screen).join() === expected.join(),
    () => `the panes have ${heights(screen)} rows`,
  );

test('60x15 shows one pane at a time, below a row that names all panes', async () => {
  const { screen } = open({ size: [60, 15] });
  await screen.terminal.sees(/^ 1 Pods 6 {2}2 Jobs 5 {2}3 Logs *$/m);
  await screen.pods.contains(/^ {2}NAME STATUS SLOTS AGE REASON$/m, /taskmanager-1-6/);
  assert.equal(framesOf(screen.terminal).length, 1);
  screen.press('pane.next');
  await screen.jobs.contains(/^ {2}NAME HEALTH STATE TASKS DURATION$/m, /job-5 not assessed RUNNING/);
  assert.equal(framesOf(screen.terminal).length, 1);
  screen.press('pane.grow');
  await screen.message(/only one pane is visible/);
});

test('60x15 reads the jobs and TaskManagers for the counts of hidden panes', async () => {
  const { screen, session } = open({ size: [60, 15] });
  await screen.terminal.until('the readings', () => session.needs().length === 2);
  assert.deepEqual(session.needs(), ['task-managers', 'jobs']);
});

test('80x24 makes the focused pane large, and its column titles stay', async () => {
  const { screen } = open({ size: [80, 24] });
  await screen.pods.contains(/NAME STATUS SLOTS AGE RST/, 'taskmanager-1-6');
  await heightsAre(screen, [7, 3, 4]);
  screen.press('pane.next');
  await screen.jobs.contains('NAME HEALTH STATE TASKS', 'job-5');
  await heightsAre(screen, [3, 6, 5]);
  screen.press('pane.next');
  await heightsAre(screen, [2, 2, 10]);
});

test('the bottom edge shows the row of the cursor and the number of rows', async () => {
  const { screen } = open({ size: [80, 24], snapshot: { pods: many(30) } });
  await screen.terminal.sees(/━ 1\/30 ━┛/);
  await screen.pods.moveToEnd();
  await screen.terminal.sees(/━ 30\/30 ━┛/);
  await screen.pods.filter('1-7');
  await screen.terminal.sees(/━ 1\/1 ━┛/);
});

test('tables are as high as their items at 120x40, and a filter moves no pane', async () => {
  const { screen, session } = open({ size: [120, 40] });
  await heightsAre(screen, [7, 6, 17]);
  await screen.pods.filter('1-2');
  await screen.pods.shows([/^▶ taskmanager-1-2 /]);
  assert.deepEqual(heights(screen), [7, 6, 17]);
  session.change({ pods: many(9) });
  await heightsAre(screen, [10, 6, 14]);
});

test('keys make the focused pane larger or smaller, and restore the automatic sizes', async () => {
  const { screen } = open({ size: [120, 40] });
  await heightsAre(screen, [7, 6, 17]);
  screen.press('pane.grow');
  await heightsAre(screen, [9, 6, 15]);
  for (let press = 0; press < 10; press += 1) screen.press('pane.shrink');
  await heightsAre(screen, [1, 6, 23]);
  await screen.message(/the pane cannot be smaller/);
  screen.press('pane.grow');
  await heightsAre(screen, [3, 6, 21]);
  screen.press('pane.reset-sizes');
  await heightsAre(screen, [7, 6, 17]);
});

test('pane sizes are kept for the next run, for each layout', async () => {
  const texts = new Map<string, string | undefined>();
  const local = {
    user: 'ann@laptop',
    journals: '/dev/null/journal',
    read: async (name: string) => texts.get(name),
    write: async (name: string, text: string | undefined) => {
      texts.set(name, text);
      return true;
    },
  };
  const first = open({ size: [120, 40] }, { local });
  await heightsAre(first.screen, [7, 6, 17]);
  first.screen.press('pane.grow');
  await heightsAre(first.screen, [9, 6, 15]);
  await first.screen.terminal.close();
  const next = open({ size: [120, 40] }, { local });
  await heightsAre(next.screen, [9, 6, 15]);
  next.screen.terminal.resize(80, 24);
  await heightsAre(next.screen, [7, 3, 4]);
});

test('154 columns show all columns of pods and jobs side by side', async () => {
  const { screen } = open({ size: [154, 40] });
  await screen.pods.contains('NAME STATUS SLOTS AGE RST 5 MIN REASON');
  await screen.jobs.contains('NAME HEALTH STATE TASKS DURATION ID');
});

test('a wide terminal shows the details of the pod or job used last', async () => {
  const reason =
    'OOM-killed: the container used more than its memory limit of 1728 MiB, see taskmanager.memory.process.size';
  const pods = [
    podRow({ name: 'my-first-flink-cluster-taskmanager-1-1', status: 'OOM-killed', health: 'error', reason }),
  ];
  const { screen } = open({ size: [200, 60], snapshot: { pods } });
  const details = () => framesOf(screen.terminal).find(({ title }) => /details$/.test(title));
  const shows = (...texts: readonly string[]) =>
    screen.terminal.until(
      `details with ${texts}`,
      () => {
        const text = details()?.rows.join(' ').replace(/\s+/g, ' ') ?? '';
        return texts.every((one) => text.includes(one));
      },
      () => details()?.rows.join('\n') ?? '',
    );
  await shows(
    'my-first-flink-cluster-taskmanager-1-1',
    'Status OOM-killed',
    `Reason ${reason}`,
    'Node node-1',
    '(1h ago)',
  );
  await screen.jobs.select('job-2');
  await shows('job-2', `ID ${'2'.padStart(32, 'a')}`, 'State RUNNING', 'Tasks 2: 2 running', 'm ago)');
  screen.press('pane.next');
  await screen.logs.isFocused();
  await shows('job-2');
});

test('empty panes name what is missing and how to get it', async () => {
  const { screen, session } = open({ size: [160, 40], snapshot: { jobs: [] } });
  const target = /-Dkubernetes.cluster-id=my-first-flink-cluster\s+-Dkubernetes.namespace=flink JOB.jar/;
  await screen.jobs.contains('No jobs yet', 'flink run -t kubernetes-session', target);
  session.change({ mode: 'application' });
  await screen.jobs.contains('The application submits its job');
  await screen.pods.filter('nothing');
  await screen.pods.contains('No pod matches "nothing"', 'Esc clears the filter');
  session.change({ pods: [], problems: [{ kind: 'scaled-to-zero' }] });
  await screen.pods.contains('is scaled to 0 replicas', 'kubectl scale deployment my-first-flink-cluster');
  const { watches } = session.store.getState();
  const error = new KubernetesError('forbidden', 'not allowed to list pods');
  session.change({ pods: undefined, watches: { ...watches, pods: { state: 'denied', error } } });
  await screen.pods.contains('not allowed to list pods');
});

test('a narrow header shows every warning, and drops less important parts', async () => {
  const since = Date.now() - 180_000;
  const { screen } = open(
    {
      size: [60, 15],
      snapshot: {
        insecureReason: 'NODE_TLS_REJECT_UNAUTHORIZED=0',
        problems: [{ kind: 'scaled-to-zero' }],
        links: {
          kubernetes: { state: 'stale', since, reason: 'connection refused', nextTryAt: undefined },
          rest: { state: 'denied', since, reason: 'not allowed', nextTryAt: undefined },
        },
        overview: { ...counts, jobsFailed: 2 },
      },
    },
    { banner: 'DEMO x1' },
  );
  await screen.header.shows(
    /^ my-first-flink-cluster DEMO x1 no JobManager INSECURE$/m,
    '▲ stale 3m',
    '✕ denied 3m',
    '1 running',
    '2 failed',
  );
  await screen.header.showsNo(/namespace|slots/);
});

const counts = {
  taskManagers: 2,
  slotsTotal: 4,
  slotsAvailable: 2,
  jobsRunning: 1,
  jobsFinished: 0,
  jobsCancelled: 0,
  jobsFailed: 0,
};
