/** Level names of log4j from least to most output. Logback has no FATAL. */
export const configLevels = ['OFF', 'FATAL', 'ERROR', 'WARN', 'INFO', 'DEBUG', 'TRACE', 'ALL'] as const;
export type ConfigLevel = (typeof configLevels)[number];

/** Parses a level name in any case, as both libraries do; undefined for any other text. */
export function parseLevel(text: string): ConfigLevel | undefined {
  const upper = text.trim().toUpperCase();
  return configLevels.find((level) => level === upper);
}

/** Logging library: log4j2 with a properties file, or Logback with an XML file. */
export type LoggingBackend = 'log4j' | 'logback';

/** Origin of an effective level. Line numbers start at 1. */
export type LevelOrigin =
  | { readonly kind: 'own'; readonly line: number }
  /** Inherited from a logger, which may be `root`. */
  | { readonly kind: 'parent'; readonly logger: string }
  /** `${env:ROOT_LOG_LEVEL:-INFO}`: the level is the lookup's default. Only the JVM knows the actual value. */
  | { readonly kind: 'lookup'; readonly line: number; readonly expression: string }
  /** Not in the file. The library's default for the root logger applies: ERROR in log4j, DEBUG in Logback. */
  | { readonly kind: 'default' };

export type ConfiguredLogger = {
  /** `root` or a logger name. */
  readonly name: string;
  /** undefined if only the JVM knows the level: a lookup without a default, or a custom level. */
  readonly level: ConfigLevel | undefined;
  readonly origin: LevelOrigin;
};

/** A logging configuration as its library parses it. */
export type LoggingConfig = {
  readonly backend: LoggingBackend;
  /** Root first, then by name. */
  readonly loggers: readonly ConfiguredLogger[];
  /** Reload interval; undefined if a JVM that started with this file never reloads it. */
  readonly monitorIntervalSeconds: number | undefined;
  /** In the order of the file. */
  readonly problems: readonly LoggingProblem[];
};

export type LoggingProblem = {
  /** Line number, from 1. */
  readonly line: number;
  /** One sentence without a full stop. */
  readonly message: string;
  /** `refused`: the library rejects the whole file. `ignored`: the library skips this part. */
  readonly effect: 'refused' | 'ignored';
};

export type LevelChange =
  | { readonly kind: 'set'; readonly logger: string; readonly level: ConfigLevel }
  /** Removes the logger's own level. Loggers that flink-tui added, such as `logger.tui_1`, are removed completely. */
  | { readonly kind: 'remove'; readonly logger: string }
  | { readonly kind: 'interval'; readonly seconds: number };

/** A logging configuration that cannot be parsed or changed. The message is one sentence for users. */
export class LoggingConfigError extends Error {
  override readonly name = 'LoggingConfigError';
  /** Line number, from 1; undefined if the error is about the whole file or the change. */
  readonly line: number | undefined;
  /** The next step for the user. */
  readonly next: string | undefined;

  constructor(message: string, line?: number, next?: string) {
    super(line === undefined ? message : `line ${line}: ${message}`);
    this.line = line;
    this.next = next;
  }
}
