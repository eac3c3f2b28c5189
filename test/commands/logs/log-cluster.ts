import type { TestContext } from 'node:test';
import { parseCommandLine } from '../../../src/commands/line/parse.ts';
import type { Services } from '../../../src/commands/record/command.ts';
import { formatOf } from '../../../src/commands/record/output-format.ts';
import type { ContainerLog } from '../../../src/demo/contracts.ts';
import { forbiddenResource } from '../../../src/demo/kubernetes/access.ts';
import { createObjectStore, type VersionedStore } from '../../../src/demo/kubernetes/object-store.ts';
import { serveKubernetes } from '../../../src/demo/kubernetes/serve.ts';
import type { FlinkRest } from '../../../src/flink/rest.ts';
import { connectKubernetes } from '../../../src/kubernetes/connect.ts';
import { openConnection } from '../../../src/session/attach/open-connection.ts';
import { createEventPrinter } from '../../../src/shell/print/print-events.ts';
import { demoKubeconfig } from '../../support/demo-kubeconfig.ts';
import { eventually } from '../../support/eventually.ts';

const clusterId = 'session';
const namespace = 'default';
const mainContainer = 'flink-main-container';
const running = { running: { startedAt: '2026-11-24T02:00:00Z' } };
const podLog = { verb: 'get', group: '', plural: 'pods', subresource: 'log', namespace } as const;

/** A log that a test writes to. */
class WrittenLog implements ContainerLog {
  readonly lines: { at: string; text: string }[] = [];
  isEnded = false;
  private readonly listeners = new Set<(line: { at: string; text: string } | undefined) => void>();

  /** Writes lines with a time in seconds after 02:00 UTC. */
  write(second: number, ...texts: readonly string[]): void {
    for (const text of texts) {
      const at = `${new Date(Date.UTC(2026, 10, 24, 2) + second * 1000).toISOString().slice(0, -1)}000000Z`;
      this.lines.push({ at, text });
      for (const listener of this.listeners) listener({ at, text });
    }
  }

  end(): void {
    this.isEnded = true;
    for (const listener of this.listeners) listener(undefined);
  }

  subscribe = (listener: (line: { at: string; text: string } | undefined) => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };
}

type PodOptions = {
  readonly containers?: readonly string[];
  readonly restarts?: number;
  /** The reason why the pod's containers have not started. Such a pod has no logs. */
  readonly waitsFor?: string;
};

export type RunningLogs = {
  /** The output so far. */
  readonly out: () => string;
  readonly notes: () => readonly string[];
  readonly sees: (text: string) => Promise<void>;
  /** Resolves with the failure, if any, when the command ends. */
  readonly end: Promise<{ readonly exitCode: number; readonly message: string } | undefined>;
  readonly interrupt: () => Promise<void>;
};

export type LogCluster = {
  readonly store: VersionedStore;
  /** Adds a pod with a log for each container. Returns the log of its first container. */
  readonly addPod: (name: string, options?: PodOptions) => WrittenLog;
  readonly log: (pod: string, container: string, run?: 'current' | 'previous') => WrittenLog;
  readonly removePod: (name: string) => void;
  /** Restarts the container and returns its new log. */
  readonly restart: (name: string) => WrittenLog;
  /** Denies access to the pod's logs. */
  readonly deny: (pod: string) => void;
  /** Resets all connections. */
  readonly cut: () => Promise<void>;
  /** Makes the API server unreachable for the given time. */
  readonly makeUnreachable: (milliseconds: number) => Promise<void>;
  /** Paths of the log requests so far. */
  readonly requests: () => readonly string[];
  readonly start: (line: string) => Promise<RunningLogs>;
  /** Runs the command to its end and returns the output. */
  readonly print: (line: string) => Promise<string>;
};

/** Starts a demo API server with pods and logs that the test writes, and runs typed `logs` commands. */
export async function startLogCluster(test: TestContext, flink: Partial<FlinkRest> = {}): Promise<LogCluster> {
  const store = createObjectStore();
  store.create('namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } });
  store.create('deployments', {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: clusterId, namespace },
    spec: { replicas: 1 },
  });
  const logs = new Map<string, WrittenLog>();
  const log: LogCluster['log'] = (pod, container, run = 'current') => {
    const key = `${pod}/${container}/${run}`;
    const written = logs.get(key) ?? new WrittenLog();
    logs.set(key, written);
    return written;
  };
  const denied = new Set<string>();
  const server = await serveKubernetes({
    store,
    kubelet: {
      log: (_, pod, container, previous) => {
        if (denied.has(pod)) throw forbiddenResource('admin', { ...podLog, name: pod });
        return logs.get(`${pod}/${container}/${previous ? 'previous' : 'current'}`);
      },
      connect: () => undefined,
      execute: () => undefined,
      startProcess: () => undefined,
      onPodDeleted: () => {},
      memory: () => undefined,
      onDeploymentDeleted: () => {},
    },
  });
  const kubernetes = await connectKubernetes({
    file: demoKubeconfig({ kubeconfig: (user = 'admin') => server.kubeconfig(user) }),
    env: {},
  });
  const known = { mode: 'session', jobManager: undefined } as const;
  const connection = {
    ...openConnection(kubernetes, { clusterId, namespace }, known),
    flink: flink as FlinkRest,
  };
  const interrupts: (() => Promise<void>)[] = [];
  test.after(async () => {
    await Promise.all(interrupts.map((interrupt) => interrupt()));
    await connection.close();
    await kubernetes.close();
    await server.close();
  });

  const start: LogCluster['start'] = async (line) => {
    const parsed = parseCommandLine(line);
    if (parsed === undefined) throw new Error('blank line');
    const { command, input } = parsed;
    const interrupted = new AbortController();
    const { signal } = interrupted;
    const print = createEventPrinter({ format: formatOf(input) ?? 'text', isTerminal: false, color: false });
    const chunks: Uint8Array[] = [];
    const notes: string[] = [];
    const services: Services = { frontend: 'subcommand', connection, snapshot: undefined, now: Date.now };
    const plan = await command.plan(services, input, signal);
    notes.push(...plan.warnings);
    const run = async () => {
      const steps = command.run(services, plan, signal);
      for (;;) {
        const step = await steps.next();
        if (step.done === true) return command.failure?.(step.value);
        if (step.value.kind === 'step' || step.value.kind === 'note') notes.push(step.value.text);
        else chunks.push(step.value.kind === 'bytes' ? step.value.chunk : await print(step.value));
      }
    };
    const end = run();
    const ended = end.then(
      () => {},
      () => {},
    );
    const interrupt = async () => {
      interrupted.abort(new Error('interrupted'));
      await ended;
    };
    interrupts.push(interrupt);
    const out = () => Buffer.concat(chunks).toString();
    const printed = () => `${out()}\n${notes.join('\n')}`;
    const sees = async (text: string) => {
      const isPrinted = () => out().includes(text) || notes.join('\n').includes(text);
      await eventually(`output ${text}`, isPrinted, { state: printed });
    };
    return { out, notes: () => notes, sees, end, interrupt };
  };

  return {
    store,
    log,
    addPod: (name, { containers = [mainContainer], restarts = 0, waitsFor } = {}) => {
      store.create('pods', {
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: {
          name,
          namespace,
          labels: { app: clusterId, type: 'flink-native-kubernetes', component: 'taskmanager' },
        },
        spec: {
          nodeName: 'node-1',
          restartPolicy: 'Never',
          containers: containers.map((container) => ({ name: container, image: 'flink' })),
        },
        status: {
          phase: 'Running',
          containerStatuses: containers.map((container) => ({
            name: container,
            ready: waitsFor === undefined,
            restartCount: restarts,
            state: waitsFor === undefined ? running : { waiting: { reason: waitsFor } },
          })),
        },
      });
      if (waitsFor !== undefined) return new WrittenLog();
      return containers.map((container) => log(name, container))[0] ?? log(name, '');
    },
    removePod: (name) => {
      for (const [key, written] of logs) if (key.startsWith(`${name}/`)) written.end();
      store.remove('pods', namespace, name);
    },
    restart: (name) => {
      const previous = log(name, mainContainer);
      previous.end();
      logs.set(`${name}/${mainContainer}/previous`, previous);
      logs.delete(`${name}/${mainContainer}/current`);
      const lastState = { terminated: { exitCode: 2, reason: 'Error' } };
      const containerStatuses = [{ name: mainContainer, ready: true, restartCount: 1, lastState, state: running }];
      const current = log(name, mainContainer);
      store.update('pods', namespace, name, (pod) => ({ ...pod, status: { phase: 'Running', containerStatuses } }));
      return current;
    },
    deny: (pod) => denied.add(pod),
    cut: () => server.fault({ kind: 'cut' }),
    makeUnreachable: (milliseconds) => server.fault({ kind: 'unreachable', milliseconds }),
    requests: () => server.requests().flatMap(({ path }) => (/\/log(\?|$)/.test(path) ? [path] : [])),
    start,
    print: async (line) => {
      const { end, out } = await start(line);
      await end;
      return out();
    },
  };
}
