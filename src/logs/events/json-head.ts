import { type LogLevel, logLevels } from '../log-store.ts';

// Field names of JSON layouts, see parse-json-line.ts. Quotes inside a value are escaped, so JSON quoted in a message
// does not match.
const levelPattern = new RegExp(
  `"(?:log\\.)?(?:level|severity|levelname)" *: *"(${logLevels.join('|')}|WARNING)"`,
  'i',
);
const loggerPattern = /"(?:log\.)?(?:logger_?name|logger)" *: *"([^"\\]*)"/i;

/** Most layouts write both fields near the beginning; some write the message first. */
const shortBytes = 512;

/** Returns level and logger of a JSON line without parsing it; undefined if it has no level. */
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
  const name = level.toUpperCase();
  return { level: (name === 'WARNING' ? 'WARN' : name) as LogLevel, logger };
}
