import type { Services } from '../record/command.ts';
import type { SnapshotResult } from '../record/read-snapshot.ts';
import { shellCommand } from '../record/shell-command.ts';
import { createFinding, type Finding } from './finding.ts';

export function checkHighAvailability(
  { connection: { target } }: Services,
  { snapshot, errors }: SnapshotResult,
): readonly Finding[] {
  const check = 'high availability';
  if (errors.configmaps !== undefined) return [createFinding(check, 'skipped', 'not allowed to read its ConfigMaps')];
  const { highAvailability, haConfigMaps, leader } = snapshot;
  if (!highAvailability) return [createFinding(check, 'ok', 'off: jobs are lost when the JobManager is replaced')];
  const location = haConfigMaps.length === 0 ? 'not in ConfigMaps' : haConfigMaps.join(', ');
  if (leader !== undefined) return [createFinding(check, 'ok', `on, leader ${leader}; ${location}`)];
  return [
    createFinding(check, 'failed', `on, but no running JobManager is the leader; ${location}`, {
      next: `A leader election takes up to 15 s. After that, check ${shellCommand('logs', target)}.`,
    }),
  ];
}
