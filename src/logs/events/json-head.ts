import { type LogLevel, logLevels } from '../log-store.ts';

// The field names are the same as in parse-json-line.ts. JSON inside a message does not match, because its quotes are
// escaped.
const levelPattern = new RegExp(
  `"(?:log\\.)?(?:level|severity|levelname)" *: *"(${logLevels.join('|')}|WARNING)"`,
  'i',
);
const loggerPattern = /"(?:log\.)?(?:logger_?name|logger)" *: *"([^"\\]*)"/i;

/** Number of bytes to search first. Most layouts write both fields near the beginning, some after the message. */
const shortBytes = 512;

/** Finds level and logger of a JSON line without parsing the JSON; undefined if the line has no level. */
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
