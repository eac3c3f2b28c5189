import { KubernetesError } from '../../../kubernetes/error.ts';
import type { Pod } from '../../../kubernetes/objects.ts';
import { resources } from '../../../kubernetes/resource.ts';
import { podFacts } from '../../../session/pods/pod-facts.ts';
import type { Connection } from '../../../session/session.ts';
import { nameOf } from '../../cluster/cluster-objects.ts';
import type { Services } from '../../record/command.ts';
import { pause } from '../../record/wait-until.ts';
import type { Projection } from '../plan/projection.ts';
import { type AwaitedFile, waitForFile } from '../write/wait-for-file.ts';
import type { PodOutcome } from './pod-outcome.ts';
import { type LineEvidence, watchLog } from './watch-log.ts';

export type PodWatchTarget = {
  readonly pod: Pod;
  readonly projection: Projection;
  /** undefined if the JVM never reads the file again. */
  readonly intervalSeconds: number | undefined;
};

export type WatchOptions = Omit<AwaitedFile, 'pod' | 'path'> & {
  readonly classifyLine: (line: string) => LineEvidence;
  /** Whether to follow the pod's log for evidence. */
  readonly followsLog: boolean;
};

/** Time for Log4j to apply a file after detecting the change. */
const graceMs = 250;

const goneOutcome = { status: 'gone', reason: 'the pod was deleted' } as const;

/** Watches one pod from the write of the ConfigMap until its outcome is final. Calls `onChange` for each step. */
export async function watchPod(
  services: Services,
  { pod, projection, intervalSeconds }: PodWatchTarget,
  options: WatchOptions,
  onChange: (outcome: PodOutcome) => void,
  signal: AbortSignal,
): Promise<void> {
  const { connection, now } = services;
  const name = nameOf(pod);
  let outcome: PodOutcome = {
    pod: name,
    status: 'pending',
    syncedAfterMs: undefined,
    liveAfterMs: undefined,
    evidence: undefined,
    reason: '',
  };
  const update = (changes: Partial<PodOutcome>) => {
    outcome = { ...outcome, ...changes };
    onChange(outcome);
  };
  if (projection.kind !== 'live') return update({ status: 'not reloaded', reason: describeProjection(projection) });
  if (hasEnded(pod)) return update({ status: 'gone', reason: 'the pod has ended' });
  if (podFacts(pod)?.container.state !== 'running') {
    return update({ status: 'on startup', reason: 'the container had not started when the file was written' });
  }

  const done = new AbortController();
  const combined = AbortSignal.any([signal, done.signal]);
  const proof = Promise.withResolvers<'proven'>();
  let oldLineAt = 0;
  const onEvidence = (evidence: LineEvidence) => {
    if (evidence === 'old') oldLineAt = now();
    // If flink-tui can read the file in the pod, lines from before the sync are no evidence.
    if (evidence === 'new' && (outcome.syncedAfterMs !== undefined || !options.permissions.exec))
      proof.resolve('proven');
  };
  const end = Promise.withResolvers<'gone'>();
  const readLog = async () => {
    try {
      await watchLog(connection, name, options.classifyLine, onEvidence, combined);
      if (await isDeleted(connection, pod, combined)) end.resolve('gone');
    } catch (error) {
      // Without the log, the interval decides.
      if (!combined.aborted && !(error instanceof KubernetesError)) throw error;
    }
  };
  const log = options.followsLog && readLog();
  try {
    update({ reason: 'waiting for the kubelet to sync the file' });
    const synced = await Promise.race([
      waitForFile(services, { ...options, pod: name, path: projection.path }, combined),
      proof.promise,
      end.promise,
    ]);
    if (synced === 'gone') return update(goneOutcome);
    if (synced === 'synced') update({ syncedAfterMs: now() - options.writtenAt });
    if (intervalSeconds === undefined) {
      return update({ status: 'not reloaded', reason: 'the JVM only reads the file at startup' });
    }
    update({ status: 'synced', reason: `the JVM reads the file every ${intervalSeconds} s` });
    const result = await Promise.race([proof.promise, waitForInterval(intervalSeconds * 1000), end.promise]);
    if (result === 'gone') return update(goneOutcome);
    const reason = result === 'proven' ? 'the log shows the new level' : 'the reload interval has passed';
    update({
      status: 'live',
      liveAfterMs: now() - options.writtenAt,
      evidence: result === 'proven' ? 'log' : 'interval',
      reason,
    });
  } finally {
    done.abort();
    await log;
  }

  /** Resolves when the interval has passed and the log no longer has lines of the old levels. */
  async function waitForInterval(intervalMs: number): Promise<'passed'> {
    const reloadedAt = now() + intervalMs;
    await pause(intervalMs + graceMs, combined);
    while (oldLineAt > reloadedAt && now() - oldLineAt < intervalMs) {
      update({ reason: 'the log still has lines of the old level' });
      await pause(options.pollIntervalMs, combined);
    }
    return 'passed';
  }
}

/** Whether the pod never runs again, for example after an eviction or the end of a TaskManager. */
function hasEnded(pod: Pod): boolean {
  const facts = podFacts(pod);
  const isTerminated = facts?.container.state === 'terminated' && !facts.restartsContainers;
  return isTerminated || pod.status?.phase === 'Failed' || pod.status?.phase === 'Succeeded';
}

/** Whether the pod was deleted. The end of the log is no proof, because a container restart also ends the log. */
async function isDeleted({ kubernetes, target }: Connection, { metadata }: Pod, signal: AbortSignal): Promise<boolean> {
  const path = { resource: resources.pods, namespace: target.namespace, name: metadata?.name ?? '' };
  try {
    const current = await kubernetes.get<Pod>(path, signal);
    return current.metadata?.uid !== metadata?.uid || current.metadata?.deletionTimestamp !== undefined;
  } catch (error) {
    if (error instanceof KubernetesError && error.kind === 'not-found') return true;
    throw error;
  }
}

function describeProjection({ kind }: Exclude<Projection, { kind: 'live' }>): string {
  if (kind === 'subPath') return 'the file is mounted with subPath and never updated';
  return kind === 'excluded' ? 'the volume does not include the file' : 'the file is not mounted';
}
