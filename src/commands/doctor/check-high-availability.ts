import type { Services } from '../record/command.ts';
import type { SnapshotOnce } from '../record/read-snapshot.ts';
import { shellHint } from '../record/shell-hint.ts';
import { type Finding, finding } from './finding.ts';

export function checkHighAvailability(
  { connection: { target } }: Services,
  { snapshot, problems }: SnapshotOnce,
): readonly Finding[] {
  const check = 'high availability';
  if (problems.configmaps !== undefined) return [finding(check, 'skipped', 'its ConfigMaps may not be read')];
  const { highAvailability, haConfigMaps, leader } = snapshot;
  if (!highAvailability) return [finding(check, 'ok', 'off: when the JobManager is replaced, its jobs are lost')];
  const where = haConfigMaps.length === 0 ? 'not in ConfigMaps' : haConfigMaps.join(', ');
  if (leader !== undefined) return [finding(check, 'ok', `on, ${leader} leads; ${where}`)];
  return [
    finding(check, 'failed', `on, and no JobManager that runs leads; ${where}`, {
      next: `An election takes up to 15 s; then ${shellHint('logs', target)} tells what the JobManagers wait for.`,
    }),
  ];
}
