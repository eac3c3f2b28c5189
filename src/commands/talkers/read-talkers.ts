import type { Pod } from '../../kubernetes/objects.ts';
import type { LogOrigin } from '../../logs/stream/streamed-event.ts';
import { sumTalkers } from '../../logs/talkers/talkers.ts';
import { inParallel } from '../../session/in-parallel.ts';
import { jobPlacement } from '../../session/readings/job-placement.ts';
import { countNewLines, type LogSample, sampleLog } from '../../session/talkers/sample-log.ts';
import { countOf } from '../../text/count-of.ts';
import { formatMeasured } from '../../text/duration.ts';
import { largest, smallest } from '../../text/largest.ts';
import { someOf } from '../../text/some-of.ts';
import { clusterPods, nameOf } from '../cluster/cluster-objects.ts';
import { selectJob } from '../job/job-selector.ts';
import { chooseContainers } from '../logs/choose-containers.ts';
import { selectPods } from '../pods/pod-selector.ts';
import type { Services } from '../record/command.ts';
import { CommandError, exitCodes } from '../record/command-error.ts';
import { describeError } from '../record/describe-error.ts';
import type { TalkersResult } from './talkers-result.ts';

export type TalkersRequest = {
  readonly pods: readonly string[];
  readonly job: string | undefined;
  readonly sinceMs: number;
  /** Counts new lines for this time instead of reading existing ones. */
  readonly followMs: number | undefined;
};

const maxLogs = 50;
const mebibyte = 1024 * 1024;
const maxBytes = { perLog: 4 * mebibyte, total: 64 * mebibyte } as const;

type Outcome = { readonly origin: LogOrigin; readonly sample?: LogSample; readonly error?: unknown };

/** Counts a part of the logs by logger. */
export async function readTalkers(
  services: Services,
  request: TalkersRequest,
  signal: AbortSignal,
): Promise<TalkersResult> {
  const { connection } = services;
  const found = await clusterPods(connection, signal);
  if (found.length === 0) throw new CommandError(exitCodes.notFound, `${connection.target.clusterId} has no pods`);
  const job = request.job === undefined ? undefined : await readJobPods(services, request.job, signal);
  const names = selectPods(found.map(nameOf), request.pods);
  const origins = found
    .filter((pod) => names.includes(nameOf(pod)) && (job?.pods.includes(nameOf(pod)) ?? true))
    .flatMap((pod: Pod) => chooseContainers(pod, { name: undefined, all: false }));
  const outcomes = await sampleAll(services, origins.slice(0, maxLogs), request, signal);
  const samples = outcomes.flatMap(({ sample }) => sample ?? []);
  const [first] = outcomes;
  // Without any log, the reason is the result.
  if (samples.length === 0 && first?.error !== undefined) throw first.error;
  const sum = sumTalkers();
  for (const { counted } of samples) for (const part of counted) sum.add(part);
  return {
    ...sum.talkers(),
    scope: job && `the pods that run ${job.name}`,
    pods: samples.map(({ origin }) => origin.pod),
    overMs: largest(samples.map(({ overMs }) => overMs)),
    notes: [
      ...(job === undefined ? [] : [jobNote]),
      ...skippedNote(origins.slice(maxLogs)),
      ...failureNotes(outcomes),
      ...cutNotes(samples),
    ],
  };
}

const jobNote =
  'All lines of these TaskManagers are counted, also those of other jobs. Lines of the JobManager are not: they have no job';

async function readJobPods({ connection: { flink } }: Services, selector: string, signal: AbortSignal) {
  const { id, name, lastModification } = selectJob(await flink.jobs(signal), selector);
  const { value } = await jobPlacement(id, lastModification).read(flink, signal);
  if (value.failure !== undefined) throw value.failure;
  if (value.taskManagers.length > 0) return { name, pods: value.taskManagers };
  throw new CommandError(exitCodes.notFound, `the pods that run ${name} are unknown`, ['Name the pods instead']);
}

function sampleAll(
  { connection: { kubernetes, target } }: Services,
  origins: readonly LogOrigin[],
  { sinceMs, followMs }: TalkersRequest,
  signal: AbortSignal,
): Promise<readonly Outcome[]> {
  const limit = Math.min(maxBytes.perLog, Math.floor(maxBytes.total / Math.max(1, origins.length)));
  const sample = async (origin: LogOrigin): Promise<Outcome> => {
    const source = { kubernetes, namespace: target.namespace, origin };
    try {
      const read =
        followMs === undefined
          ? sampleLog(source, { sinceMs, maxBytes: limit }, signal)
          : countNewLines(source, followMs, signal);
      return { origin, sample: await read };
    } catch (error) {
      signal.throwIfAborted();
      return { origin, error };
    }
  };
  // Followed logs are read at the same time.
  return followMs === undefined ? inParallel(origins, sample) : Promise.all(origins.map(sample));
}

function skippedNote(skipped: readonly LogOrigin[]): readonly string[] {
  if (skipped.length === 0) return [];
  return [`${countOf(skipped.length, 'pod')} not counted: at most ${maxLogs} logs are read. Name the pods to count`];
}

function failureNotes(outcomes: readonly Outcome[]): readonly string[] {
  const failed = outcomes.filter(({ error }) => error !== undefined);
  const [first] = failed;
  if (first === undefined) return [];
  return [`Not counted: ${someOf(failed.map(({ origin }) => origin.pod))}: ${describeError(first.error).message}`];
}

/** The rates are right, but of a shorter time. */
function cutNotes(samples: readonly LogSample[]): readonly string[] {
  return (['size', 'start'] as const).flatMap((cut) => {
    const logs = samples.filter((sample) => sample.cut === cut);
    if (logs.length === 0) return [];
    const shortest = smallest(logs.map(({ overMs }) => overMs));
    const why = cut === 'size' ? 'they write a lot' : 'their newest log file begins then';
    return [
      `Counted only ${formatMeasured(shortest)} or more of ${someOf(logs.map(({ origin }) => origin.pod))}: ${why}`,
    ];
  });
}
