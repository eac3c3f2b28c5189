import { execFile } from 'node:child_process';
import { dirname } from 'node:path';
import { promisify } from 'node:util';
import { AppsV1Api, CoreV1Api, KubeConfig } from '@kubernetes/client-node';
import type { ExecResult, KubernetesApi } from '../../src/kubernetes/api.ts';
import { cluster } from './cluster.ts';
import { programFile, projectRoot } from './program.ts';

const namespace = 'default';
const container = 'main';
const folder = '/tmp/flink-tui';

export type ProgramPod = {
  /** Runs the built program in the pod, with the pod's service account. */
  readonly run: (args: readonly string[]) => Promise<ExecResult>;
  /** Starts the program in the background. The returned function sends SIGTERM, waits for this output, and returns all. */
  readonly start: (args: readonly string[], lastOutput: string) => Promise<() => Promise<string>>;
  readonly delete: () => Promise<void>;
};

/** Creates a pod with this Node and the built program, from the image of a session cluster. */
export async function createProgramPod(
  kubernetes: KubernetesApi,
  kubectl: string,
  options: { readonly name: string; readonly clusterId: string; readonly serviceAccount: string },
): Promise<ProgramPod> {
  const { name, clusterId, serviceAccount } = options;
  const admin = new KubeConfig();
  admin.loadFromFile(cluster.kubeconfig());
  const core = admin.makeApiClient(CoreV1Api);
  const deployment = await admin.makeApiClient(AppsV1Api).readNamespacedDeployment({ namespace, name: clusterId });
  const image = deployment.spec?.template.spec?.containers[0]?.image ?? '';
  await core.createNamespacedPod({
    namespace,
    body: {
      metadata: { name },
      spec: {
        serviceAccountName: serviceAccount,
        restartPolicy: 'Never',
        terminationGracePeriodSeconds: 0,
        containers: [{ name: container, image, command: ['bash', '-c', `mkdir ${folder} && sleep infinity`] }],
      },
    },
  });
  const exec = (command: readonly string[]) =>
    kubernetes.exec({ namespace, pod: name, container, command }, { timeoutMs: 30_000 });
  const program = [`${folder}/node`, `${folder}/bin/flink-tui.js`];
  const pod: ProgramPod = {
    run: (args) => exec([...program, ...args]),
    start: async (args, lastOutput) => {
      const output = `${folder}/output`;
      const line = [...program, ...args].join(' ');
      const { stdout } = await exec(['bash', '-c', `setsid ${line} >${output} 2>&1 & echo $!`]);
      const pid = stdout.trim();
      return async () => {
        // The process stays a zombie, because the first process of the pod does not wait for it.
        const ended = `until grep -q '${lastOutput}' ${output}; do sleep 0.1; done`;
        return (await exec(['bash', '-c', `kill ${pid}; ${ended}; cat ${output}`])).stdout;
      };
    },
    delete: async () => {
      await core.deleteNamespacedPod({ namespace, name, gracePeriodSeconds: 0 });
    },
  };
  try {
    await cluster.eventually(
      `${name} to run`,
      async () => (await core.readNamespacedPod({ namespace, name })).status?.phase === 'Running',
      60_000,
    );
    await copyProgram(kubectl, name);
    return pod;
  } catch (error) {
    await pod.delete();
    throw error;
  }
}

async function copyProgram(kubectl: string, name: string): Promise<void> {
  programFile(); // throws if the program is not built
  const script =
    'tar -ch -C "$1" dist bin package.json -C "$2" node | ' +
    '"$3" --kubeconfig "$4" -n "$5" exec -i "$6" -- tar -x -C "$7"';
  const values = [projectRoot, dirname(process.execPath), kubectl, cluster.kubeconfig(), namespace, name, folder];
  await promisify(execFile)('bash', ['-o', 'pipefail', '-c', script, 'bash', ...values], { timeout: 60_000 });
}
