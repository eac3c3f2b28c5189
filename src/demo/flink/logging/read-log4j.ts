import { createLogLevels, type LogLevels, withDefaults } from './levels.ts';

/** The error for an invalid logging configuration file. log4j has an exception of the same name. */
export class ConfigurationException extends Error {}

/** Parses the levels of a log4j properties file. Throws a ConfigurationException for the same errors as log4j. */
export function readLog4jLevels(text: string): LogLevels {
  const properties = readProperties(text);
  const byLogger = new Map([['', levelOf(properties, 'rootLogger')]]);
  const ids = properties.get('loggers')?.split(/\s*,\s*/) ?? idsOf(properties);
  for (const id of ids) {
    const name = properties.get(`logger.${id}.name`);
    if (!name) throw new ConfigurationException(`No name attribute provided for Logger ${id}`);
    byLogger.set(name, levelOf(properties, `logger.${id}`));
  }
  const interval = properties.get('monitorInterval')?.trim() ?? '0';
  if (!/^[+-]?\d+$/.test(interval)) throw new ConfigurationException(`For input string: "${interval}"`);
  return createLogLevels(byLogger, Number(interval) * 1000);
}

const levelOf = (properties: ReadonlyMap<string, string>, prefix: string): string =>
  withDefaults(properties.get(prefix)?.split(',')[0] ?? properties.get(`${prefix}.level`) ?? '');

function idsOf(properties: ReadonlyMap<string, string>): readonly string[] {
  const ids = [...properties.keys()].flatMap((key) => /^logger\.([^.]+)/.exec(key)?.[1] ?? []);
  return [...new Set(ids)].filter((id) => id !== 'root');
}

/** Parses properties like `java.util.Properties`, except for character escapes. */
function readProperties(text: string): ReadonlyMap<string, string> {
  const properties = new Map<string, string>();
  for (const line of text.replace(/\\(\r\n|\r|\n)[ \t\f]*/g, '').split(/\r\n|\r|\n/)) {
    const [, key, value = ''] = /^[ \t\f]*([^#!\s=:][^\s=:]*)[ \t\f]*[=:]?[ \t\f]*(.*)$/.exec(line) ?? [];
    if (key !== undefined) properties.set(key, value);
  }
  return properties;
}
