import assert from 'node:assert/strict';
import { test } from 'node:test';
import { stripVTControlCharacters } from 'node:util';
import { startDemo } from '../../src/demo/start-demo.ts';
import type { TaskManagerMemory } from '../../src/flink/responses.ts';
import { connectKubernetes } from '../../src/kubernetes/connect.ts';
import { KubernetesError } from '../../src/kubernetes/error.ts';
import { connectSession } from '../../src/session/attach/connect.ts';
import type { JournalEntry } from '../../src/session/journal/entry.ts';
import { jvmMemory } from '../../src/session/memory/jvm-memory.ts';
import type { ClusterMemory } from '../../src/session/memory/pod-memory.ts';
import type { Session } from '../../src/session/session.ts';
import { watchSession } from '../../src/session/watch/watch-session.ts';
import { demoKubeconfig } from '../support/demo-kubeconfig.ts';
import { fakeJournal } from '../support/journal.ts';
import { mebibyte, momentsOf, smallModel, taskManagerPod, watchMoments } from '../support/memory.ts';
import { openScreen } from '../support/screen-driver/screen-driver.ts';
import { fakeSession, sessionSnapshot } from '../support/session.ts';
import { screenInMemory } from './screen-in-memory.ts';

const healthy = taskManagerPod({ name: 'my-first-flink-cluster-taskmanager-1-2', uid: 'u2' });
const leaking = taskManagerPod({ uid: 'u1' });
const start = (seconds: number) => Date.now() - seconds * 1000;

const memoryOf = (): ClusterMemory => {
  const grown = watchMoments(
    momentsOf(450, (second) => ({ usage: 268 + second * 0.95 })).map((moment) => ({ ...moment, pod: leaking })),
    undefined,
    start(450),
  );
  const steady = watchMoments(
    momentsOf(150, () => ({ usage: 620 })).map((moment) => ({ ...moment, pod: healthy })),
    undefined,
    start(150),
  );
  return { pods: new Map([...steady.pods, ...grown.pods]), usage: { state: 'served' } };
};

const sourceOf = (session: Session) => ({
  target: { clusterId: 'my-first-flink-cluster' },
  source: { attach: async () => session },
});

function open(memory = memoryOf(), size = { columns: 120, rows: 40 }) {
  const session = fakeSession(sessionSnapshot({ pods: [healthy, leaking], memory }));
  return { session, screen: openScreen(sourceOf(session), size) };
}

test('M lists the processes nearest to a limit first, with the meaning of the one under the cursor', async () => {
  const { screen, session } = open();
  screen.press('memory.show');
  await screen.memory.shows(
    /POD +CONTAINER MiB +GROWTH +FULL IN +HEAP +METASPACE/,
    /▶ ▲ taskmanager-1-1 +█+░+ +69\d\/1000 +\d\d% +\+57\/min +5m +58\/135 +50\/256 .*container fills up/,
    /taskmanager-1-2 +█+░+ +620\/1000 +62% +0\/min +– /,
    /Container memory 69\d of 1000 MiB \(\d\d%\), grows by 57 MiB\/min, full in 5m\. The JVM's own numbers do not explain/,
    /heap 135 MiB .*unexplained 4\d\d MiB .*free 30\d MiB/,
  );
  assert.deepEqual(
    session.needs().filter((key) => key.startsWith(jvmMemory('').key)),
    [jvmMemory(leaking.name).key, jvmMemory(healthy.name).key],
  );
});

test('Enter shows what the memory of a pod is used for beside the model of Flink, and Esc goes back', async () => {
  const { screen } = open();
  screen.press('memory.show');
  await screen.memory.shows(/taskmanager-1-1/);
  await screen.memory.press('memory.open');
  await screen.memory.shows(
    /▲ Container memory 69\d of 1000 MiB/,
    /In the container +Flink's memory model/,
    /█ heap +135 MiB +58 MiB used, at most 135 MiB +framework heap +128 MiB/,
    /× unexplained +4\d\d MiB/,
    /managed +221 MiB +0 MiB used/,
    /container +▁.*█ +69\d MiB \(\d+ to 69\d\)/,
  );
  await screen.memory.press('memory.close');
  await screen.memory.shows(/taskmanager-1-2/);
  await screen.memory.press('memory.close');
  await screen.pods.contains('taskmanager-1-1');
});

/** Details of a TaskManager with 200 MiB of direct memory that is not network memory. */
async function detailsWithDirect(memory: Partial<TaskManagerMemory>) {
  const taskManager = { id: leaking.name, slots: 1, freeSlots: 0, memory: { ...smallModel, ...memory } };
  const pod = taskManagerPod({ taskManager });
  const watched = watchMoments([{ second: 0, usage: 600, jvm: { directUsed: 264 }, pod }]);
  const session = fakeSession(sessionSnapshot({ pods: [pod], memory: watched }));
  const screen = openScreen(sourceOf(session), { columns: 120, rows: 50 });
  screen.press('memory.show');
  await screen.memory.shows(/taskmanager-1-1/);
  await screen.memory.press('memory.open');
  return screen;
}

test('direct memory beyond the off-heap memory of the framework is marked, unless tasks have off-heap memory too', async () => {
  const withoutTasks = await detailsWithDirect({});
  await withoutTasks.memory.shows(/framework off-heap +128 MiB +▲ 200 MiB used/, /task off-heap +0 MiB/);
  const withTasks = await detailsWithDirect({ taskOffHeap: 128 * mebibyte });
  await withTasks.memory.shows(/framework off-heap +128 MiB *$/m, /task off-heap +128 MiB *$/m);
});

test('a number that Flink does not state is not shown as 0', async () => {
  const screen = await detailsWithDirect({});
  await screen.memory.shows(/^ *10 collections · JVM read/m);
});

test('at 80x24 the size, the growth and the time left are shown, and a mark shows what is sick', async () => {
  const { screen } = open(memoryOf(), { columns: 80, rows: 24 });
  screen.press('memory.show');
  await screen.memory.shows(/▶ ▲ taskmanager-1-1 +█+░* *69\d\/1000 +\d\d% +\+57\/min +5m/);
});

test('a screen reader gets words and numbers instead of marks, bars and charts', () => {
  const session = fakeSession(sessionSnapshot({ pods: [healthy, leaking], memory: memoryOf() }));
  const screen = screenInMemory({}, { columns: 120, rows: 40 });
  const now = Date.now();
  screen.store.setState({ session, snapshot: session.store.getState(), isScreenReader: true, now, serverNow: now });
  const { showAt, draw } = screen.views.get('memory');
  const textAt = (pod: { readonly uid?: string }) => {
    showAt?.(screen, { viewId: 'memory', at: now, ...pod });
    const state = screen.store.getState();
    const text = draw !== undefined && 'box' in draw ? (draw.box(state, state.page?.viewState)?.text ?? '') : '';
    assert.doesNotMatch(text, /[█░▓▒▆▂×✕▲▁]/);
    return stripVTControlCharacters(text).replace(/ +/g, ' ');
  };
  assert.match(textAt({}), /Warning: taskmanager-1-1 69\d\/1000 \d\d% \+57\/min 5m/);
  const details = textAt(leaking);
  assert.match(details, /^ Warning: Container memory 69\d of 1000 MiB/m);
  assert.match(details, /^ heap 135 MiB 58 MiB used, at most 135 MiB/m);
  assert.match(details, /^ JVM overhead 192 MiB Warning: 4\d\d MiB used$/m);
  assert.match(details, /^ container 69\d MiB \(\d+ to 69\d\)$/m);
});

test('without container usage the page says why, and the numbers of the JVM are shown', async () => {
  const jvms = watchMoments(
    momentsOf(100, () => ({})).map((moment) => ({ ...moment, usage: undefined, pod: leaking })),
  );
  const error = new KubernetesError('forbidden', 'not allowed to list pods.metrics.k8s.io');
  for (const [usage, text] of [
    [{ state: 'not served' }, 'Container usage: not served by this cluster (metrics-server is missing)'],
    [{ state: 'denied', error }, 'Container usage: no right: list pods.metrics.k8s.io'],
  ] as const) {
    const { screen } = open({ ...jvms, usage });
    screen.press('memory.show');
    await screen.memory.shows(text, /taskmanager-1-1 +–\/1000 +– +– +58\/135/);
  }
});

test('a TaskManager that ended before the screen was opened is shown with its last bars, from the journal', async () => {
  const at = Date.now() - 120_000;
  const ofPod = { pod: 'my-first-flink-cluster-taskmanager-1-7', uid: 'u7', role: 'taskmanager', at } as const;
  const session = fakeSession(sessionSnapshot({ pods: [healthy], memory: memoryOf() }));
  const entries: readonly JournalEntry[] = [
    {
      kind: 'memory',
      ...ofPod,
      isEnd: true,
      usage: 998 * mebibyte,
      limit: 1000 * mebibyte,
      heapUsed: 60 * mebibyte,
      heapCommitted: 135 * mebibyte,
    },
    { kind: 'pod', ...ofPod, phase: 'OOM-killed', reason: 'killed by the kernel' },
  ];
  const screen = openScreen(sourceOf({ ...session, journal: fakeJournal(entries, []) }), { columns: 120, rows: 40 });
  screen.press('memory.show');
  await screen.memory.shows(/taskmanager-1-7 .*998\/1000 +100%.*OOM-killed 2m/);
});

test('the command memory POD opens the details of the pod', async () => {
  const { screen } = open();
  await screen.pods.contains('taskmanager-1-2');
  screen.commandLine.run('memory taskmanager-1-2');
  await screen.memory.shows(/Container memory 620 of 1000 MiB, does not grow/);
});

test('the command memory with several pods shows the text of all of them', async (context) => {
  const demo = await startDemo({ speed: 20, scenario: { jobs: 'none' } });
  context.after(demo.close);
  demo.submitJob('orders', { parallelism: 4 });
  const attach = async (_target: unknown, signal: AbortSignal) => {
    const kubernetes = await connectKubernetes({ file: demoKubeconfig(demo), env: {} });
    return watchSession(await connectSession(kubernetes, demo, signal));
  };
  const target = { clusterId: demo.clusterId, namespace: demo.namespace };
  const screen = openScreen({ target, source: { attach } }, { columns: 120, rows: 60 });
  await screen.pods.contains(/taskmanager-1-2 .*registered/);
  screen.commandLine.run('memory taskmanager-1-1 taskmanager-1-2');
  await screen.result.shows(/taskmanager-1-1 \(taskmanager\)/, /taskmanager-1-2 \(taskmanager\)/);
});

test('a page of 1,000 TaskManagers reads only the visible ones', async () => {
  const pods = Array.from({ length: 1000 }, (_, index) =>
    taskManagerPod({ name: `my-first-flink-cluster-taskmanager-1-${index + 1}`, uid: `u${index}` }),
  );
  const [one] = [...memoryOf().pods.values()];
  assert.ok(one !== undefined);
  const memory: ClusterMemory = {
    pods: new Map(pods.map(({ uid, name }) => [uid, { ...one, uid, name }])),
    usage: { state: 'served' },
  };
  const session = fakeSession(sessionSnapshot({ pods, memory }));
  const screen = openScreen(sourceOf(session));
  screen.press('memory.show');
  await screen.memory.shows(/taskmanager-1-1 /);
  const read = session.needs().filter((key) => key.startsWith(jvmMemory('').key)).length;
  assert.ok(read > 0 && read <= 60, `${read} of 1,000`);
});
