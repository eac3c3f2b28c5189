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

export type WatchedPod = {
  readonly pod: Pod;
  readonly projection: Projection;
  /** Seconds; undefined if its JVM never looks at the file again. */
  readonly interval: number | undefined;
};

export type WatchOptions = Omit<AwaitedFile, 'pod' | 'path'> & {
  readonly tell: (line: string) => LineEvidence;
  /** Whether the pod's log is followed too. */
  readonly log: boolean;
};

/** Log4j takes a moment to read what it has seen. */
const graceMs = 250;

const wentMeanwhile = { state: 'gone', why: 'the pod went meanwhile' } as const;

/**
 * Goes with one pod from the written ConfigMap to the new levels in its log, and says each step by `changed`. Resolves
 * when nothing more is to come.
 */
export async function watchPod(
  services: Services,
  { pod, projection, interval }: WatchedPod,
  terms: WatchOptions,
  changed: (outcome: PodOutcome) => void,
  signal: AbortSignal,
): Promise<void> {
  const { connection, now } = services;
  const name = nameOf(pod);
  let outcome: PodOutcome = {
    pod: name,
    state: 'written',
    inPodMs: undefined,
    liveMs: undefined,
    by: undefined,
    why: '',
  };
  const set = (part: Partial<PodOutcome>) => {
    outcome = { ...outcome, ...part };
    changed(outcome);
  };
  if (projection.kind !== 'live') return set({ state: 'not read', why: whyNever(projection) });
  if (hasEnded(pod)) return set({ state: 'gone', why: 'it has ended, and is not started again' });
  if (podFacts(pod)?.container.state !== 'running') {
    return set({ state: 'at its start', why: 'its container had not started when the file was written' });
  }

  const done = new AbortController();
  const both = AbortSignal.any([signal, done.signal]);
  const proof = Promise.withResolvers<'proven'>();
  let oldLineAt = 0;
  const found = (evidence: LineEvidence) => {
    if (evidence === 'old') oldLineAt = now();
    // Where the file can be seen to come, a line from before that is no proof: the level was that already.
    if (evidence === 'new' && (outcome.inPodMs !== undefined || !terms.may.exec)) proof.resolve('proven');
  };
  const end = Promise.withResolvers<'gone'>();
  const readLog = async () => {
    try {
      await watchLog(connection, name, terms.tell, found, both);
      if (await hasGone(connection, pod, both)) end.resolve('gone');
    } catch (error) {
      // Without the log the interval decides.
      if (!both.aborted && !(error instanceof KubernetesError)) throw error;
    }
  };
  const log = terms.log && readLog();
  try {
    set({ why: 'the kubelet has not brought the file yet' });
    const brought = await Promise.race([
      waitForFile(services, { ...terms, pod: name, path: projection.path }, both),
      proof.promise,
      end.promise,
    ]);
    if (brought === 'gone') return set(wentMeanwhile);
    if (brought === 'seen') set({ inPodMs: now() - terms.writtenAt });
    if (interval === undefined) {
      return set({ state: 'not read', why: 'its JVM has read the file at its start, and never does again' });
    }
    set({ state: 'in the pod', why: `its JVM looks at the file every ${interval} s` });
    const by = await Promise.race([proof.promise, untilRead(interval * 1000), end.promise]);
    if (by === 'gone') return set(wentMeanwhile);
    const why = by === 'proven' ? 'its log shows the new level' : 'the interval has passed';
    set({ state: 'live', liveMs: now() - terms.writtenAt, by: by === 'proven' ? 'log' : 'interval', why });
  } finally {
    done.abort();
    await log;
  }

  /** Until the interval has passed, and no more lines come that the new levels would not let through. */
  async function untilRead(intervalMs: number): Promise<'passed'> {
    const readAt = now() + intervalMs;
    await pause(intervalMs + graceMs, both);
    while (oldLineAt > readAt && now() - oldLineAt < intervalMs) {
      set({ why: 'its log still has lines of the old level' });
      await pause(terms.lookEveryMs, both);
    }
    return 'passed';
  }
}

/** Evicted, or a TaskManager that is over: its pod stays for a while, and nothing runs in it any more. */
function hasEnded(pod: Pod): boolean {
  const facts = podFacts(pod);
  const isOver = facts?.container.state === 'terminated' && !facts.restartsContainers;
  return isOver || pod.status?.phase === 'Failed' || pod.status?.phase === 'Succeeded';
}

/** A log ends with its container; whether the pod goes too, the API server tells. */
async function hasGone({ kubernetes, target }: Connection, { metadata }: Pod, signal: AbortSignal): Promise<boolean> {
  const path = { resource: resources.pods, namespace: target.namespace, name: metadata?.name ?? '' };
  try {
    const now = await kubernetes.get<Pod>(path, signal);
    return now.metadata?.uid !== metadata?.uid || now.metadata?.deletionTimestamp !== undefined;
  } catch (error) {
    if (error instanceof KubernetesError && error.kind === 'not-found') return true;
    throw error;
  }
}

function whyNever({ kind }: Exclude<Projection, { kind: 'live' }>): string {
  if (kind === 'subPath') return 'the file is mounted by subPath, and stays as it was';
  return kind === 'left out' ? 'its volume leaves the file out' : 'the file is not mounted';
}
