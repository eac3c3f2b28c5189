import { type LogLevel, logLevels } from '../log-store.ts';

// The names that layouts of JSON have for these (see parse-json-line.ts). A quote inside a value has a backslash
// before it, so that a message which quotes JSON is not taken for it.
const levelPattern = new RegExp(
  `"(?:log\\.)?(?:level|severity|levelname)" *: *"(${logLevels.join('|')}|WARNING)"`,
  'i',
);
const loggerPattern = /"(?:log\.)?(?:logger_?name|logger)" *: *"([^"\\]*)"/i;

/** Most layouts have both near the beginning; some have the message before them. */
const shortBytes = 512;

/** The level and logger of a line of a JSON layout, without parsing it; undefined if it has no level. */
export function readJsonHead(
  bytes: Buffer,
  from: number,
  to: number,
): { readonly level: LogLevel; readonly logger: string | undefined } | undefined {
  let text = bytes.toString('latin1', from, Math.min(to, from + shortBytes));
  let level = levelPattern.exec(text)?.[1];
  let logger = loggerPattern.exec(text)?.[1];
  if ((level === undefined || logger === undefined) && to - from > shortBytes) {
    text = bytes.toString('latin1', from, to);
    level ??= levelPattern.exec(text)?.[1];
    logger ??= loggerPattern.exec(text)?.[1];
  }
  if (level === undefined) return undefined;
  const word = level.toUpperCase();
  return { level: (word === 'WARNING' ? 'WARN' : word) as LogLevel, logger };
}
