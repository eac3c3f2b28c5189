import { hasEnded } from '../../flink/has-ended.ts';
import type { FlinkOptions, JobOverview } from '../../flink/responses.ts';
import type { Connection } from '../../session/session.ts';
import { resultOrError } from '../record/result-or-error.ts';

/** Whether ending jobs shuts down their application cluster. */
export type ShutdownEffect = { readonly endsCluster: boolean; readonly warning: string };

/**
 * Returns undefined for a session cluster, which outlives its jobs. An application cluster shuts down when its
 * application finishes, unless `execution.shutdown-on-application-finish` is false.
 */
export async function readShutdownEffect(
  { mode, flink }: Connection,
  action: 'cancel' | 'stop',
  jobs: { readonly known: readonly JobOverview[]; readonly ended: readonly JobOverview[] },
  signal: AbortSignal,
): Promise<ShutdownEffect | undefined> {
  if (mode === 'session') return undefined;
  const options = await resultOrError(flink.jobManagerConfig(signal), signal);
  if (mode === 'unknown' && (options instanceof Error || !isApplication(options))) return undefined;
  const others = jobs.known.filter((job) => !hasEnded(job.state) && !jobs.ended.includes(job)).length;
  return describeShutdown(action, options, others, jobs.ended.length);
}

/** Detects application mode when the Deployment cannot be read: main() runs with the target `embedded`. */
function isApplication(options: FlinkOptions): boolean {
  return ['embedded', 'kubernetes-application'].includes(options.get('execution.target') ?? '');
}

function describeShutdown(
  action: 'cancel' | 'stop',
  options: FlinkOptions | Error,
  otherJobs: number,
  endedJobs: number,
): ShutdownEffect {
  const isOff = (key: string) => !(options instanceof Error) && options.get(key)?.toLowerCase() === 'false';
  if (isOff('execution.shutdown-on-application-finish')) {
    return {
      endsCluster: false,
      warning:
        'This is an application cluster with execution.shutdown-on-application-finish: false. ' +
        'It keeps running without jobs.',
    };
  }
  // After a stop with a savepoint, the application continues if main() runs more jobs. A cancelled job ends the
  // application with its other jobs, unless this option is false (Flink 2.3).
  const waitsForOthers =
    action === 'stop' || isOff('execution.terminate-application-on-any-job-terminated-exceptionally');
  const others = otherJobs === 1 ? 'its other job' : `its ${otherJobs} other jobs`;
  const sentences = [
    'This is an application cluster.',
    shutdownSentence(action, waitsForOthers, otherJobs, others, endedJobs),
  ];
  if (options instanceof Error) {
    sentences.push(
      `flink-tui assumes the default behaviour, because the configuration is unknown: ${options.message}.`,
    );
  }
  return { endsCluster: !waitsForOthers || otherJobs === 0, warning: sentences.join(' ') };
}

function shutdownSentence(
  action: 'cancel' | 'stop',
  waitsForOthers: boolean,
  otherJobs: number,
  others: string,
  endedJobs: number,
): string {
  if (waitsForOthers && otherJobs > 0) return `The cluster shuts down when ${others} and its main() have also ended.`;
  const ended = endedJobs === 1 ? 'this job' : 'these jobs';
  if (action === 'stop') return `Stopping ${ended} shuts down the cluster, unless main() runs another job.`;
  return `Cancelling shuts down the cluster${otherJobs > 0 ? ` and ends ${others}` : ''}.`;
}
