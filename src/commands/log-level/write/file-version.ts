import { effectiveLevel } from '../../../logging-config/effective-level.ts';
import { readLoggingConfig } from '../../../logging-config/read-config.ts';
import type { Services } from '../../record/command.ts';
import type { RequestedLevel } from '../plan/write-plan.ts';
import { type Author, describeAuthor, whoSet, whoWrote } from './change-author.ts';
import type { LiveFile } from './live-file.ts';
import type { Written } from './write-file.ts';

/** One version of the logging file, on its way from the ConfigMap into the pods. */
export type FileVersion = {
  readonly file: LiveFile;
  /** When the ConfigMap had it, by this computer's clock. */
  readonly writtenAt: number;
  /** Of the asked loggers, the levels that this version gives them. */
  readonly levels: readonly RequestedLevel[];
  /** Somebody else wrote it over the one that was asked for, and what was asked does not hold. */
  readonly newer: NewerChange | undefined;
  /** Later texts that give the same levels. A pod may get any of them. */
  readonly sameTexts: Set<string>;
  /** Of the ConfigMap, when it was last looked at. */
  readonly revision: string | undefined;
};

/** What somebody else has made of the levels that were asked for. */
export type NewerChange = Author & {
  /** `bob@laptop at 14:03:20`, by this computer's clock */
  readonly who: string;
  /** The asked levels that are not what the file gives now. */
  readonly levels: readonly RequestedLevel[];
  /** Why the pods do not read the file: then they keep the levels that they have. */
  readonly problem: string | undefined;
};

/** The version that was written here. */
export function ownVersion({ plan, configMap, writtenAt }: Written): FileVersion {
  const { facts, next, asked } = plan;
  const config = readLoggingConfig(facts.file.backend, next.text);
  const file = { ...facts.file, configMap, config, text: next.text, pending: next.pending };
  const revision = configMap.metadata?.resourceVersion;
  return { file, writtenAt, levels: asked, newer: undefined, sameTexts: new Set([next.text]), revision };
}

/** The version that took the place of another one. */
export function newerVersion(
  services: Services,
  asked: readonly RequestedLevel[],
  before: FileVersion,
  file: LiveFile,
): FileVersion {
  const levels = before.levels.map(({ logger, from }) => ({
    logger,
    from,
    to: effectiveLevel(file.config, logger).level,
  }));
  const differing = levels.filter(({ to }, index) => to !== asked[index]?.to);
  const problem = file.config.problems.find(({ effect }) => effect === 'refused');
  const [changed] = differing;
  const author =
    changed === undefined || problem !== undefined
      ? whoWrote(file.configMap, file.key)
      : whoSet(file, changed.logger, changed.to);
  const who = describeAuthor(services, author);
  const why = problem && `${file.backend} refuses the file for its line ${problem.line}: ${problem.message}`;
  return {
    file,
    writtenAt: services.now(),
    levels,
    newer:
      differing.length === 0 && why === undefined ? undefined : { ...author, who, levels: differing, problem: why },
    sameTexts: new Set([file.text]),
    revision: file.configMap.metadata?.resourceVersion,
  };
}
