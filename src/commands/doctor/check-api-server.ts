import { KubernetesError } from '../../kubernetes/error.ts';
import { slowResponseMs } from '../../session/watch/link.ts';
import { formatDuration } from '../../text/duration.ts';
import type { Services } from '../record/command.ts';
import { resultOrError } from '../record/result-or-error.ts';
import { createErrorFinding, createFinding, type Finding } from './finding.ts';

const timeoutMs = 10_000;
const maxSkewMs = 30_000;

/**
 * Checks latency, version and clock of the API server. If the API server is not reachable, the other checks are
 * skipped.
 */
export async function checkApiServer(
  { connection: { kubernetes } }: Services,
  signal: AbortSignal,
): Promise<readonly Finding[]> {
  const ping = await resultOrError(kubernetes.ping(timeoutMs, signal), signal);
  if (ping instanceof Error) {
    const isForbidden = ping instanceof KubernetesError && ping.kind === 'forbidden';
    if (isForbidden) return [createFinding('API server', 'ok', 'reachable, but not allowed to read the version')];
    return [createErrorFinding('API server', ping, 'Check the server with kubectl cluster-info')];
  }
  const { latencyMs: durationMs, gitVersion, clockAheadMs } = ping;
  const server =
    durationMs < slowResponseMs
      ? createFinding('API server', 'ok', `Kubernetes ${gitVersion}`, { durationMs })
      : createFinding('API server', 'warning', `Kubernetes ${gitVersion}, slow response`, {
          durationMs,
          next: 'Check the network, VPN and proxy, and the load of the server',
        });
  return [server, clockFinding(clockAheadMs)];
}

function clockFinding(aheadMs: number | undefined): Finding {
  if (aheadMs === undefined) return createFinding('clock', 'skipped', 'the API server does not report its time');
  const skew = formatDuration(Math.abs(aheadMs));
  if (Math.abs(aheadMs) < maxSkewMs) {
    return createFinding('clock', 'ok', `differs from the API server by less than ${maxSkewMs / 1000} s`);
  }
  return createFinding('clock', 'warning', `the API server is ${skew} ${aheadMs > 0 ? 'ahead' : 'behind'}`, {
    next: 'Synchronize the clock of this computer. Displayed ages and credential expiry are off by this difference.',
  });
}
