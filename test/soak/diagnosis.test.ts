import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, type TestContext, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { KubernetesApi } from '../../src/kubernetes/api.ts';
import type { Pod } from '../../src/kubernetes/objects.ts';
import { resources } from '../../src/kubernetes/resource.ts';
import { cluster, removeSession } from '../support/cluster.ts';
import { type DiagnosisData, type FindingData, why } from '../support/diagnosis.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

// Each fault of jobs/Trouble on the real cluster, the finding that must come first, and no other rule may have
// a finding. 25 minutes, and 30 minutes without a fault. deep-dive.test.ts has the faults that need more history.

const clusterId = 'flink-tui-test-diagnosis';
const namespace = 'default';
const minuteMs = 60_000;
const isSkipped = process.env.FLINK_TUI_TEST_KUBECONFIG === undefined && 'FLINK_TUI_TEST_KUBECONFIG is not set';
let kubernetes: KubernetesApi;
const table: string[] = [];

before(async () => {
  if (!isSkipped) kubernetes = await cluster.connect();
});
after(async () => {
  if (isSkipped) return;
  await removeSession(kubernetes, clusterId);
  await kubernetes.close();
});

type Expected = {
  readonly rule: string;
  readonly text: RegExp;
  readonly vertex?: string;
  readonly subtask?: number;
  readonly pod?: RegExp;
};
type Fault = Expected & {
  readonly options: readonly string[];
  /** Options of the session; the session of the previous fault is used if they are the same. */
  readonly session?: readonly string[];
  /** Options of why. */
  readonly why?: readonly string[];
  /** Rules about what the fault does to the job. Only these may have other findings. */
  readonly also?: readonly string[];
  /** What is done to the running job. */
  readonly act?: (job: string) => Promise<void>;
};

const work = 'work -> discard: Writer';
const taskManager = /-taskmanager-\d+-\d+$/;
const oneSlot = ['-Dresourcemanager.taskmanager-timeout=10000'];

const faults: readonly Fault[] = [
  {
    options: ['--fail-every', '40', '--checkpoint', '2'],
    rule: 'restart-loop',
    text: /restarts again and again/,
    vertex: work,
    subtask: 1,
    pod: taskManager,
  },
  {
    options: ['--fail-in', 'open', '--fail-every', '1', '--checkpoint', '2'],
    rule: 'restart-loop',
    text: /restarts again and again/,
    vertex: work,
    subtask: 1,
    pod: taskManager,
  },
  {
    options: ['--slow-sink', '20', '--rate', '1000'],
    rule: 'back-pressure',
    text: /^slow sink slows Trouble down: it is \d+% busy$/,
    vertex: 'slow sink',
  },
  {
    options: ['--slow-sink', '20', '--rate', '1000', '--branch', 'true'],
    rule: 'back-pressure',
    text: /^left sink slows Trouble down: it is \d+% busy$/,
    vertex: 'left sink',
  },
  {
    options: ['--skew', '90', '--parallelism', '2', '--rate', '50', '--slow-work', '10'],
    rule: 'skew',
    text: /^One subtask of work does most of the work/,
    vertex: work,
    subtask: 2,
    pod: taskManager,
  },
  {
    options: ['--block', '500', '--parallelism', '2'],
    rule: 'blocked-subtask',
    text: /^One subtask of work holds Trouble up: work \(1\/2\) needs \d+ ms for a record, the others [\d.]+ ms$/,
    vertex: work,
    subtask: 1,
    pod: taskManager,
  },
  {
    options: ['--event-time', '3', '--silent-subtask', '1', '--parallelism', '2', '--rate', '50'],
    rule: 'stuck-watermark',
    text: /^Trouble has no watermark: subtask 2\/2 of Source: Sequence Source (emits nothing|has no watermark yet)$/,
    vertex: 'Source: Sequence Source -> throttle -> Timestamps/Watermarks',
    subtask: 2,
    pod: taskManager,
  },
  {
    options: ['--silent-subtask', '1', '--parallelism', '2', '--rate', '50'],
    rule: 'idle-source',
    text: /^Subtask 2\/2 of Source: Sequence Source of Trouble emits nothing although it may have records, the others emit$/,
    vertex: 'Source: Sequence Source -> throttle',
    subtask: 2,
    pod: taskManager,
  },
  {
    options: ['--lag', '500'],
    why: ['--watch-for', '2m'],
    rule: 'growing-lag',
    text: /^Trouble falls behind: \S.* has [\d.,k]+ pending records, \d+\/s more, so it never catches up at this rate$/,
  },
  {
    // The lines of the flood would still be in the log of the next fault.
    session: ['-Dpipeline.max-parallelism=16'],
    options: ['--log-every', '1', '--rate', '5000'],
    rule: 'log-flood',
    text: /^Trouble floods the log of taskmanager-\d+-\d+: \d/,
    pod: taskManager,
  },
  {
    options: ['--snapshot-sleep', '30', '--checkpoint', '5', '--checkpoint-timeout', '10', '--tolerate', '100'],
    also: ['checkpoint-overdue'],
    rule: 'checkpoints-failing',
    text: /^The last \d+ checkpoints of Trouble failed: expired$/,
    vertex: work,
    subtask: 1,
    pod: taskManager,
  },
  {
    options: ['--snapshot-sleep', '30', '--checkpoint', '5', '--checkpoint-timeout', '10'],
    also: ['checkpoint-overdue', 'checkpoints-failing'],
    rule: 'restart-loop',
    text: /restarts again and again/,
  },
  {
    options: ['--grow-state', '10', '--checkpoint', '5'],
    rule: 'checkpoints-growing',
    text: /^The state of Trouble grows by [\d.]+ [MG]iB per hour$/,
  },
  {
    session: ['-Dkubernetes.taskmanager.cpu.amount=0.8'],
    options: ['--parallelism', '4'],
    rule: 'missing-slots',
    text: /^Trouble waits for \d slots?: 0\/1 nodes have enough cpu$/,
    pod: taskManager,
  },
  {
    session: ['-Dkubernetes.taskmanager.cpu.amount=100', '-Dkubernetes.taskmanager.cpu.limit-factor=1'],
    options: [],
    rule: 'missing-slots',
    text: /^Trouble waits for 1 slot: 0\/1 nodes have enough cpu$/,
    pod: taskManager,
  },
  {
    session: ['-Dpipeline.max-parallelism=64'],
    options: ['--checkpoint', '2'],
    act: deleteTaskManager,
    also: ['restart-loop'],
    rule: 'lost-task-manager',
    text: /^TaskManager taskmanager-1-1 was /,
    pod: /-taskmanager-1-1$/,
  },
  {
    session: ['-Dpipeline.max-parallelism=32'],
    options: ['--leak-native', '20', '--checkpoint', '5'],
    also: ['restart-loop', 'checkpoints-failing'],
    rule: 'lost-task-manager',
    text: /^TaskManager taskmanager-1-1 was OOM-killed /,
    pod: /-taskmanager-1-1$/,
  },
];

test('the first finding of each fault names its cause', { skip: isSkipped, timeout: 60 * minuteMs }, async (t) => {
  t.after(() => {
    for (const line of table) t.diagnostic(line);
  });
  let session: string | undefined;
  for (const fault of faults) {
    const options = [...oneSlot, ...(fault.session ?? [])];
    if (options.join() !== session) await startSession(options);
    session = options.join();
    await t.test(fault.options.join(' ') || `${fault.session}`, (subtest) => findsFault(subtest, fault));
  }
});

async function startSession(options: readonly string[]): Promise<void> {
  await removeSession(kubernetes, clusterId);
  await cluster.session([clusterId, ...options]);
}

async function findsFault(t: TestContext, fault: Fault): Promise<void> {
  const { options, act, why: whyOptions = [], also = [], ...expected } = fault;
  const stateFolder = await temporaryFolder(t);
  const startedAt = Date.now();
  const job = await cluster.submit([clusterId, 'Trouble', ...options]);
  t.after(() => cancel(job, stateFolder));
  await act?.(job);
  let last: DiagnosisData | undefined;
  let first: FindingData | undefined;
  const found = new Map<string, string>();
  const diagnose = async () => {
    last = await why(clusterId, stateFolder, job, ...whyOptions);
    for (const { rule, text } of last.findings) found.set(rule, text);
    return last.findings[0];
  };
  try {
    first = await cluster.eventually(
      `${expected.rule} as the first finding`,
      async () => {
        const finding = await diagnose();
        return matches(finding, expected) ? finding : undefined;
      },
      6 * minuteMs,
    );
  } catch (error) {
    throw new Error(`${error}\n${JSON.stringify(last, undefined, 1)}`);
  }
  assert.equal(last?.exitCode, 6);
  const seconds = Math.round((Date.now() - startedAt) / 1000);
  for (let count = 0; count < 3; count += 1) await diagnose();
  for (const rule of [expected.rule, ...also]) found.delete(rule);
  assert.deepEqual([...found], [], 'findings of other rules');
  table.push(`| \`${options.join(' ')}\` | ${first.rule} | ${first.text} | ${seconds} s |`);
}

function matches(finding: FindingData | undefined, { rule, text, vertex, subtask, pod }: Expected): boolean {
  if (finding?.rule !== rule || !text.test(finding.text)) return false;
  if (vertex !== undefined && finding.vertex !== vertex) return false;
  if (subtask !== undefined && finding.subtask !== subtask) return false;
  return pod === undefined || pod.test(finding.pod ?? '');
}

async function cancel(job: string, stateFolder: string): Promise<void> {
  const { runProgram } = await import('../support/run-program.ts');
  await runProgram(['cancel', clusterId, job, '--yes', '--kubeconfig', cluster.kubeconfig()], {
    env: { XDG_STATE_HOME: stateFolder },
  });
}

async function deleteTaskManager(): Promise<void> {
  const selector = { resource: resources.pods, namespace, labelSelector: `app=${clusterId},component=taskmanager` };
  const pod = await cluster.eventually('a running TaskManager', async () =>
    (await kubernetes.list<Pod>(selector)).find(({ status }) => status?.phase === 'Running'),
  );
  // The job completes a checkpoint first, so that it restarts.
  await pause(15_000);
  const name = pod.metadata?.name ?? '';
  await kubernetes.delete({ resource: resources.pods, namespace, name }, { propagation: 'Background' });
}

test('a rescale under the adaptive scheduler is no finding', { skip: isSkipped, timeout: 10 * minuteMs }, async (t) => {
  await startSession(['-Djobmanager.scheduler=adaptive', '-Djobmanager.adaptive-scheduler.min-parallelism-increase=1']);
  const stateFolder = await temporaryFolder(t);
  const job = await cluster.submit([clusterId, 'Trouble', '--checkpoint', '2', '--parallelism', '1']);
  t.after(() => cancel(job, stateFolder));
  const { FLINK_TUI_TEST_KUBECTL: kubectl = '' } = process.env;
  const path = `/api/v1/namespaces/${namespace}/services/${clusterId}-rest:8081/proxy/jobs/${job}`;
  const run = promisify(execFile);
  const rest = async (...args: readonly string[]) => {
    const { stdout } = await run(kubectl, ['--kubeconfig', cluster.kubeconfig(), ...args]);
    return JSON.parse(stdout) as unknown;
  };
  const parallelism = async () => {
    const { vertices } = (await rest('get', '--raw', path)) as {
      vertices: { parallelism: number; status: string }[];
    };
    return vertices.every(({ status }) => status === 'RUNNING') ? vertices[0]?.parallelism : undefined;
  };
  await cluster.eventually('the job to run', async () => (await parallelism()) === 1, 2 * minuteMs);
  const known = (await rest('get', '--raw', `${path}/resource-requirements`)) as object;
  const wanted = Object.keys(known).map((vertex) => [vertex, { parallelism: { lowerBound: 1, upperBound: 2 } }]);
  const file = join(stateFolder, 'requirements.json');
  await writeFile(file, JSON.stringify(Object.fromEntries(wanted)));
  await rest('replace', '--raw', `${path}/resource-requirements`, '-f', file);
  const findings = new Set<string>();
  const note = async () => {
    for (const { text } of (await why(clusterId, stateFolder, job)).findings) findings.add(text);
  };
  await cluster.eventually(
    'the job to run with two subtasks',
    async () => {
      await note();
      return (await parallelism()) === 2;
    },
    3 * minuteMs,
  );
  for (let count = 0; count < 5; count += 1) await note();
  assert.deepEqual([...findings], []);
});

test('jobs without a fault have no finding in 30 minutes', { skip: isSkipped, timeout: 45 * minuteMs }, async (t) => {
  await startSession(oneSlot);
  const stateFolder = await temporaryFolder(t);
  await cluster.submit([clusterId, 'TopSpeedWindowing']);
  await cluster.submit([clusterId, 'Trouble', '--checkpoint', '5']);
  const endAt = Date.now() + 30 * minuteMs;
  const findings = new Map<string, FindingData>();
  let count = 0;
  while (Date.now() < endAt) {
    for (const finding of (await why(clusterId, stateFolder)).findings) findings.set(finding.text, finding);
    count += 1;
    await pause(20_000);
  }
  t.diagnostic(`${count} diagnoses`);
  assert.deepEqual([...findings.values()], []);
});
