import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, type TestContext, test } from 'node:test';
import { exitCodeOf } from '../../../src/commands/record/command-error.ts';
import { findCommand } from '../../../src/commands/table.ts';
import type { Demo } from '../../../src/demo/demo.ts';
import { startDemo } from '../../../src/demo/start-demo.ts';
import type { FlinkRest } from '../../../src/flink/rest.ts';
import { connectKubernetes } from '../../../src/kubernetes/connect.ts';
import { connectSession } from '../../../src/session/attach/connect.ts';
import { findJournals } from '../../../src/session/journal/store/find-journals.ts';
import { readJournal } from '../../../src/session/journal/store/read-journal.ts';
import { Interrupted } from '../../../src/shell/program/interrupt.ts';
import { createLocalState } from '../../../src/shell/program/local-state.ts';
import { runSubcommand } from '../../../src/shell/program/subcommand.ts';
import { demoKubeconfig } from '../../support/demo-kubeconfig.ts';
import { eventually } from '../../support/eventually.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { fakeStreams } from '../fake-streams.ts';

let demo: Demo;
beforeEach(async () => {
  demo = await startDemo({ speed: 30, scenario: { jobs: 'none' } });
});
afterEach(() => demo.close());

type RunOptions = {
  readonly signal?: AbortSignal;
  readonly streams?: ReturnType<typeof fakeStreams>;
  /** Replaces calls to Flink. */
  readonly flink?: (flink: FlinkRest) => Partial<FlinkRest>;
};

/** Runs subcommands that write to one journal. */
async function shell(context: TestContext) {
  const local = createLocalState({ XDG_STATE_HOME: await temporaryFolder(context) });
  const failures: Error[] = [];
  const journal = {
    root: local.journals,
    bytes: 2 ** 20,
    by: 'ann@laptop',
    onFailure: (error: Error) => failures.push(error),
  };
  const run = async (line: string, { signal = new AbortController().signal, streams, flink }: RunOptions = {}) => {
    const [name = '', ...args] = line.split(' ');
    const command = findCommand(name);
    assert.ok(command);
    const connect = async () => {
      const kubernetes = await connectKubernetes({ file: demoKubeconfig(demo), env: {} });
      const target = { clusterId: demo.clusterId, namespace: demo.namespace };
      const connection = await connectSession(kubernetes, target, signal);
      const close = async () => {
        await connection.close();
        await kubernetes.close();
      };
      return { ...connection, flink: { ...connection.flink, ...flink?.(connection.flink) }, close };
    };
    const options = { streams: streams ?? fakeStreams(), format: 'text', signal, local, journal } as const;
    return runSubcommand(command, args, connect, options).catch(exitCodeOf);
  };
  const acts = async () => {
    const kubernetes = await connectKubernetes({ file: demoKubeconfig(demo), env: {} });
    const cluster = { clusterId: demo.clusterId, namespace: demo.namespace, context: kubernetes.context };
    await kubernetes.close();
    const found = await findJournals(local.journals, cluster);
    const contents = await Promise.all(found.map(({ folder }) => readJournal(folder)));
    return contents
      .flatMap(({ entries }) => entries)
      .map((entry) => (entry.kind === 'act' ? [entry.title, entry.outcome, entry.detail] : [entry.kind]).join('|'));
  };
  /** Reads synchronously, so that nothing else happens meanwhile. */
  const savedLines = () => {
    const names = existsSync(local.journals) ? readdirSync(local.journals, { recursive: true, encoding: 'utf8' }) : [];
    const texts = names
      .filter((name) => name.endsWith('.ndjson'))
      .map((name) => readFileSync(join(local.journals, name), 'utf8'));
    return texts.join('').split('\n').length - 1;
  };
  return { run, acts, failures, savedLines };
}

test('the start is saved before the request, and the end after it', async (t) => {
  const { run, acts, failures, savedLines } = await shell(t);
  const job = demo.submitJob('orders');
  let linesAtRequest: number | undefined;
  const flink = ({ cancel }: FlinkRest): Partial<FlinkRest> => ({
    cancel: (...args) => {
      linesAtRequest ??= savedLines();
      return cancel(...args);
    },
  });
  assert.equal(await run(`cancel ${job}`, { flink }), 0);
  assert.equal(linesAtRequest, 2, 'the header and the start');
  assert.deepEqual(await acts(), ['Cancel orders||', 'Cancel orders|done|']);
  assert.deepEqual(failures, []);
});

test('an interrupted act ends with an unknown result', async (t) => {
  const { run, acts } = await shell(t);
  const interrupt = new AbortController();
  const streams = fakeStreams({
    onError: (text) => {
      if (/Cancelling/.test(text)) interrupt.abort(new Interrupted('SIGINT'));
    },
  });
  const job = demo.submitJob('orders');
  await run(`cancel ${job}`, { signal: interrupt.signal, streams });
  assert.deepEqual(await acts(), ['Cancel orders||', 'Cancel orders|interrupted|']);
});

test('an error and a failed result end the act with their message', async (t) => {
  const { run, acts } = await shell(t);
  const [first, second] = [demo.submitJob('orders'), demo.submitJob('clicks')];
  await eventually('a running job', async () => (await run(`savepoint ${first} --dry-run`)) === 0);
  const flink = ({ cancel }: FlinkRest): Partial<FlinkRest> => ({
    cancel: async (id, signal) => {
      if (id === second) throw new Error('token=hunter2 is wrong');
      return cancel(id, signal);
    },
    triggerSavepoint: async () => {
      throw new Error('no leader');
    },
  });
  assert.equal(await run(`savepoint ${first}`, { flink }), 1);
  assert.equal(await run(`cancel ${first} ${second}`, { flink }), 1);
  assert.equal(await run(`cancel ${second}`, { flink }), 1);
  assert.deepEqual(await acts(), [
    'Savepoint of orders||',
    'Savepoint of orders|failed|no leader',
    'Cancel 2 jobs||',
    `Cancel 2 jobs|partial|clicks (${second}): token=****** is wrong`,
    'Cancel clicks||',
    `Cancel clicks|failed|clicks (${second}): token=****** is wrong`,
  ]);
});

test('reads, dry runs and rejected commands are no acts', async (t) => {
  const { run, acts } = await shell(t);
  const job = demo.submitJob('orders');
  const exitCodes = [];
  for (const line of ['list', 'log-level', 'log-level --overdue', 'cancel --dry-run', 'cancel nobody', 'status']) {
    exitCodes.push(await run(line === 'cancel --dry-run' ? `cancel ${job} --dry-run` : line));
  }
  assert.deepEqual(exitCodes, [0, 0, 0, 0, 3, 0]);
  assert.deepEqual(await acts(), []);
});

test('stop of the cluster is saved with its end, and acts need no further read of the Deployment', async (t) => {
  const { run, acts } = await shell(t);
  const reads = () =>
    demo.requests().filter(({ method, path }) => method === 'GET' && /\/deployments\/[^/]+$/.test(path)).length;
  await run('list');
  const withoutAct = reads();
  await run(`cancel ${demo.submitJob('orders')}`);
  assert.equal(reads(), 2 * withoutAct);
  assert.equal(await run('stop'), 0);
  const title = `Stop session cluster ${demo.clusterId} in namespace ${demo.namespace}`;
  assert.deepEqual((await acts()).slice(2), [`${title}||`, `${title}|done|`]);
});
