import type { ConfiguredLogger, LoggingConfig } from '../../logging-config/logging-config.ts';
import type { PendingLevel } from '../../session/levels/pending-levels.ts';
import { formatTable } from '../../text/table.ts';
import { utcTime } from '../../text/utc-time.ts';
import { describeOrigin, describePending, levelText } from './describe-levels.ts';

export type ListLevelsResult = {
  readonly kind: 'list';
  /** Epoch ms by the API server's clock, like the times of pending levels. */
  readonly readAt: number;
  readonly configMap: string;
  readonly key: string;
  readonly intervalSeconds: number | undefined;
  readonly loggers: readonly ConfiguredLogger[];
  readonly pending: readonly PendingLevel[];
  readonly problems: LoggingConfig['problems'];
};

export function listText({ readAt, configMap, key, intervalSeconds, loggers, pending, problems }: ListLevelsResult) {
  const rows = loggers.map((logger) => {
    const pendingLevel = pending.find((level) => level.logger === logger.name);
    const set = pendingLevel === undefined ? '' : describePending(pendingLevel, readAt);
    return [logger.name, levelText(logger), describeOrigin(logger.origin), set];
  });
  const reload = intervalSeconds === undefined ? 'only read at pod startup' : `read every ${intervalSeconds} s`;
  return [
    formatTable(['LOGGER', 'LEVEL', 'FROM', 'SET BY FLINK-TUI'], rows),
    `${key} of ConfigMap ${configMap}, ${reload}`,
    ...problems.map(({ line, message }) => `line ${line}: ${message}`),
  ].join('\n');
}

export function listData({ configMap, key, intervalSeconds, loggers, pending, problems }: ListLevelsResult): unknown {
  return {
    configMap,
    key,
    monitorIntervalSeconds: intervalSeconds ?? null,
    loggers: loggers.map(({ name, level, origin }) => ({ name, level: level ?? null, origin })),
    pending: pending.map(({ since, until, ...level }) => ({
      ...level,
      since: utcTime(since),
      until: until === null ? null : utcTime(until),
    })),
    problems,
  };
}
