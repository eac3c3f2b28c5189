import type { FlinkOptions, JobOverview } from '../../flink/answers.ts';
import { hasEnded } from '../../flink/has-ended.ts';
import type { Connection } from '../../session/session.ts';
import { attempt } from '../record/attempt.ts';

/** What becomes of an application cluster when jobs of it are ended. */
export type ApplicationEnd = { readonly endsCluster: boolean; readonly warning: string };

/**
 * undefined for a session cluster, which outlives its jobs. An application cluster shuts down once its application has
 * finished, unless `execution.shutdown-on-application-finish` is false. A cancelled job ends the application, and its
 * other jobs with it, unless `execution.terminate-application-on-any-job-terminated-exceptionally` is false (Flink 2.3).
 * A job that is stopped with a savepoint is a regular completion: the application goes on if main() runs more jobs.
 */
export async function readApplicationEnd(
  { mode, flink }: Connection,
  act: 'cancel' | 'stop',
  jobs: { readonly known: readonly JobOverview[]; readonly ended: readonly JobOverview[] },
  signal: AbortSignal,
): Promise<ApplicationEnd | undefined> {
  if (mode === 'session') return undefined;
  const options = await attempt(flink.jobManagerConfig(signal), signal);
  if (mode === 'unknown' && (options instanceof Error || !isApplication(options))) return undefined;
  const others = jobs.known.filter((job) => !hasEnded(job.state) && !jobs.ended.includes(job)).length;
  return describeEnd(act, options, others);
}

/** Where the Deployment may not be read. Application mode runs main() with the target `embedded`. */
function isApplication(options: FlinkOptions): boolean {
  return ['embedded', 'kubernetes-application'].includes(options.get('execution.target') ?? '');
}

function describeEnd(act: 'cancel' | 'stop', options: FlinkOptions | Error, otherJobs: number): ApplicationEnd {
  const isOff = (key: string) => !(options instanceof Error) && options.get(key)?.toLowerCase() === 'false';
  if (isOff('execution.shutdown-on-application-finish')) {
    return {
      endsCluster: false,
      warning:
        'This is an application cluster with execution.shutdown-on-application-finish: false. ' +
        'It stays after its job, and runs nothing.',
    };
  }
  const waitsForOthers = act === 'stop' || isOff('execution.terminate-application-on-any-job-terminated-exceptionally');
  const others = otherJobs === 1 ? 'its other job' : `its ${otherJobs} other jobs`;
  const sentences = ['This is an application cluster.', endSentence(act, waitsForOthers, otherJobs, others)];
  if (options instanceof Error) {
    sentences.push(`That is the default: Flink's configuration is not known (${options.message}).`);
  }
  return { endsCluster: !waitsForOthers || otherJobs === 0, warning: sentences.join(' ') };
}

function endSentence(act: 'cancel' | 'stop', waitsForOthers: boolean, otherJobs: number, others: string): string {
  if (waitsForOthers && otherJobs > 0) return `It shuts down once ${others} and its main() have ended too.`;
  if (act === 'stop') return 'It shuts down with this job, unless its main() runs another one.';
  return otherJobs > 0 ? `It shuts down, and ${others} with it.` : 'It shuts down with this job.';
}
