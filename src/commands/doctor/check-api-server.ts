import { KubernetesError } from '../../kubernetes/error.ts';
import { slowResponseMs } from '../../session/watch/link.ts';
import { formatDuration } from '../../text/duration.ts';
import { attempt } from '../record/attempt.ts';
import type { Services } from '../record/command.ts';
import { type Finding, failedFinding, finding } from './finding.ts';

const timeoutMs = 10_000;
const mostSkewMs = 30_000;

/** Whether it answers, and by which clock. A failure here makes the rest pointless. */
export async function checkApiServer(
  { connection: { kubernetes } }: Services,
  signal: AbortSignal,
): Promise<readonly Finding[]> {
  const ping = await attempt(kubernetes.ping(timeoutMs, signal), signal);
  if (ping instanceof Error) {
    const isPrivate = ping instanceof KubernetesError && ping.kind === 'forbidden';
    if (isPrivate) return [finding('API server', 'ok', 'answers, and keeps its version to itself')];
    return [failedFinding('API server', ping, 'kubectl cluster-info asks the same server.')];
  }
  const { latencyMs: milliseconds, gitVersion, clockAheadMs } = ping;
  const answer =
    milliseconds < slowResponseMs
      ? finding('API server', 'ok', `Kubernetes ${gitVersion}`, { milliseconds })
      : finding('API server', 'warning', `Kubernetes ${gitVersion}, and slow to answer`, {
          milliseconds,
          next: 'Look at the way to it: a VPN, a proxy, or a server that has too much to do.',
        });
  return [answer, clockFinding(clockAheadMs)];
}

function clockFinding(aheadMs: number | undefined): Finding {
  if (aheadMs === undefined) return finding('clock', 'skipped', 'the API server does not tell its time');
  const apart = formatDuration(Math.abs(aheadMs));
  if (Math.abs(aheadMs) < mostSkewMs) {
    return finding('clock', 'ok', `less than ${mostSkewMs / 1000} s from that of the API server`);
  }
  return finding('clock', 'warning', `the API server is ${apart} ${aheadMs > 0 ? 'ahead' : 'behind'}`, {
    next: 'Set the clock of this machine: ages that are shown and ends of credentials are wrong by as much.',
  });
}
