import { KubernetesError } from '../../kubernetes/error.ts';
import type { Pod } from '../../kubernetes/objects.ts';
import { podFacts } from '../../session/pods/pod-facts.ts';
import { nameOf } from '../cluster-objects.ts';
import type { Services } from '../command.ts';
import { pause } from '../wait-until.ts';
import { type BroughtFile, bringFile } from './bring-file.ts';
import type { PodOutcome } from './pod-outcome.ts';
import type { Projection } from './projection.ts';
import { type LineEvidence, watchLog } from './watch-log.ts';

export type WatchedPod = {
  readonly pod: Pod;
  readonly projection: Projection;
  /** Seconds; undefined if its JVM never looks at the file again. */
  readonly interval: number | undefined;
};

export type WatchTerms = Omit<BroughtFile, 'pod' | 'path'> & {
  readonly tell: (line: string) => LineEvidence;
  /** Whether the pod's log is followed too. */
  readonly log: boolean;
};

/** Log4j takes a moment to read what it has seen. */
const graceMs = 250;

/**
 * Goes with one pod from the written ConfigMap to the new levels in its log, and says each step by `changed`. Resolves
 * when nothing more is to come.
 */
export async function watchPod(
  services: Services,
  { pod, projection, interval }: WatchedPod,
  terms: WatchTerms,
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
  const log =
    terms.log &&
    watchLog(connection, name, terms.tell, found, both).catch((error: unknown) => ignoreRefusal(error, both));
  try {
    set({ why: 'the kubelet has not brought the file yet' });
    const brought = await Promise.race([
      bringFile(services, { ...terms, pod: name, path: projection.path }, both),
      proof.promise,
    ]);
    if (brought === 'gone') return set({ state: 'gone', why: 'the pod went meanwhile' });
    if (brought === 'seen') set({ inPodMs: now() - terms.writtenAt });
    if (interval === undefined) {
      return set({ state: 'not read', why: 'its JVM has read the file at its start, and never does again' });
    }
    set({ state: 'in the pod', why: `its JVM looks at the file every ${interval} s` });
    const by = await Promise.race([proof.promise, untilRead(interval * 1000)]);
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

/** Without the log the interval decides. */
function ignoreRefusal(error: unknown, signal: AbortSignal): void {
  if (!signal.aborted && !(error instanceof KubernetesError)) throw error;
}

function whyNever({ kind }: Exclude<Projection, { kind: 'live' }>): string {
  if (kind === 'subPath') return 'the file is mounted by subPath, and stays as it was';
  return kind === 'left out' ? 'its volume leaves the file out' : 'the file is not mounted';
}
