// This part of `npm run bench` takes about eight minutes on a real session cluster with a job that checkpoints. It
// measures the time from writing the file to DEBUG lines in every pod, for log-level and for `kubectl apply`.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { flinkConfigMapName } from '../src/flink/names.ts';
import { connectKubernetes } from '../src/kubernetes/connect.ts';
import type { ConfigMap, Pod } from '../src/kubernetes/objects.ts';
import { resources } from '../src/kubernetes/resource.ts';
import { changeLoggingConfig } from '../src/logging-config/change-config.ts';
import { median } from '../test/support/measure.ts';
import { runProgram } from '../test/support/run-program.ts';
import type { Print } from './bench-logs.ts';

const logger = 'org.apache.flink';
const key = 'log4j-console.properties';
const runs = 5;
const intervalMs = 30_000;
/** More than the kubelet's sync period of a minute plus the monitor interval. */
const timeoutMs = 150_000;

type Bench = { readonly kubeconfig: string; readonly session: string; readonly kubectl: string };

export async function measureLevels({ kubeconfig, session, kubectl }: Bench, print: Print): Promise<void> {
  const target = [session, '--kubeconfig', kubeconfig];
  /** For each change, the time until the change is live in each pod, in milliseconds. */
  const at30: (readonly number[])[] = [];
  const at5: (readonly number[])[] = [];
  for (let run = 0; run < runs; run += 1) {
    // After a revert, all JVMs have just read their file. A random pause simulates a change at any moment.
    await pause(Math.random() * intervalMs);
    // This change takes effect at the file's own interval, and sets the interval to 5 s for the next changes.
    at30.push(await liveAfter(target, [logger, 'DEBUG', '--fast']));
    await liveAfter(target, [logger, 'INFO']);
    at5.push(await liveAfter(target, [logger, 'DEBUG']));
    // --reset restores the file and with it the interval.
    await liveAfter(target, ['--reset']);
  }
  const slowest = median(at30.map((pods) => Math.max(...pods)));
  print('log-level, live in a pod, monitorInterval 30: median over pods', median(at30.flat()), 'ms');
  print('log-level, live in every pod, monitorInterval 30: median', slowest, 'ms', 31_000);
  print('log-level, live in every pod, monitorInterval 30: longest', Math.max(...at30.flat()), 'ms', 31_000);
  print('log-level, live in a pod, monitorInterval 5: median over pods', median(at5.flat()), 'ms');
  print('log-level, live in every pod, monitorInterval 5: longest', Math.max(...at5.flat()), 'ms', 6000);
  const theirs = await applyByKubectl({ kubeconfig, session, kubectl });
  print('kubectl apply, live in every pod, monitorInterval 30', theirs, 'ms');
  print('ratio of log-level to kubectl apply', slowest / theirs, '');
}

/** Runs log-level. Resolves with the time until the change is live in each pod, in milliseconds. */
async function liveAfter(target: readonly string[], args: readonly string[]): Promise<readonly number[]> {
  const { exitCode, stdout, stderr } = await runProgram(['log-level', ...target, ...args, '-o', 'json']);
  if (exitCode !== 0) throw new Error(`log-level ${args.join(' ')} failed: ${stderr}`);
  const { pods } = JSON.parse(stdout) as { pods: { liveSeconds: number }[] };
  return pods.map(({ liveSeconds }) => liveSeconds * 1000);
}

/** Makes the same change with kubectl. Resolves with the milliseconds until the change is live in every pod. */
async function applyByKubectl({ kubeconfig, session, kubectl }: Bench): Promise<number> {
  const kubernetes = await connectKubernetes({ file: kubeconfig, env: {} });
  const { namespace } = kubernetes;
  const path = { resource: resources.configMaps, namespace, name: flinkConfigMapName(session) };
  const { metadata, data = {} } = await kubernetes.get<ConfigMap>(path);
  const original = data[key] ?? '';
  const changed = changeLoggingConfig('log4j', original, [{ kind: 'set', logger, level: 'DEBUG' }]);
  const apply = async (text: string) => {
    const { name, labels } = metadata ?? {};
    const object = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, labels }, data: { ...data, [key]: text } };
    const child = spawn(kubectl, ['--kubeconfig', kubeconfig, 'apply', '-n', namespace, '-f', '-'], {
      stdio: ['pipe', 'ignore', 'ignore'],
    });
    child.stdin.end(JSON.stringify(object));
    await once(child, 'close');
  };
  try {
    const pods = await kubernetes.list<Pod>({ resource: resources.pods, namespace, labelSelector: `app=${session}` });
    const appliedAt = performance.now();
    const seen = pods.map((pod) => firstDebugLine(kubernetes, namespace, pod.metadata?.name ?? ''));
    await apply(changed);
    await Promise.all(seen);
    return performance.now() - appliedAt;
  } finally {
    await apply(original);
    await kubernetes.close();
  }
}

async function firstDebugLine(
  kubernetes: Awaited<ReturnType<typeof connectKubernetes>>,
  namespace: string,
  pod: string,
): Promise<void> {
  const signal = AbortSignal.timeout(timeoutMs);
  for await (const chunk of await kubernetes.podLog({ namespace, pod, follow: true, tailLines: 0 }, signal)) {
    if (Buffer.from(chunk).toString().includes(` DEBUG ${logger}`)) return;
  }
  throw new Error(`pod ${pod} wrote no DEBUG line within ${timeoutMs} ms`);
}
