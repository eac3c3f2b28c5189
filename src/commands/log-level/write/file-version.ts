import { effectiveLevel } from '../../../logging-config/effective-level.ts';
import { readLoggingConfig } from '../../../logging-config/read-config.ts';
import { findLastChange, type LastChange } from '../../../session/cluster/last-change.ts';
import type { Services } from '../../record/command.ts';
import type { RequestedLevel } from '../plan/write-plan.ts';
import { describeLastChange, findLevelChange } from './last-change.ts';
import type { LiveFile } from './live-file.ts';
import type { WrittenFile } from './write-file.ts';

/** One version of the logging configuration file in the ConfigMap. */
export type FileVersion = {
  readonly file: LiveFile;
  /** Time of the write by this computer's clock. */
  readonly writtenAt: number;
  /** Levels of the requested loggers in this version. */
  readonly levels: readonly RequestedLevel[];
  /** Set if another client wrote this version and the requested levels no longer apply. */
  readonly newerChange: NewerChange | undefined;
  /** Texts with the same levels, including later texts. A pod may get any of these texts. */
  readonly equivalentTexts: Set<string>;
  /** Last known resource version of the ConfigMap. */
  readonly resourceVersion: string | undefined;
};

/** A later change of the requested levels by another client. */
export type NewerChange = LastChange & {
  /** `bob@laptop at 14:03:20`, by this computer's clock */
  readonly author: string;
  /** The requested loggers whose level is different now. */
  readonly levels: readonly RequestedLevel[];
  /** The reason why the pods reject the file. They then keep their current levels. */
  readonly problem: string | undefined;
};

/** Returns the version that this process wrote. */
export function initialVersion({ plan, configMap, writtenAt }: WrittenFile): FileVersion {
  const { facts, update, requested } = plan;
  const config = readLoggingConfig(facts.file.backend, update.text);
  const file = { ...facts.file, configMap, config, text: update.text, pending: update.pending };
  const resourceVersion = configMap.metadata?.resourceVersion;
  return {
    file,
    writtenAt,
    levels: requested,
    newerChange: undefined,
    equivalentTexts: new Set([update.text]),
    resourceVersion,
  };
}

/** Returns the version that replaced another one. */
export function newerVersion(
  services: Services,
  requested: readonly RequestedLevel[],
  previous: FileVersion,
  file: LiveFile,
): FileVersion {
  const levels = previous.levels.map(({ logger, from }) => ({
    logger,
    from,
    to: effectiveLevel(file.config, logger).level,
  }));
  const differing = levels.filter(({ to }, index) => to !== requested[index]?.to);
  const problem = file.config.problems.find(({ effect }) => effect === 'refused');
  const [changed] = differing;
  const lastChange =
    changed === undefined || problem !== undefined
      ? findLastChange(file.configMap, file.key)
      : findLevelChange(file, changed.logger, changed.to);
  const author = describeLastChange(services, lastChange);
  const reason = problem && `${file.backend} rejects line ${problem.line}: ${problem.message}`;
  return {
    file,
    writtenAt: services.now(),
    levels,
    newerChange:
      differing.length === 0 && reason === undefined
        ? undefined
        : { ...lastChange, author, levels: differing, problem: reason },
    equivalentTexts: new Set([file.text]),
    resourceVersion: file.configMap.metadata?.resourceVersion,
  };
}
