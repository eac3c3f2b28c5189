import type { TestContext } from 'node:test';
import type { Demo, DemoScenario } from '../../src/demo/demo.ts';
import { startDemo } from '../../src/demo/start-demo.ts';
import type { FlinkRest } from '../../src/flink/rest.ts';
import type { KubernetesApi } from '../../src/kubernetes/api.ts';
import { connectKubernetes } from '../../src/kubernetes/connect.ts';
import type { Pod } from '../../src/kubernetes/objects.ts';
import { resources } from '../../src/kubernetes/resource.ts';
import { connectSession } from '../../src/session/attach/connect.ts';
import { demoKubeconfig } from '../support/demo-kubeconfig.ts';

export type AttachedDemo = {
  readonly demo: Demo;
  readonly kubernetes: KubernetesApi;
  readonly flink: FlinkRest;
  readonly pods: (component: 'jobmanager' | 'taskmanager') => Promise<readonly Pod[]>;
  readonly log: (pod: string) => Promise<string>;
};

/**
 * Starts a simulated cluster and connects to it like flink-tui. Tests of short-lived states need a lower speed,
 * because a pod terminates in 24 ms at the default speed.
 */
export async function attachDemo(context: TestContext, scenario: DemoScenario, speed = 50): Promise<AttachedDemo> {
  const demo = await startDemo({ speed, scenario });
  const { clusterId, namespace } = demo;
  const kubernetes = await connectKubernetes({ file: demoKubeconfig(demo), env: {} });
  const connection = await connectSession(kubernetes, { clusterId, namespace }, new AbortController().signal);
  context.after(async () => {
    await connection.close();
    await kubernetes.close();
    await demo.close();
  });
  return {
    demo,
    kubernetes,
    flink: connection.flink,
    pods: (component) =>
      kubernetes.list<Pod>({
        resource: resources.pods,
        namespace,
        labelSelector: `app=${clusterId},component=${component}`,
      }),
    log: async (pod) => {
      const chunks: Uint8Array[] = [];
      const bytes = await kubernetes.podLog({ namespace, pod }, new AbortController().signal);
      for await (const chunk of bytes) chunks.push(chunk);
      return Buffer.concat(chunks).toString();
    },
  };
}
