import assert from 'node:assert/strict';
import type { ExecSession } from '../../src/kubernetes/api.ts';
import { KubernetesError } from '../../src/kubernetes/error.ts';
import type { Pod } from '../../src/kubernetes/objects.ts';
import { resources } from '../../src/kubernetes/resource.ts';
import { eventually } from '../support/eventually.ts';
import { type Contract, type ContractTarget, waitOptions } from './contract.ts';

const container = 'flink-main-container';

type Opened = {
  readonly session: ExecSession;
  readonly stdout: () => string;
  readonly stderr: () => string;
  readonly type: (text: string) => Promise<void>;
  /** Waits until standard output matches. */
  readonly prints: (expected: RegExp) => Promise<void>;
};

async function open(
  { kubernetes, namespace }: ContractTarget,
  pod: string,
  command: readonly string[],
  terminal: boolean,
): Promise<Opened> {
  const session = await kubernetes.openExec({ namespace, pod, container, command, terminal });
  let stdout = '';
  let stderr = '';
  session.stdout.on('data', (chunk: Buffer) => {
    stdout += chunk.toString();
  });
  session.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString();
  });
  if (terminal) session.resize({ columns: 80, rows: 24 });
  return {
    session,
    stdout: () => stdout,
    stderr: () => stderr,
    type: (text) => session.write(Buffer.from(text)),
    prints: async (expected) => {
      await eventually(`${expected} in the output`, () => expected.test(stdout), {
        ...waitOptions,
        timeoutMs: 20_000,
        state: () => stdout,
      });
    },
  };
}

async function podName({ kubernetes, namespace, clusterId }: ContractTarget, component: string): Promise<string> {
  const labelSelector = `app=${clusterId},component=${component}`;
  const pods = await kubernetes.list<Pod>({ resource: resources.pods, namespace, labelSelector });
  const running = pods.find(
    ({ status, metadata }) =>
      metadata?.deletionTimestamp === undefined && status?.containerStatuses?.[0]?.state?.running !== undefined,
  );
  return running?.metadata?.name ?? '';
}

export const shellContracts: readonly Contract[] = [
  {
    name: 'a terminal echoes what is typed, and Ctrl-D ends the input',
    check: async (target) => {
      const { session, type, prints } = await open(target, await podName(target, 'jobmanager'), ['cat'], true);
      await type('hello\r');
      await prints(/^hello\r\nhello\r\n$/);
      await type('\x04');
      assert.equal(await session.ended, 0);
    },
  },
  {
    name: 'a shell in a pod reports the size of the terminal, handles Ctrl-C and returns its exit code',
    check: async (target) => {
      const { session, type, prints } = await open(target, await podName(target, 'jobmanager'), ['sh'], true);
      await prints(/\$ $/);
      await type('stty size\r');
      await prints(/^24 80\r$/m);
      session.resize({ columns: 100, rows: 30 });
      await type('stty size\r');
      await prints(/^30 100\r$/m);
      await type('sleep 100\r');
      await prints(/sleep 100\r\n$/);
      await type('\x03');
      await prints(/\^C\r\n\$ $/);
      await type('echo code $?\r');
      await prints(/^code 130\r$/m);
      await type('exit 7\r');
      assert.equal(await session.ended, 7);
    },
  },
  {
    name: 'top draws the whole terminal, and again after a resize',
    check: async (target) => {
      const { session, stdout, type, prints } = await open(target, await podName(target, 'jobmanager'), ['top'], true);
      await prints(/COMMAND/);
      const drawn = stdout().length;
      session.resize({ columns: 100, rows: 30 });
      await eventually('another frame', () => stdout().slice(drawn).includes('COMMAND'), waitOptions);
      await type('q');
      assert.equal(await session.ended, 0);
    },
  },
  {
    name: 'without a terminal, exec passes on standard input to its end, and keeps the outputs apart',
    check: async (target) => {
      const pod = await podName(target, 'jobmanager');
      const cat = await open(target, pod, ['cat'], false);
      await cat.type('one\r\ntwo\n');
      assert.equal(cat.session.endInput(), true);
      assert.equal(await cat.session.ended, 0);
      assert.equal(cat.stdout(), 'one\r\ntwo\n');
      const outputs = await open(target, pod, ['sh', '-c', 'echo out; echo err >&2; exit 3'], false);
      assert.equal(await outputs.session.ended, 3);
      assert.deepEqual([outputs.stdout(), outputs.stderr()], ['out\n', 'err\n']);
    },
  },
  {
    name: 'exec with a terminal fails for an unknown command, pod or container',
    check: async (target) => {
      const pod = await podName(target, 'jobmanager');
      for (const terminal of [true, false]) {
        const { session } = await open(target, pod, ['no-such-command'], terminal);
        await assert.rejects(session.ended, (error: unknown) => {
          assert.ok(error instanceof KubernetesError);
          assert.equal(error.kind, 'invalid');
          return /"no-such-command": executable file not found in \$PATH/.test(error.message);
        });
      }
      const { kubernetes, namespace } = target;
      const of = (names: { pod: string; container: string }) =>
        kubernetes.openExec({ namespace, ...names, command: ['sh'], terminal: true });
      await assert.rejects(of({ pod: 'no-such-pod', container }), { kind: 'not-found' });
      await assert.rejects(of({ pod, container: 'no-such-container' }), { kind: 'invalid' });
    },
  },
  {
    name: 'a shell in a deleted pod ends with exit code 137 while the pod is marked as deleted',
    check: async (target) => {
      const { kubernetes, namespace, flink } = target;
      const job = await target.submit();
      const pod = await eventually('a TaskManager', () => podName(target, 'taskmanager'), waitOptions);
      const { session, prints } = await open(target, pod, ['sh'], true);
      await prints(/\$ $/);
      const path = { resource: resources.pods, namespace, name: pod };
      await kubernetes.delete(path, { propagation: 'Background' });
      assert.equal(await session.ended, 137);
      const found = await kubernetes.get<Pod>(path).catch((error: unknown) => error);
      if (found instanceof Error) assert.equal((found as KubernetesError).kind, 'not-found');
      else assert.notEqual((found as Pod).metadata?.deletionTimestamp, undefined);
      await flink.cancel(job);
    },
  },
];
