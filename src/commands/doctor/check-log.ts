import { mainContainer } from '../../flink/names.ts';
import { runningJobManagers } from '../../session/cluster/leading-job-manager.ts';
import { nameOf } from '../cluster/cluster-objects.ts';
import type { Services } from '../record/command.ts';
import type { SnapshotResult } from '../record/read-snapshot.ts';
import { resultOrError } from '../record/result-or-error.ts';
import { createErrorFinding, createFinding, type Finding } from './finding.ts';

const timeoutMs = 10_000;

/** Reads the last log line of the leading JobManager. Unlike the other checks, this check needs the kubelet. */
export async function checkLog(
  { connection: { kubernetes, target } }: Services,
  { pods, snapshot }: SnapshotResult,
  signal: AbortSignal,
): Promise<readonly Finding[]> {
  const check = 'pod log';
  const running = runningJobManagers(pods);
  const pod = running.find((candidate) => nameOf(candidate) === snapshot.leader) ?? running[0];
  if (pod === undefined) return [createFinding(check, 'skipped', 'no JobManager is running')];
  const startedAt = performance.now();
  const options = { namespace: target.namespace, pod: nameOf(pod), container: mainContainer, tailLines: 1 };
  const limited = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
  const bytes = await resultOrError(
    (async () => {
      let total = 0;
      for await (const chunk of await kubernetes.podLog(options, limited)) total += chunk.length;
      return total;
    })(),
    signal,
  );
  const durationMs = performance.now() - startedAt;
  if (bytes instanceof Error) {
    const next = `Check kubectl logs ${nameOf(pod)}. The kubelet of its node may be unreachable.`;
    const failure = limited.aborted ? new Error(`no response within ${timeoutMs / 1000} s`) : bytes;
    return [createErrorFinding(check, failure, next, { durationMs })];
  }
  if (bytes > 0) return [createFinding(check, 'ok', `read the last line of ${nameOf(pod)}`, { durationMs })];
  return [
    createFinding(check, 'warning', `the log of ${nameOf(pod)} is empty`, {
      durationMs,
      next: 'Check env.stdout-err.redirect-to-file and the console appender: logs may only go to files',
    }),
  ];
}
