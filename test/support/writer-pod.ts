import { CoreV1Api, KubeConfig } from '@kubernetes/client-node';

/**
 * Prints `RUN number N LETTERS` in batches, where RUN is unique for each run of the container. Ends with fifty more
 * lines and `RUN last N` without a line feed.
 * - On SIGTERM: exit code 143
 * - Once /tmp/end exists: exit code 7
 */
const script = `
  run="run-$(date +%s%N)"; i=0
  letters=$(printf 'x%.0s' $(seq 1 $LETTERS))
  write_line() { i=$((i+1)); echo "$run number $i $letters"; }
  finish() { for ((k=0; k<50; k++)); do write_line; done; printf "$run last $i"; rm -f /tmp/end; exit $1; }
  trap 'finish 143' TERM
  while [ ! -e /tmp/end ]; do
    for ((k=0; k<BATCH; k++)); do write_line; done
    sleep $PAUSE
  done
  finish 7
`;

type Pace = { readonly letters: number; readonly batch: number; readonly pauseSeconds: number };

type Writer = {
  readonly name: string;
  readonly labels: { readonly [label: string]: string };
  /** An image that contains bash, such as Flink's. */
  readonly image: string;
};

/** Creates a pod that prints numbered lines. The kubelet restarts the container whenever the script ends. */
export async function createWriterPod(
  kubeconfig: string,
  { name, labels, image }: Writer,
  { letters, batch, pauseSeconds }: Pace,
): Promise<{ readonly delete: (graceSeconds: number) => Promise<void> }> {
  const admin = new KubeConfig();
  admin.loadFromFile(kubeconfig);
  const core = admin.makeApiClient(CoreV1Api);
  const namespace = 'default';
  const variables = { LETTERS: letters, BATCH: batch, PAUSE: pauseSeconds };
  await core.createNamespacedPod({
    namespace,
    body: {
      metadata: { name, labels: { ...labels } },
      spec: {
        terminationGracePeriodSeconds: 20,
        containers: [
          {
            name: 'flink-main-container',
            image,
            imagePullPolicy: 'IfNotPresent',
            command: ['bash', '-c', script],
            env: Object.entries(variables).map(([key, value]) => ({ name: key, value: String(value) })),
          },
        ],
      },
    },
  });
  return {
    delete: async (gracePeriodSeconds) => {
      await core.deleteNamespacedPod({ namespace, name, gracePeriodSeconds }).catch((error: { code?: number }) => {
        if (error.code !== 404) throw error;
      });
    },
  };
}
