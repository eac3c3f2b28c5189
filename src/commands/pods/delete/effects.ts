import { hasEnded } from '../../../flink/has-ended.ts';
import type { JobConfiguration, JobOverview } from '../../../flink/responses.ts';
import { inParallel } from '../../../session/in-parallel.ts';
import type { Connection } from '../../../session/session.ts';
import type { PodRow, SessionSnapshot } from '../../../session/snapshot.ts';
import type { Services } from '../../record/command.ts';
import { CommandError, exitCodes } from '../../record/command-error.ts';
import { readSnapshot } from '../../record/read-snapshot.ts';
import { resultOrError } from '../../record/result-or-error.ts';
import { selectPods } from '../pod-selector.ts';
import type { AffectedJob } from './plan-type.ts';
import { restartEffect } from './restart-effect.ts';

/** What the deletion of pods does, as far as it can be known in advance. */
export type DeletionEffects = {
  readonly pods: readonly PodRow[];
  readonly snapshot: SessionSnapshot;
  /** The deleted JobManager that leads, or may lead; undefined if all deleted JobManagers are standby. */
  readonly leader: PodRow | undefined;
  /** JobManagers that remain and can take over. */
  readonly standbys: readonly PodRow[];
  readonly jobs: readonly AffectedJob[];
  /** Slots in use on the deleted TaskManagers, and free slots on the others. */
  readonly slots: { readonly used: number; readonly freeElsewhere: number };
  /** Reasons why something is not known. */
  readonly unknown: readonly string[];
};

/** Reads the effects again. Rejects with a CommandError for an unknown pod. */
export async function readEffects(
  services: Services,
  selectors: readonly string[],
  signal: AbortSignal,
): Promise<DeletionEffects> {
  const { snapshot, errors } = await readSnapshot(services, signal);
  if (errors.pods !== undefined) throw errors.pods;
  const listed = (snapshot.pods ?? []).filter(({ uid }) => snapshot.podObjects.has(uid));
  const names = new Set(
    selectPods(
      listed.map(({ name }) => name),
      selectors,
    ),
  );
  const pods = listed.filter(({ name }) => names.has(name));
  if (pods.length === 0) throw new CommandError(exitCodes.usage, 'specify a pod', ['Run pods to list the pods']);
  const others = listed.filter((pod) => !pods.includes(pod));
  const leader = pods.find((pod) => mayLead(pod, snapshot));
  const unknown = [
    ...(errors.jobs === undefined ? [] : [`Running jobs are unknown: ${errors.jobs.message}`]),
    ...(errors.configmaps === undefined || leader === undefined
      ? []
      : [`High availability is unknown: ${errors.configmaps.message}`]),
  ];
  const running = (snapshot.jobs ?? []).filter(({ state }) => !hasEnded(state));
  const onTaskManagers =
    leader === undefined ? await jobsOnTaskManagers(services.connection, pods, running, signal) : noJobs;
  const restarting = await restartingJobs(services.connection, snapshot, onTaskManagers.jobs, signal);
  return {
    pods,
    snapshot,
    leader,
    standbys: others.filter(({ role, health }) => role === 'jobmanager' && health !== 'error'),
    jobs: leader === undefined ? restarting : running.map((job) => ({ job, effect: effectOfLeader(snapshot) })),
    slots: {
      used: sum(pods, ({ slots, freeSlots }) => slots - freeSlots),
      freeElsewhere: sum(others, ({ freeSlots }) => freeSlots),
    },
    unknown: [...unknown, ...onTaskManagers.unknown],
  };
}

/** Without high availability, every JobManager leads. Without a known leader, every JobManager may lead. */
function mayLead({ role, name }: PodRow, { highAvailability, leader }: SessionSnapshot): boolean {
  return role === 'jobmanager' && (!highAvailability || leader === undefined || leader === name);
}

/** An application cluster starts its application again. */
function effectOfLeader({ highAvailability, mode }: SessionSnapshot): AffectedJob['effect'] {
  if (highAvailability) return 'recovers';
  return mode === 'application' ? 'restarts' : 'is lost';
}

type FoundJobs = { readonly jobs: readonly JobOverview[]; readonly unknown: readonly string[] };
const noJobs: FoundJobs = { jobs: [], unknown: [] };

async function jobsOnTaskManagers(
  { flink }: Connection,
  pods: readonly PodRow[],
  running: readonly JobOverview[],
  signal: AbortSignal,
): Promise<FoundJobs> {
  const busy = pods.filter(({ taskManager }) => taskManager !== undefined && taskManager.freeSlots < taskManager.slots);
  const found = await inParallel(busy, ({ name }) => resultOrError(flink.jobsOfSlots(name, signal), signal));
  const ids = new Set(found.flatMap((jobs) => (jobs instanceof Error ? [] : (jobs ?? []))));
  const unknown = busy.flatMap(({ name }, index) => {
    const jobs = found[index];
    if (jobs instanceof Error) return [`The jobs on ${name} are unknown: ${jobs.message}`];
    return jobs === undefined ? [`The jobs on ${name} are unknown: Flink does not state the jobs of its slots`] : [];
  });
  return { jobs: running.filter(({ id }) => ids.has(id)), unknown };
}

async function restartingJobs(
  { flink }: Connection,
  { configuration }: SessionSnapshot,
  jobs: readonly JobOverview[],
  signal: AbortSignal,
): Promise<readonly AffectedJob[]> {
  return inParallel(jobs, async (job) => {
    const [own, checkpointing] = await Promise.all([
      resultOrError(flink.jobConfiguration(job.id, signal), signal),
      resultOrError(flink.checkpointConfig(job.id, signal), signal),
    ]);
    const known: JobConfiguration | undefined = own instanceof Error ? undefined : own;
    const takesCheckpoints =
      checkpointing instanceof Error
        ? undefined
        : checkpointing !== undefined && checkpointing.intervalMs !== undefined;
    const effect = restartEffect(known?.restartStrategy, configuration, takesCheckpoints);
    return { job, effect, ...(checkpointing === undefined && { isCheckpointingDisabled: true }) };
  });
}

function sum(pods: readonly PodRow[], amount: (taskManager: NonNullable<PodRow['taskManager']>) => number): number {
  return pods.reduce((total, { taskManager }) => total + (taskManager === undefined ? 0 : amount(taskManager)), 0);
}

/** Returns the effects in one text, which changes if a pod, its role or an affected job changes. */
export function effectsKey({ pods, snapshot, leader, jobs }: DeletionEffects): string {
  // Other statuses also change with the time, such as `starting` after a minute.
  const ofPods = pods.map(({ uid, status }) => `${uid} ${status === 'stopping'}`);
  const ofJobs = jobs.map(({ job, effect }) => `${job.id} ${effect}`).sort();
  return [snapshot.highAvailability, leader?.name, ...ofPods, ...ofJobs].join('\n');
}
