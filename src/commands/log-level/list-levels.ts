import { effectiveLevel } from '../../logging-config/effective-level.ts';
import { backendOf } from '../../session/levels/backend-of.ts';
import { serverNow } from '../../session/server-now.ts';
import type { Services } from '../record/command.ts';
import { resultOrError } from '../record/result-or-error.ts';
import type { ListLevelsResult } from './list-result.ts';
import { readLiveFile } from './write/live-file.ts';

/** Lists the loggers of the file, or one logger, which may be missing from the file. */
export async function listLevels(
  services: Services,
  logger: string | undefined,
  signal: AbortSignal,
): Promise<ListLevelsResult> {
  const backend = backendOf(await resultOrError(services.connection.flink.environment(signal), signal));
  const { name, key, config, pending } = await readLiveFile(services, backend, signal);
  return {
    kind: 'list',
    readAt: serverNow(services.connection, services.now()),
    configMap: name,
    key,
    intervalSeconds: config.monitorIntervalSeconds,
    loggers: logger === undefined ? config.loggers : [{ name: logger, ...effectiveLevel(config, logger) }],
    pending: pending?.levels ?? [],
    problems: config.problems,
  };
}
