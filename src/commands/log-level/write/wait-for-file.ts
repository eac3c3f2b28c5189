import { mainContainer } from '../../../flink/names.ts';
import { KubernetesError } from '../../../kubernetes/error.ts';
import { resources } from '../../../kubernetes/resource.ts';
import type { Services } from '../../record/command.ts';
import { isTransient, pause } from '../../record/wait-until.ts';

export type AwaitedFile = {
  readonly pod: string;
  /** Path in the pod. */
  readonly path: string;
  /** Whether the text in the pod is the expected one or equivalent. */
  readonly isExpectedText: (text: string) => boolean;
  /** Time of the write to the ConfigMap, in epoch ms. */
  readonly writtenAt: number;
  readonly pollIntervalMs: number;
  readonly permissions: { readonly pods: boolean; readonly exec: boolean };
};

/** The kubelet's cached ConfigMap may be outdated after a sync, so the sync is triggered again. */
const syncIntervalMs = 3000;
/** If the file in the pod is unreadable, flink-tui assumes after this time that the pod has the file. */
const assumedMs = { withTrigger: 5000, withoutTrigger: 120_000 };

/** Waits until the kubelet has synced the file into the pod. Triggers the sync if permitted. */
export async function waitForFile(
  services: Services,
  file: AwaitedFile,
  signal: AbortSignal,
): Promise<'synced' | 'assumed' | 'gone'> {
  const { now } = services;
  let isReadable = file.permissions.exec;
  let triggeredAt = Number.NEGATIVE_INFINITY;
  const assumedAt = file.writtenAt + (file.permissions.pods ? assumedMs.withTrigger : assumedMs.withoutTrigger);
  while (true) {
    if (file.permissions.pods && now() - triggeredAt >= syncIntervalMs) {
      triggeredAt = now();
      await triggerSync(services, file.pod, signal);
    }
    const status = isReadable ? await readFile(services, file, signal) : 'unreadable';
    if (status === 'present') return 'synced';
    if (status === 'gone') return 'gone';
    if (status === 'unreadable') isReadable = false;
    if (!isReadable && now() >= assumedAt) return 'assumed';
    await pause(file.pollIntervalMs, signal);
  }
}

/** Changes an annotation of the pod, which makes the kubelet sync its volumes. */
async function triggerSync({ connection, now }: Services, pod: string, signal: AbortSignal): Promise<void> {
  const { kubernetes, target } = connection;
  const path = { resource: resources.pods, namespace: target.namespace, name: pod };
  const annotations = { 'flink-tui/synced-at': new Date(now()).toISOString() };
  await kubernetes.patch(path, { metadata: { annotations } }, signal).catch((error: unknown) => {
    signal.throwIfAborted();
    // The kubelet also syncs periodically.
    if (!(error instanceof KubernetesError)) throw error;
  });
}

async function readFile(
  { connection: { kubernetes, target } }: Services,
  { pod, path, isExpectedText }: AwaitedFile,
  signal: AbortSignal,
): Promise<'present' | 'pending' | 'gone' | 'unreadable'> {
  const { namespace } = target;
  try {
    const command = ['cat', path];
    const result = await kubernetes.exec({ namespace, pod, container: mainContainer, command }, { signal });
    return result.exitCode === 0 && isExpectedText(result.stdout) ? 'present' : 'pending';
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof KubernetesError)) throw error;
    if (error.kind === 'not-found') return 'gone';
    return isTransient(error) ? 'pending' : 'unreadable';
  }
}
