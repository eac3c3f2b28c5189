import { mainContainer } from '../../../flink/names.ts';
import { effectiveLevel } from '../../../logging-config/effective-level.ts';
import { type ConfigLevel, configLevels, type LoggingConfig } from '../../../logging-config/logging-config.ts';
import type { LogLevel } from '../../../logs/log-store.ts';
import { parseLogLine } from '../../../logs/parse-log-line.ts';
import type { Connection } from '../../../session/session.ts';

/** The evidence of a log line about the levels in use. */
export type LineEvidence =
  /** Only the new levels allow the line. */
  | 'new'
  /** Only the old levels allow the line. */
  | 'old'
  /** The line is no evidence. */
  | 'neither';

/** Follows a pod's log and reports the evidence of each new line until the signal aborts. */
export async function watchLog(
  { kubernetes, target }: Connection,
  pod: string,
  classify: (text: string) => LineEvidence,
  onEvidence: (evidence: LineEvidence) => void,
  signal: AbortSignal,
): Promise<void> {
  const { namespace } = target;
  const options = { namespace, pod, container: mainContainer, follow: true, tailLines: 0 };
  const decoder = new TextDecoder();
  let incompleteLine = '';
  for await (const chunk of await kubernetes.podLog(options, signal)) {
    const lines = (incompleteLine + decoder.decode(chunk, { stream: true })).split('\n');
    incompleteLine = lines.pop() ?? '';
    for (const line of lines) onEvidence(classify(line));
  }
}

/** Returns a function that classifies log lines by the file before and after a change. */
export function createLineClassifier(before: LoggingConfig, after: LoggingConfig): (text: string) => LineEvidence {
  const isShown = (config: LoggingConfig, logger: string, level: LogLevel) =>
    allows(effectiveLevel(config, logger).level, level);
  const known = new Map<string, LineEvidence>();
  const compare = (logger: string, level: LogLevel): LineEvidence => {
    const [wasShown, isShownNow] = [isShown(before, logger, level), isShown(after, logger, level)];
    // An unknown level is no evidence.
    if (wasShown === undefined || isShownNow === undefined || wasShown === isShownNow) return 'neither';
    return isShownNow ? 'new' : 'old';
  };
  return (text) => {
    const line = parseLogLine(text);
    if (line === undefined) return 'neither';
    const key = `${line.level} ${line.logger}`;
    const evidence = known.get(key) ?? compare(line.logger, line.level);
    known.set(key, evidence);
    return evidence;
  };
}

function allows(threshold: ConfigLevel | undefined, level: LogLevel): boolean | undefined {
  if (threshold === undefined) return undefined;
  return configLevels.indexOf(level) <= configLevels.indexOf(threshold);
}
