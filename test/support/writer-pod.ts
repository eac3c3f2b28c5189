import { CoreV1Api, KubeConfig } from '@kubernetes/client-node';

/**
 * Prints `RUN number N LETTERS` in batches: RUN is another word for each run of the container. It ends with code 7 when
 * /tmp/end is there, and on SIGTERM after fifty more lines; either way with `RUN last N`, without a line end.
 */
const script = `
  run="run-$(date +%s%N)"; i=0
  letters=$(printf 'x%.0s' $(seq 1 $LETTERS))
  say() { i=$((i+1)); echo "$run number $i $letters"; }
  finish() { for ((k=0; k<50; k++)); do say; done; printf "$run last $i"; rm -f /tmp/end; exit $1; }
  trap 'finish 143' TERM
  while [ ! -e /tmp/end ]; do
    for ((k=0; k<BATCH; k++)); do say; done
    sleep $PAUSE
  done
  finish 7
`;

type Pace = { readonly letters: number; readonly batch: number; readonly pauseSeconds: number };

type Writer = {
  readonly name: string;
  readonly labels: { readonly [label: string]: string };
  /** One with bash: Flink's own. */
  readonly image: string;
};

/** Makes a pod that prints numbered lines; the kubelet starts it again when it ends. */
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
