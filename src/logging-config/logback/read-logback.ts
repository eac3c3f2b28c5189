import { inheritLevels, type OwnLevel } from '../inherit-levels.ts';
import { levelName } from '../level-name.ts';
import { lineNumber } from '../line-number.ts';
import type { LevelOrigin, LoggingConfig, LoggingProblem } from '../logging-config.ts';
import { hasLookup, resolveLookups } from '../lookup.ts';
import {
  attributeOf,
  type LogbackFile,
  loggerName,
  nestedLevels,
  readLogbackFile,
  type XmlElement,
} from './logback-file.ts';
import { readInterval } from './read-interval.ts';
import type { XmlAttribute } from './scan-xml.ts';

const defaultRoot: OwnLevel = { level: 'DEBUG', origin: { kind: 'default' } };

export function readLogback(text: string): LoggingConfig {
  const file = readLogbackFile(text);
  const problems: LoggingProblem[] = [];
  const problem = (offset: number, message: string) =>
    problems.push({ line: lineNumber(text, offset), message, effect: 'ignored' });
  if (file.fault) problems.push({ ...file.fault, effect: 'refused' });

  const own = new Map<string, OwnLevel | undefined>([['root', defaultRoot]]);
  for (const element of file.loggers) {
    const name = loggerName(element);
    if (name === '') {
      problem(element.open.start, '<logger> has no name');
      continue;
    }
    for (const attribute of levelAttributes(element))
      own.set(name, readLevel(file, attribute, problem) ?? own.get(name));
    if (!own.has(name)) own.set(name, undefined);
  }
  return {
    backend: 'logback',
    loggers: inheritLevels('logback', own),
    monitorIntervalSeconds: readInterval(file, problem),
    problems: problems.sort((a, b) => a.line - b.line),
  };
}

/** What gives a level, the one that counts last. */
const levelAttributes = (element: XmlElement): readonly XmlAttribute[] =>
  [attributeOf(element, 'level') ?? [], ...nestedLevels(element)].flat();

/** undefined where it says that the logger has none of its own. */
function readLevel(
  { text, properties }: LogbackFile,
  { value, start }: XmlAttribute,
  problem: (offset: number, message: string) => void,
): OwnLevel | undefined {
  const line = lineNumber(text, start);
  const origin: LevelOrigin = hasLookup(value) ? { kind: 'lookup', line, expression: value } : { kind: 'own', line };
  const resolved = resolveLookups(value, (name) => properties.get(name))?.trim();
  if (resolved === undefined) return { level: undefined, origin };
  if (resolved === '' || /^(inherited|null)$/i.test(resolved)) return undefined;
  const level = levelName(resolved);
  if (level !== undefined && level !== 'FATAL') return { level, origin };
  problem(start, `${resolved} is no level, so logback takes DEBUG`);
  return { level: 'DEBUG', origin };
}
