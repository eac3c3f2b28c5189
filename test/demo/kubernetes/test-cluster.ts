import { once } from 'node:events';
import { type AddressInfo, connect, createServer } from 'node:net';
import type { TestContext } from 'node:test';
import type { ContainerLog, DemoObject } from '../../../src/demo/contracts.ts';
import { createObjectStore, type VersionedStore } from '../../../src/demo/kubernetes/object-store.ts';
import { type KubernetesServer, serveKubernetes } from '../../../src/demo/kubernetes/serve.ts';

export const namespace = 'default';
export const podsPath = `/api/v1/namespaces/${namespace}/pods`;
export const deploymentsPath = `/apis/apps/v1/namespaces/${namespace}/deployments`;

/** A container log that a test can write to. */
class TestLog implements ContainerLog {
  readonly lines: { at: string; text: string }[] = [];
  isEnded = false;
  readonly listeners = new Set<(line: { at: string; text: string } | undefined) => void>();

  write(at: string, text: string): void {
    const line = { at, text };
    this.lines.push(line);
    for (const listener of this.listeners) listener(line);
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

export type TestCluster = {
  readonly store: VersionedStore;
  readonly server: KubernetesServer;
  /** One log for all running containers. */
  readonly log: TestLog;
  /** Deleted objects that the server reported to the kubelet, as `pod NAME` or `deployment NAME`. */
  readonly deletedObjects: string[];
};

/**
 * Starts a simulated API server. Port 8081 of its pods is a real socket, which responds to HTTP requests and
 * echoes any other data.
 */
export async function startCluster(test: TestContext): Promise<TestCluster> {
  const store = createObjectStore();
  store.create('namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } });
  const log = new TestLog();
  const deletedObjects: string[] = [];
  const podServer = createServer((socket) => {
    socket.on('error', () => socket.destroy());
    socket.on('data', (bytes) => {
      const [requestLine] = bytes.toString('latin1').split('\r\n');
      const isHttp = requestLine?.endsWith('HTTP/1.1');
      const body = `received: ${requestLine}`;
      if (isHttp) socket.end(`HTTP/1.1 202 Accepted\r\ncontent-length: ${body.length}\r\n\r\n${body}`);
      else socket.write(bytes);
    });
  }).listen(0, '127.0.0.1');
  await once(podServer, 'listening');
  const { port: podServerPort } = podServer.address() as AddressInfo;

  const server = await serveKubernetes({
    store,
    kubelet: {
      log: (_namespace, _pod, _container, previous) => (previous ? undefined : log),
      connect: (_namespace, _pod, port) => (port === 8081 ? connect(podServerPort, '127.0.0.1') : undefined),
      execute: (_namespace, _pod, [name = '', ...args]) =>
        name === 'echo'
          ? { kind: 'ended', stdout: `${args.join(' ')}\n`, stderr: '', exitCode: 0 }
          : { kind: 'ended', stdout: 'partial output\n', stderr: `${name}: failed\n`, exitCode: 3 },
      startProcess: () => undefined,
      onPodDeleted: (_namespace, pod) => deletedObjects.push(`pod ${pod}`),
      memory: () => undefined,
      onDeploymentDeleted: (_namespace, name) => deletedObjects.push(`deployment ${name}`),
    },
  });
  test.after(async () => {
    await server.close();
    podServer.close();
  });
  return { store, server, log, deletedObjects };
}

export function pod(
  name: string,
  options: { labels?: Record<string, string>; node?: string | undefined } = {},
): DemoObject {
  const { labels = { app: 'session' }, node = 'node-1' } = options;
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace, labels },
    spec: {
      nodeName: node,
      containers: [{ name: 'main', image: 'flink', ports: [{ name: 'rest', containerPort: 8081 }] }],
    },
    status: {
      phase: 'Running',
      podIP: '10.0.0.7',
      conditions: [{ type: 'Ready', status: 'True' }],
      containerStatuses: [{ name: 'main', ready: true, restartCount: 0, state: { running: {} } }],
    },
  };
}

export function configMap(name: string, data: Record<string, string>): DemoObject {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace }, data };
}

export function deployment(name: string): DemoObject {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace },
    spec: { replicas: 1 },
    status: { readyReplicas: 1, updatedReplicas: 1, availableReplicas: 1 },
  };
}
