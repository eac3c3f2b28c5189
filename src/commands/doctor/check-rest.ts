import { KubernetesError } from '../../kubernetes/error.ts';
import { probeTransports } from '../../session/rest/probe-transports.ts';
import type { Services } from '../record/command.ts';
import { describeError } from '../record/describe-error.ts';
import { shellCommand } from '../record/shell-command.ts';
import { createErrorFinding, createFinding, type Finding } from './finding.ts';

/** Checks Flink's REST API over each transport. One working transport is enough. */
export async function checkRest(
  { connection: { kubernetes, target } }: Services,
  signal: AbortSignal,
): Promise<readonly Finding[]> {
  const probed = await probeTransports(kubernetes, target, signal);
  const firstWorking = probed.findIndex(({ result }) => !(result instanceof Error));
  return probed.map(({ via, latencyMs: durationMs, result }, index) => {
    const check = `REST via ${via}`;
    if (!(result instanceof Error)) return createFinding(check, 'ok', `Flink ${result.flinkVersion}`, { durationMs });
    const isForbidden = result instanceof KubernetesError && result.kind === 'forbidden';
    // A preferred transport that is broken but allowed is a failure, because every connection tries it first.
    if (firstWorking !== -1 && (index > firstWorking || isForbidden)) {
      const next = `Not required: Flink responds via ${probed[firstWorking]?.via}`;
      return createFinding(check, 'warning', describeError(result).message, { next, durationMs });
    }
    const next = `Check the JobManager log with ${shellCommand('logs', target)}`;
    return createErrorFinding(check, result, next, { durationMs });
  });
}
