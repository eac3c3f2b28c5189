import { KubernetesError } from '../../kubernetes/error.ts';
import { serverNow } from '../../session/server-now.ts';
import { readLevelFacts } from '../log-level/plan/level-facts.ts';
import { findObstacles } from '../log-level/plan/obstacles.ts';
import { attempt } from '../record/attempt.ts';
import type { Services } from '../record/command.ts';
import { exitCodes } from '../record/command-error.ts';
import { type Finding, failedFinding, finding } from './finding.ts';

/** Whether a level that is changed in the ConfigMap would come to the pods, and be read there. */
export async function checkLoggingFile(services: Services, signal: AbortSignal): Promise<readonly Finding[]> {
  const check = 'logging file';
  const facts = await attempt(readLevelFacts(services, signal), signal);
  if (facts instanceof Error) {
    const isRefused = facts instanceof KubernetesError && facts.kind === 'forbidden';
    if (isRefused) return [finding(check, 'skipped', 'may not be read: see the rights')];
    return [failedFinding(check, facts, 'Levels cannot be changed while the cluster runs.', { state: 'warning' })];
  }
  // A missing right is told where rights are; what only slows a change down is for log-level to tell.
  const obstacle = findObstacles(facts, serverNow(services.connection, services.now())).find(
    ({ stops, exitCode }) => stops !== 'nothing' && exitCode !== exitCodes.notAllowed,
  );
  if (obstacle !== undefined) return [finding(check, 'warning', obstacle.message, { next: obstacle.next })];
  const { key, config } = facts.file;
  const often =
    config.monitorIntervalSeconds === undefined ? '' : `, looked at every ${config.monitorIntervalSeconds} s`;
  const { length: count } = facts.pods;
  const told = `${key} is mounted into ${count} ${count === 1 ? 'pod' : 'pods'} and kept up to date${often}`;
  return [finding(check, 'ok', told)];
}
