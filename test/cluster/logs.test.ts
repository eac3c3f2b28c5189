import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import type { KubernetesApi } from '../../src/kubernetes/api.ts';
import { KubernetesError } from '../../src/kubernetes/error.ts';
import type { Pod } from '../../src/kubernetes/objects.ts';
import { resources } from '../../src/kubernetes/resource.ts';
import { createLogStore } from '../../src/logs/create-log-store.ts';
import type { LogSource } from '../../src/logs/log-store.ts';
import { connectSession } from '../../src/session/attach/connect.ts';
import { followLogs } from '../../src/session/logs/follow-logs.ts';
import { type PodFacts, podFacts } from '../../src/session/pods/pod-facts.ts';
import type { Session } from '../../src/session/session.ts';
import type { PodRow } from '../../src/session/snapshot.ts';
import { watchSession } from '../../src/session/watch/watch-session.ts';
import { cluster, removeSession } from '../support/cluster.ts';
import { createWriterPod } from '../support/writer-pod.ts';

const clusterId = 'flink-tui-test-logs';
const namespace = 'default';
const main = 'flink-main-container';
const pageLines = 5000;
const steady = 'flink-tui-test-logs-steady';
const flood = 'flink-tui-test-logs-flood';
const restarting = 'flink-tui-test-logs-restarting';

const slowly = { letters: 60, batch: 10, pauseSeconds: 0.05 };
/** Writes more than 10 MB within 10 s, the interval at which the kubelet checks for rotation. */
const fast = { letters: 900, batch: 100, pauseSeconds: 0.05 };

let folder: string;
let kubernetes: KubernetesApi;
let session: Session;
let jobId: string;
let steadyWriter: Awaited<ReturnType<typeof createWriterPod>>;
let floodWriter: Awaited<ReturnType<typeof createWriterPod>>;

before(async () => {
  kubernetes = await cluster.connect();
  for (const name of [steady, flood, restarting]) await removePod(name);
  await removeSession(kubernetes, clusterId);
  await cluster.session([clusterId, '-Dresourcemanager.taskmanager-timeout=10000']);
  jobId = await cluster.submit([clusterId, 'Trouble', '--checkpoint', '2']);
  folder = mkdtempSync(join(tmpdir(), 'flink-tui-logs-'));
  const connection = await connectSession(kubernetes, { clusterId, namespace }, AbortSignal.timeout(60_000));
  session = watchSession(connection, { logs: { folder, keep: false } });
  await cluster.eventually('the deployment', () => session.store.getState().deployment?.image !== undefined);
  const image = session.store.getState().deployment?.image ?? '';
  const labels = { app: clusterId, component: 'taskmanager', type: 'flink-native-kubernetes' };
  const writer = (name: string) => ({ name, labels, image });
  steadyWriter = await createWriterPod(cluster.kubeconfig(), writer(steady), slowly);
  floodWriter = await createWriterPod(cluster.kubeconfig(), writer(flood), fast);
  await untilWritten(steady);
  await untilWritten(flood);
});

after(async () => {
  await steadyWriter?.delete(0);
  await floodWriter?.delete(0);
  await session?.close();
  await removeSession(kubernetes, clusterId);
  await kubernetes.close();
  assert.deepEqual(readdirSync(folder), [], 'log files remain');
  rmSync(folder, { recursive: true });
});

/** Deletes a pod that a killed test run left behind. */
async function removePod(name: string): Promise<void> {
  const pod = { resource: resources.pods, namespace, name };
  const isMissing = (error: unknown) => {
    if (error instanceof KubernetesError && error.kind === 'not-found') return true;
    throw error;
  };
  await kubernetes.delete(pod, { propagation: 'Background' }).catch(isMissing);
  await cluster.eventually(`${name} to be gone`, () => kubernetes.get(pod).then(() => false, isMissing), 60_000);
}

const rowOf = (name: string): PodRow | undefined => session.store.getState().pods?.find((row) => row.name === name);

function sourceOf(name: string): LogSource | undefined {
  return session.logs.source(`${rowOf(name)?.uid}/${main}`);
}

async function untilWritten(name: string): Promise<void> {
  await cluster.eventually(`lines of ${name}`, () => (sourceOf(name)?.counters.received ?? 0) > 0, 60_000);
}

/** Waits for a line that is newer than this call. */
async function untilNewer(name: string): Promise<void> {
  const now = Date.now();
  await cluster.eventually(`newer lines of ${name}`, () => newestAt(sourceOf(name)) > now, 60_000);
}

function newestAt(source: LogSource | undefined): number {
  return source === undefined || source.end === source.first ? 0 : source.timeAt(source.end - 1);
}

function* textsOf(source: LogSource | undefined): Generator<string> {
  if (source === undefined) throw new Error('log not found');
  for (let from = source.first; from < source.end; from += pageLines) {
    for (const line of source.lines(from, from + pageLines)) yield line.kind === 'gap' ? `[${line.reason}]` : line.text;
  }
}

type ReadResult = {
  readonly gaps: string[];
  readonly runs: Map<string, { newest: number; last?: number }>;
  readonly lost: number;
};

/** Reads a log and asserts that each run's numbers are in order, and complete except after a gap marker. */
function readNumbers(source: LogSource | undefined): ReadResult {
  const result = { gaps: [] as string[], runs: new Map<string, { newest: number; last?: number }>(), lost: 0 };
  let isAfterGap = false;
  for (const text of textsOf(source)) {
    if (text.startsWith('[')) {
      result.gaps.push(text);
      isAfterGap ||= text.includes('may be missing');
      continue;
    }
    const [, runName, what, number] = /^(run-\d+) (number|last) (\d+)/.exec(text) ?? [];
    assert.ok(runName !== undefined, `unexpected line: ${text.slice(0, 200)}`);
    const run = result.runs.get(runName) ?? { newest: 0 };
    result.runs.set(runName, run);
    if (what === 'last') run.last = Number(number);
    else {
      const missing = Number(number) - run.newest - 1;
      assert.ok(missing >= 0, `${runName}: ${number} comes after ${run.newest}`);
      assert.ok(
        missing === 0 || isAfterGap,
        `${runName}: ${missing} lines missing before ${number} without a gap marker`,
      );
      result.lost += missing;
      run.newest = Number(number);
      isAfterGap = false;
    }
  }
  return result;
}

describe('stores every line of a log exactly once', () => {
  for (const fault of [['cut'], ['restart'], ['unreachable', '15']]) {
    const skip = cluster.hasFaults() ? false : 'FLINK_TUI_TEST_FAULT is not set';
    test(`after ${fault.join(' ')}, without a gap`, { skip }, async () => {
      await cluster.fault(fault);
      await untilNewer(steady);
      const { gaps, lost, runs } = readNumbers(sourceOf(steady));
      assert.deepEqual([gaps, lost, runs.size], [[], 0, 1]);
    });
  }

  test('after a container restart, with a marker for the restart', async () => {
    // Flink deletes a TaskManager whose container has ended, so this pod does not have the session's labels.
    const image = session.store.getState().deployment?.image ?? '';
    const writer = { name: restarting, labels: { component: 'taskmanager' }, image };
    const { delete: remove } = await createWriterPod(cluster.kubeconfig(), writer, slowly);
    const store = createLogStore();
    let pods = new Map<string, PodFacts>();
    const follower = followLogs(kubernetes, namespace, store, () => pods);
    const watch = kubernetes.watch<Pod>(
      { resource: resources.pods, namespace, fieldSelector: `metadata.name=${restarting}` },
      {
        onItems: (items) => {
          const facts = items.map(podFacts).filter((each) => each !== undefined);
          pods = new Map(facts.map((each) => [each.uid, each]));
          follower.podsChanged();
        },
        onState: () => undefined,
      },
    );
    const source = () => store.sources()[0];
    try {
      await cluster.eventually('the first lines', () => (source()?.counters.received ?? 0) > 100, 60_000);
      await kubernetes.exec({ namespace, pod: restarting, container: main, command: ['touch', '/tmp/end'] });
      await cluster.eventually('lines of the second run', () => readNumbers(source()).runs.size === 2, 60_000);
      const { gaps, lost, runs } = readNumbers(source());
      assert.deepEqual([gaps, lost], [['[container restarted (exit code 7)]'], 0]);
      const [first] = runs.values();
      assert.equal(first?.newest, first?.last, 'the last lines are missing');
    } finally {
      watch.stop();
      follower.stop();
      await remove(0);
    }
  });

  test('up to the last line of a deleted pod', async () => {
    await steadyWriter.delete(20);
    await cluster.eventually('the end of the log', () => sourceOf(steady)?.state.state === 'ended', 60_000);
    await cluster.eventually('the row of the deleted pod', () => rowOf(steady)?.goneAt !== undefined, 60_000);
    const { gaps, lost, runs } = readNumbers(sourceOf(steady));
    assert.deepEqual([gaps, lost, runs.size], [[], 0, 1]);
    const [run] = runs.values();
    assert.ok((run?.last ?? 0) > 50);
    assert.equal(run?.newest, run?.last, 'the last lines are missing');
  });

  test('after a rotation, except for lines at a gap marker', async (t) => {
    const first = async () => {
      const options = { namespace, pod: flood, container: main, limitBytes: 100 };
      const chunks: Uint8Array[] = [];
      for await (const chunk of await kubernetes.podLog(options, AbortSignal.timeout(20_000))) chunks.push(chunk);
      return Number(/ number (\d+)/.exec(Buffer.concat(chunks).toString())?.[1]);
    };
    const firstOfFile = await first();
    await cluster.eventually('another rotation', async () => (await first()) > firstOfFile, 60_000);
    await untilNewer(flood);
    const { gaps, lost, runs } = readNumbers(sourceOf(flood));
    const [run] = runs.values();
    t.diagnostic(`${run?.newest} lines, ${lost} of them missing at gap markers: ${gaps.join(' ')}`);
    assert.equal(runs.size, 1);
  });
});

test('a released TaskManager shows the release reason, and its log is kept', async () => {
  const taskManager = () => session.store.getState().pods?.find(({ name }) => name.includes('-taskmanager-1-'));
  const { uid = '', name = '' } = taskManager() ?? {};
  await session.connection.flink.cancel(jobId);
  await cluster.eventually('the release of the TaskManager', () => rowOf(name)?.status === 'released', 90_000);
  assert.match(rowOf(name)?.reason ?? '', /^released by Flink as no longer needed/);
  const source = session.logs.source(`${uid}/${main}`);
  await cluster.eventually('the end of the log', () => source?.state.state === 'ended');
  const texts = [...textsOf(source)];
  assert.ok(texts.some((text) => text.includes('KubernetesTaskExecutorRunner')));
  assert.match(texts.join('\n'), /RECEIVED SIGNAL 15: SIGTERM/);
});
