import { mainContainer } from '../../../flink/names.ts';
import { KubernetesError } from '../../../kubernetes/error.ts';
import { resources } from '../../../kubernetes/resource.ts';
import type { Services } from '../../record/command.ts';
import { isPassing, pause } from '../../record/wait-until.ts';

export type AwaitedFile = {
  readonly pod: string;
  /** In the pod. */
  readonly path: string;
  /** Whether a text that was read there is the one, or as good. */
  readonly isThere: (text: string) => boolean;
  /** When the ConfigMap had it. */
  readonly writtenAt: number;
  readonly lookEveryMs: number;
  readonly may: { readonly pods: boolean; readonly exec: boolean };
};

/** The kubelet's own view of a ConfigMap may be older than what it was told: it is told again. */
const tellAgainMs = 3000;
/** Where the file cannot be read in the pod, it is taken to be there by then. */
const assumedMs = { told: 5000, untold: 120_000 };

/** Waits until the kubelet has brought the file into the pod, and hurries it where that is allowed. */
export async function waitForFile(
  services: Services,
  file: AwaitedFile,
  signal: AbortSignal,
): Promise<'seen' | 'assumed' | 'gone'> {
  const { now } = services;
  let mayRead = file.may.exec;
  let toldAt = Number.NEGATIVE_INFINITY;
  const assumedAt = file.writtenAt + (file.may.pods ? assumedMs.told : assumedMs.untold);
  while (true) {
    if (file.may.pods && now() - toldAt >= tellAgainMs) {
      toldAt = now();
      await tellKubelet(services, file.pod, signal);
    }
    const seen = mayRead ? await readFile(services, file, signal) : 'unreadable';
    if (seen === 'there') return 'seen';
    if (seen === 'gone') return 'gone';
    if (seen === 'unreadable') mayRead = false;
    if (!mayRead && now() >= assumedAt) return 'assumed';
    await pause(file.lookEveryMs, signal);
  }
}

/** Any change of a pod's annotations makes the kubelet look at its volumes (flink.md 2.6). */
async function tellKubelet({ connection, now }: Services, pod: string, signal: AbortSignal): Promise<void> {
  const { kubernetes, target } = connection;
  const path = { resource: resources.pods, namespace: target.namespace, name: pod };
  const annotations = { 'flink-tui/synced-at': new Date(now()).toISOString() };
  await kubernetes.patch(path, { metadata: { annotations } }, signal).catch((error: unknown) => {
    signal.throwIfAborted();
    // It syncs by itself too, only later.
    if (!(error instanceof KubernetesError)) throw error;
  });
}

async function readFile(
  { connection: { kubernetes, target } }: Services,
  { pod, path, isThere }: AwaitedFile,
  signal: AbortSignal,
): Promise<'there' | 'not yet' | 'gone' | 'unreadable'> {
  const { namespace } = target;
  try {
    const command = ['cat', path];
    const read = await kubernetes.exec({ namespace, pod, container: mainContainer, command }, { signal });
    return read.exitCode === 0 && isThere(read.stdout) ? 'there' : 'not yet';
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof KubernetesError)) throw error;
    if (error.kind === 'not-found') return 'gone';
    return isPassing(error) ? 'not yet' : 'unreadable';
  }
}
