import type { Cancel, Clock } from '../clock.ts';
import type { PodFile } from '../config-volume.ts';
import type { Console } from '../logs/container-log.ts';
import { formatLogbackLine } from '../logs/log-line.ts';
import { createLogLevels, type LogLevels } from './levels.ts';
import { readLog4jLevels } from './read-log4j.ts';
import { readLogbackLevels } from './read-logback.ts';

export type LoggingBackend = 'log4j' | 'logback';

/** The configuration file of each library, set by a `-D` option of the JVM. */
const loggingPaths: Record<LoggingBackend, string> = {
  log4j: '/opt/flink/conf/log4j-console.properties',
  logback: '/opt/flink/conf/logback-console.xml',
};

const readers = { log4j: readLog4jLevels, logback: readLogbackLevels };
/** The levels that each library uses without a configuration file. */
const defaultLevels: Record<LoggingBackend, LogLevels> = {
  log4j: createLogLevels(new Map([['', 'ERROR']]), undefined),
  logback: createLogLevels(new Map([['', 'DEBUG']]), undefined),
};

/**
 * Runs the logging of one JVM. Reads the configuration file at start, and reloads a changed file if the file sets an
 * interval for checks.
 */
export function runLogging(options: {
  readonly clock: Clock;
  readonly console: Console;
  readonly backend: LoggingBackend;
  readonly readFile: (path: string) => PodFile | undefined;
}): Cancel {
  const { clock, console, backend, readFile } = options;
  const path = loggingPaths[backend];
  let cancel: Cancel = () => {};
  let readAt = readFile(path)?.changedAt;
  let failures = 0;

  /** Reads the file. An invalid file does not change the levels, and the next check reads the file again. */
  function load(): LogLevels | undefined {
    const file = readFile(path);
    if (!file) return undefined;
    try {
      const levels = readers[backend](file.text);
      readAt = file.changedAt;
      return levels;
    } catch (error) {
      failures += 1;
      for (const line of reloadErrorLines(backend, failures, (error as Error).message)) console.print(line);
      return undefined;
    }
  }

  function apply(levels: LogLevels): void {
    const { isLogged, intervalMs } = levels;
    console.setLogStyle({ isLogged, ...(backend === 'logback' && { format: formatLogbackLine }) });
    cancel();
    cancel = intervalMs === undefined ? () => {} : clock.every(intervalMs, reload);
  }

  function reload(): void {
    const file = readFile(path);
    if (!file || file.changedAt === readAt) return;
    const levels = load();
    if (levels) apply(levels);
  }

  const initialLevels = load();
  if (!initialLevels && failures === 0 && backend === 'log4j') {
    console.print(
      `${new Date(clock.now()).toISOString()} main ERROR Reconfiguration failed: No configuration found for '30946e09' at 'null' in 'null'`,
    );
  }
  apply(initialLevels ?? defaultLevels[backend]);
  return () => cancel();
}

/** Returns the output of a failed reload. log4j's watcher thread prints a stack trace, and logback prints nothing. */
function reloadErrorLines(backend: LoggingBackend, count: number, message: string): readonly string[] {
  if (backend === 'logback') return [];
  const builder = 'org.apache.logging.log4j.core.config.properties.PropertiesConfigurationBuilder';
  return [
    `Exception in thread "Log4j2-TF-3-ConfigurationFileWatcher-${count + 3}" org.apache.logging.log4j.core.config.ConfigurationException: ${message}`,
    `\tat ${builder}.createLogger(PropertiesConfigurationBuilder.java:277)`,
    `\tat ${builder}.build(PropertiesConfigurationBuilder.java:178)`,
    '\tat java.base/java.lang.Thread.run(Thread.java:840)',
  ];
}
