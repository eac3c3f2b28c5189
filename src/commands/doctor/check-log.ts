import { mainContainer } from '../../flink/names.ts';
import { runningJobManagers } from '../../session/cluster/leading-job-manager.ts';
import { nameOf } from '../cluster/cluster-objects.ts';
import { attempt } from '../record/attempt.ts';
import type { Services } from '../record/command.ts';
import type { SnapshotOnce } from '../record/read-snapshot.ts';
import { type Finding, failedFinding, finding } from './finding.ts';

const timeoutMs = 10_000;

/** The last line of the leading JobManager: the way of a log is another one than that of everything else. */
export async function checkLog(
  { connection: { kubernetes, target } }: Services,
  { pods, snapshot }: SnapshotOnce,
  signal: AbortSignal,
): Promise<readonly Finding[]> {
  const check = 'log of a pod';
  const running = runningJobManagers(pods);
  const pod = running.find((candidate) => nameOf(candidate) === snapshot.leader) ?? running[0];
  if (pod === undefined) return [finding(check, 'skipped', 'no JobManager runs')];
  const startedAt = performance.now();
  const options = { namespace: target.namespace, pod: nameOf(pod), container: mainContainer, tailLines: 1 };
  const inTime = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
  const bytes = await attempt(
    (async () => {
      let sum = 0;
      for await (const chunk of await kubernetes.podLog(options, inTime)) sum += chunk.length;
      return sum;
    })(),
    signal,
  );
  const milliseconds = performance.now() - startedAt;
  if (bytes instanceof Error) {
    const next = `kubectl logs ${nameOf(pod)} asks the same: the kubelet of its node may be away.`;
    const failure = inTime.aborted ? new Error(`no answer within ${timeoutMs / 1000} s`) : bytes;
    return [failedFinding(check, failure, next, { milliseconds })];
  }
  if (bytes > 0) return [finding(check, 'ok', `the last line of ${nameOf(pod)}`, { milliseconds })];
  return [
    finding(check, 'warning', `${nameOf(pod)} has written nothing`, {
      milliseconds,
      next: 'env.stdout-err.redirect-to-file, or a logging file without a console appender, sends it to files instead.',
    }),
  ];
}
