import { gapReason } from '../../session/info/gap-reason.ts';
import { infoData } from '../../session/info/info-data.ts';
import { type InfoGap, sessionInfo } from '../../session/info/session-info.ts';
import { serverNow } from '../../session/server-now.ts';
import type { Services } from '../record/command.ts';
import { readSnapshot, type SnapshotResult } from '../record/read-snapshot.ts';
import { resultOrError } from '../record/result-or-error.ts';
import { sessionLines } from './session-lines.ts';

/** Reads and formats what the session cluster runs with. */
export async function showSession(
  services: Services,
  signal: AbortSignal,
): Promise<{ readonly text: string; readonly data: unknown; readonly names: readonly string[] }> {
  const { connection } = services;
  const [{ snapshot, errors }, running] = await Promise.all([
    readSnapshot(services, signal),
    resultOrError(connection.flink.jobManagerConfig(signal), signal),
  ]);
  const info = sessionInfo({
    snapshot,
    objects: snapshot.objects ?? { deployment: undefined, configMaps: undefined, pods: undefined },
    running: running instanceof Error ? undefined : running,
    gaps: [...gapsOf(errors), ...gapOf('Options', running instanceof Error ? running : undefined)],
  });
  const now = serverNow(connection, services.now());
  return {
    text: [...sessionLines(info, snapshot, now)].join('\n'),
    data: infoData(info, snapshot, now),
    names: [snapshot.clusterId],
  };
}

function gapsOf(errors: SnapshotResult['errors']): readonly InfoGap[] {
  return [
    ...gapOf('Deployment', errors.deployment),
    ...gapOf('Pods', errors.pods),
    ...gapOf('ConfigMaps', errors.configmaps),
  ];
}

const gapOf = (what: InfoGap['what'], error: Error | undefined): readonly InfoGap[] =>
  error === undefined ? [] : [{ what, reason: gapReason(error) }];
