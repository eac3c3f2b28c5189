import { KubernetesError } from '../../kubernetes/error.ts';
import { probeTransports } from '../../session/rest/probe-transports.ts';
import type { Services } from '../record/command.ts';
import { describeError } from '../record/describe-error.ts';
import { shellHint } from '../record/shell-hint.ts';
import { type Finding, failedFinding, finding } from './finding.ts';

/**
 * Flink's REST API by each way. One that answers is enough: a worse one need not, and a better one may not be allowed;
 * a better one that is broken is tried each time before it.
 */
export async function checkRest(
  { connection: { kubernetes, target } }: Services,
  signal: AbortSignal,
): Promise<readonly Finding[]> {
  const probed = await probeTransports(kubernetes, target, signal);
  const best = probed.findIndex(({ answer }) => !(answer instanceof Error));
  return probed.map(({ via, latencyMs: milliseconds, answer }, index) => {
    const check = `REST by ${via}`;
    if (!(answer instanceof Error)) return finding(check, 'ok', `Flink ${answer.flinkVersion}`, { milliseconds });
    const isRefused = answer instanceof KubernetesError && answer.kind === 'forbidden';
    if (best !== -1 && (index > best || isRefused)) {
      const next = `It can be done without: by ${probed[best]?.via} Flink answers.`;
      return finding(check, 'warning', describeError(answer).message, { next, milliseconds });
    }
    const next = `${shellHint('logs', target)} shows what the JobManager says of it.`;
    return failedFinding(check, answer, next, { milliseconds });
  });
}
