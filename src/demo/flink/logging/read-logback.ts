import { createLogLevels, type LogLevels, withDefaults } from './levels.ts';
import { ConfigurationException } from './read-log4j.ts';

const units: Record<string, number> = { second: 1000, minute: 60_000, hour: 3_600_000 };

/** Parses the levels of a logback XML file. Throws a ConfigurationException for malformed XML. */
export function readLogbackLevels(text: string): LogLevels {
  const xml = text.replace(/<!--[\s\S]*?-->/g, '');
  checkNesting(xml);
  const byLogger = new Map([['', 'DEBUG']]);
  for (const [tag, kind] of xml.matchAll(/<(logger|root)\b[^>]*>/g)) {
    const level = attribute(tag, 'level');
    if (level !== undefined) byLogger.set(kind === 'root' ? '' : (attribute(tag, 'name') ?? ''), withDefaults(level));
  }
  const configuration = /<configuration\b[^>]*>/.exec(xml)?.[0] ?? '';
  return createLogLevels(
    byLogger,
    attribute(configuration, 'scan') === 'true' ? scanPeriodMs(configuration) : undefined,
  );
}

const attribute = (tag: string, name: string): string | undefined =>
  new RegExp(`\\b${name}\\s*=\\s*["']([^"']*)["']`).exec(tag)?.[1];

/** Returns the scan period in ms. As in logback 1.2, a missing period disables scanning. */
function scanPeriodMs(configuration: string): number | undefined {
  const [, number, unit = ''] =
    /^(\d+)\s*(second|minute|hour)s?$/.exec(attribute(configuration, 'scanPeriod') ?? '') ?? [];
  return number === undefined ? undefined : Number(number) * (units[unit] ?? 1);
}

function checkNesting(xml: string): void {
  const open: string[] = [];
  for (const [, slash, name = '', end] of xml.matchAll(/<(\/?)([A-Za-z][\w-]*)[^>]*?(\/?)>/g)) {
    if (slash === '/' && open.pop() !== name) throw new ConfigurationException(`unexpected </${name}>`);
    if (slash === '' && end === '') open.push(name);
  }
  if (open.length > 0) throw new ConfigurationException(`<${open.at(-1)}> is not closed`);
}
