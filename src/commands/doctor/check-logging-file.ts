import { KubernetesError } from '../../kubernetes/error.ts';
import { serverNow } from '../../session/server-now.ts';
import { readLevelFacts } from '../log-level/plan/level-facts.ts';
import { findObstacles } from '../log-level/plan/obstacles.ts';
import type { Services } from '../record/command.ts';
import { exitCodes } from '../record/command-error.ts';
import { resultOrError } from '../record/result-or-error.ts';
import { createErrorFinding, createFinding, type Finding } from './finding.ts';

/** Checks whether a level change in the ConfigMap takes effect in the pods. */
export async function checkLoggingFile(services: Services, signal: AbortSignal): Promise<readonly Finding[]> {
  const check = 'logging configuration';
  const facts = await resultOrError(readLevelFacts(services, signal), signal);
  if (facts instanceof Error) {
    const isForbidden = facts instanceof KubernetesError && facts.kind === 'forbidden';
    if (isForbidden) {
      return [createFinding(check, 'skipped', 'not allowed to read the file', { next: 'See the permission checks' })];
    }
    return [
      createErrorFinding(
        check,
        facts,
        'Check the ConfigMap of the cluster: flink-tui cannot change log levels without it',
        { state: 'warning' },
      ),
    ];
  }
  // The permission checks report missing permissions. log-level reports obstacles that only delay a change.
  const obstacle = findObstacles(facts, serverNow(services.connection, services.now())).find(
    ({ blocks, exitCode }) => blocks !== 'none' && exitCode !== exitCodes.notAllowed,
  );
  if (obstacle !== undefined) return [createFinding(check, 'warning', obstacle.message, { next: obstacle.next })];
  const { key, config } = facts.file;
  const reload = config.monitorIntervalSeconds === undefined ? '' : `, read every ${config.monitorIntervalSeconds} s`;
  const { length: count } = facts.pods;
  const message = `${key} is mounted into ${count} ${count === 1 ? 'pod' : 'pods'} and updated by the kubelet${reload}`;
  return [createFinding(check, 'ok', message)];
}
