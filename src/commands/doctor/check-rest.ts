import { KubernetesError } from '../../kubernetes/error.ts';
import { probeWays } from '../../session/rest-way/probe-ways.ts';
import type { Services } from '../command.ts';
import { type Finding, failedFinding, finding } from './finding.ts';

/** Flink's REST API by each way. One that answers is enough: another that is not allowed is then only worth to know. */
export async function checkRest(
  { connection: { kubernetes, target } }: Services,
  signal: AbortSignal,
): Promise<readonly Finding[]> {
  const probed = await probeWays(kubernetes, target, signal);
  const answersSomewhere = probed.some(({ answer }) => !(answer instanceof Error));
  return probed.map(({ via, latencyMs: milliseconds, answer }) => {
    const check = `REST by ${via}`;
    if (!(answer instanceof Error)) return finding(check, 'ok', `Flink ${answer.flinkVersion}`, { milliseconds });
    const isRefused = answer instanceof KubernetesError && answer.kind === 'forbidden';
    const state = answersSomewhere && isRefused ? 'warning' : 'failed';
    const next = `flink-tui logs ${target.clusterId} shows what the JobManager says of it.`;
    return failedFinding(check, answer, next, { state, milliseconds });
  });
}
