import type { Services } from '../record/command.ts';
import type { SnapshotResult } from '../record/read-snapshot.ts';
import { shellCommand } from '../record/shell-command.ts';
import { createFinding, type Finding } from './finding.ts';

export function checkHighAvailability(
  { connection: { target } }: Services,
  { snapshot, errors }: SnapshotResult,
): readonly Finding[] {
  const check = 'high availability';
  if (errors.configmaps !== undefined) return [createFinding(check, 'skipped', 'not allowed to read the ConfigMaps')];
  const { highAvailability, haConfigMaps, leader } = snapshot;
  if (!highAvailability) return [createFinding(check, 'ok', 'off: jobs are lost when the JobManager is replaced')];
  const location = haConfigMaps.length === 0 ? 'no high-availability ConfigMaps' : haConfigMaps.join(', ');
  if (leader !== undefined) return [createFinding(check, 'ok', `on, leader ${leader}; ${location}`)];
  return [
    createFinding(check, 'failed', `on, but no running JobManager is the leader; ${location}`, {
      next: `Wait 15 s for the leader election, then check ${shellCommand('logs', target)}`,
    }),
  ];
}
