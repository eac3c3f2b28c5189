/** Levels as log4j names them, from least to most said. Logback has no FATAL. */
export const configLevels = ['OFF', 'FATAL', 'ERROR', 'WARN', 'INFO', 'DEBUG', 'TRACE', 'ALL'] as const;
export type ConfigLevel = (typeof configLevels)[number];

/** Parses a level name in any case, as both libraries do; undefined for any other text. */
export function parseLevel(text: string): ConfigLevel | undefined {
  const upper = text.trim().toUpperCase();
  return configLevels.find((level) => level === upper);
}

/** Which library reads the file: log4j2's properties, or logback's XML (flink.md 2.4). */
export type LoggingBackend = 'log4j' | 'logback';

/** Where an effective level comes from. Lines count from 1. */
export type LevelOrigin =
  | { readonly kind: 'own'; readonly line: number }
  /** Inherited; `root` is a logger's name here. */
  | { readonly kind: 'parent'; readonly logger: string }
  /** `${env:ROOT_LOG_LEVEL:-INFO}`: the level is the lookup's default; what it really is only the pod's process knows. */
  | { readonly kind: 'lookup'; readonly line: number; readonly expression: string }
  /** The file says nothing, and this is what the library then takes: the root's ERROR of log4j, DEBUG of logback. */
  | { readonly kind: 'default' };

export type ConfiguredLogger = {
  /** `root`, or the name of a logger. */
  readonly name: string;
  /** undefined where the file alone does not tell: a lookup without a default, or a custom level. */
  readonly level: ConfigLevel | undefined;
  readonly origin: LevelOrigin;
};

/** A logging file as the library that reads it would understand it. */
export type LoggingConfig = {
  readonly backend: LoggingBackend;
  /** Root first, then by name. */
  readonly loggers: readonly ConfiguredLogger[];
  /** How often the file is looked at again. undefined: a JVM that started with this file never does. */
  readonly monitorIntervalSeconds: number | undefined;
  /** In the order of the file. */
  readonly problems: readonly LoggingProblem[];
};

export type LoggingProblem = {
  /** From 1. */
  readonly line: number;
  /** A sentence. */
  readonly message: string;
  /** Refused: the library does not take the file at all. Ignored: it takes the rest. */
  readonly effect: 'refused' | 'ignored';
};

export type LevelChange =
  | { readonly kind: 'set'; readonly logger: string; readonly level: ConfigLevel }
  /** The logger's own level goes, and the logger itself if it was added here: `logger.tui_1`. */
  | { readonly kind: 'remove'; readonly logger: string }
  | { readonly kind: 'interval'; readonly seconds: number };

/** A text that cannot be read or changed as a logging file; the message is a sentence for people. */
export class LoggingConfigError extends Error {
  override readonly name = 'LoggingConfigError';
  /** From 1. undefined where it is about the file as a whole, or about what was asked. */
  readonly line: number | undefined;

  constructor(message: string, line?: number) {
    super(line === undefined ? message : `line ${line}: ${message}`);
    this.line = line;
  }
}
