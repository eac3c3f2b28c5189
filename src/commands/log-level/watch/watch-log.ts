import { mainContainer } from '../../../flink/names.ts';
import { effectiveLevel } from '../../../logging-config/effective-level.ts';
import { type ConfigLevel, configLevels, type LoggingConfig } from '../../../logging-config/logging-config.ts';
import type { LogLevel } from '../../../logs/log-store.ts';
import { parseLogLine } from '../../../logs/parse-log-line.ts';
import type { Connection } from '../../../session/session.ts';

/** What a line of a log tells of the levels that its JVM has by now. */
export type LineEvidence =
  /** Only the new levels let it through. */
  | 'new'
  /** The new ones would not have. */
  | 'old'
  /** Both do. */
  | 'neither';

/** Follows a pod's log from now on, and says of each line what it proves, until the signal ends it. */
export async function watchLog(
  { kubernetes, target }: Connection,
  pod: string,
  tell: (text: string) => LineEvidence,
  found: (evidence: LineEvidence) => void,
  signal: AbortSignal,
): Promise<void> {
  const { namespace } = target;
  const options = { namespace, pod, container: mainContainer, follow: true, tailLines: 0 };
  const decoder = new TextDecoder();
  let begun = '';
  for await (const chunk of await kubernetes.podLog(options, signal)) {
    const lines = (begun + decoder.decode(chunk, { stream: true })).split('\n');
    begun = lines.pop() ?? '';
    for (const line of lines) found(tell(line));
  }
}

/** Judges lines by the file before and after a change. */
export function createLineClassifier(before: LoggingConfig, after: LoggingConfig): (text: string) => LineEvidence {
  const shows = (config: LoggingConfig, logger: string, level: LogLevel) =>
    lets(effectiveLevel(config, logger).level, level);
  const known = new Map<string, LineEvidence>();
  const judge = (logger: string, level: LogLevel): LineEvidence => {
    const [was, is] = [shows(before, logger, level), shows(after, logger, level)];
    // What cannot be told from the file proves nothing.
    if (was === undefined || is === undefined || was === is) return 'neither';
    return is ? 'new' : 'old';
  };
  return (text) => {
    const line = parseLogLine(text);
    if (line === undefined) return 'neither';
    const key = `${line.level} ${line.logger}`;
    const evidence = known.get(key) ?? judge(line.logger, line.level);
    known.set(key, evidence);
    return evidence;
  };
}

function lets(threshold: ConfigLevel | undefined, level: LogLevel): boolean | undefined {
  if (threshold === undefined) return undefined;
  return configLevels.indexOf(level) <= configLevels.indexOf(threshold);
}
