import type { Demo, DemoFault, DemoOptions } from './demo.ts';
import { createClock } from './flink/clock.ts';
import { createNode } from './flink/node.ts';
import { numberedLinesJob } from './flink/sample-jobs.ts';
import { pastMs, startScenario } from './flink/scenario.ts';
import { troubledJob } from './flink/troubles/troubled-job.ts';
import { createWorld } from './flink/world.ts';
import { createObjectStore } from './kubernetes/object-store.ts';
import { serveKubernetes } from './kubernetes/serve.ts';

/** Starts the simulated cluster and serves it on 127.0.0.1 until `close` is called. */
export async function startDemo({ speed = 1, port = 0, scenario = {} }: DemoOptions = {}): Promise<Demo> {
  const store = createObjectStore();
  const clock = createClock(speed, pastMs);
  const world = createWorld(clock, store);
  const node = createNode(world);
  const { session, clusters } = startScenario(scenario, world, node);
  const { clusterId, namespace } = session.settings;

  function onDeploymentDeleted(deploymentNamespace: string, name: string): void {
    const cluster = clusters.find(
      ({ settings }) => settings.clusterId === name && settings.namespace === deploymentNamespace,
    );
    if (cluster) cluster.delete();
    else store.remove('deployments', deploymentNamespace, name);
  }

  const server = await serveKubernetes({
    store,
    kubelet: { ...node, onDeploymentDeleted },
    port,
    podMetrics: scenario.hasMetricsServer === false ? undefined : { now: clock.now, windowMs: clock.toEpochMs(15_000) },
  });
  clock.goLive();

  return {
    url: server.url,
    speed,
    clusterId,
    namespace,
    kubeconfig: (user = 'admin') => server.kubeconfig(user),
    requests: server.requests,
    restRequests: session.restRequests,
    submitJob: (name, { trouble, ...options } = {}) =>
      session.submit(trouble === undefined ? numberedLinesJob(name, options) : troubledJob(name, trouble)),
    deletePod: (name) => node.stop(namespace, name),
    restartContainer: (pod, exitCode) => node.restart(namespace, pod, exitCode),
    crashContainer: (pod, exitCode) => node.crash(namespace, pod, exitCode),
    print: (pod, text) => node.console(namespace, pod)?.print(text),
    rotateLog: (pod) => node.console(namespace, pod)?.rotate(),
    fault: async (fault: DemoFault) => {
      if (fault.kind === 'rest') session.setRestMode(fault.mode);
      else if (fault.kind === 'job-master') session.setJobMasterMode(fault.jobId, fault.mode);
      else await server.fault(fault);
    },
    close: async () => {
      clock.close();
      for (const cluster of clusters) cluster.close();
      await server.close();
    },
  };
}
